import { allEvents, placement, type PlacementCommand } from '#domain';
import { bySystem, Journal, MemoryEventStore, transact } from '#event-sourcing';
import { Editions, readEditions, shippedProcedures } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { EditionGate } from './edition-gate.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const where = ids('providerId', 'siteId');
const { correlationId } = ids('correlationId');
const meta = bySystem('test', correlationId);
const slots = [{ weekday: 1 as const, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }];
const under = (edition: string, hash?: string): PlacementCommand => {
  const procedure = { id: 'off-site-education', edition, ...(hash === undefined ? {} : { hash }) };
  const plan = { purpose: 'Boat building.', startOn: '2026-11-23', slots, procedure };
  return { type: 'ProposePlacement', data: { ...about, ...where, ...plan } };
};

describe('the gate before a placement is pinned to an edition', () => {
  let journal: Journal;
  let gate: EditionGate;
  let editions: Editions;
  const propose = async (command: PlacementCommand) =>
    (await transact(journal, placement, about.placementId, await gate.guard(about.placementId, command), meta)).events;

  beforeEach(async () => {
    const store = new MemoryEventStore(new HeldClock('2026-11-16T09:00:00.000Z'));
    journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
    editions = await readEditions(shippedProcedures());
    gate = new EditionGate(journal, editions);
  });

  // Procedure: S1.3
  it('notes what the edition says now, whatever the command says', async () => {
    const { hash } = editions.editionFor('off-site-education', '2026-09');
    for (const command of [under('2026-09'), under('2026-09', 'made-up')]) {
      expect(await gate.guard(about.placementId, command)).toEqual(under('2026-09', hash));
    }
  });

  it('lets nothing be proposed under an edition that is not there', () =>
    expect(gate.guard(about.placementId, under('2031-01'))).rejects.toThrow(
      /off-site-education\.2031-01 .* not there/,
    ));

  it('finds nothing new in what is proposed again, also where it was proposed before hashes were noted', async () => {
    await transact(journal, placement, about.placementId, under('2026-09'), meta);
    expect(await propose(under('2026-09'))).toEqual([]);
  });

  it('lets one be adopted that is there and in force, with what it says now', async () => {
    const adopt = (edition: string, adoptedOn: string, hash?: string): PlacementCommand => {
      const [from, { personId }] = [{ id: 'off-site-education', edition: '2025-01' }, ids('personId')];
      const procedure = { id: 'off-site-education', edition, ...(hash === undefined ? {} : { hash }) };
      return { type: 'AdoptEdition', data: { ...about, from, procedure, adoptedOn, personId, because: 'A review.' } };
    };
    const { hash } = editions.editionFor('off-site-education', '2026-09');
    const guarded = (command: PlacementCommand) => gate.guard(about.placementId, command);
    expect(await guarded(adopt('2026-09', '2026-09-01', 'made-up'))).toEqual(adopt('2026-09', '2026-09-01', hash));
    await expect(guarded(adopt('2026-09', '2026-08-31'))).rejects.toMatchObject({ reason: 'edition-not-in-force' });
    await expect(guarded(adopt('2031-01', '2031-01-01'))).rejects.toMatchObject({ reason: 'edition-not-here' });
  });

  it('leaves every other command as it is', async () => {
    const start: PlacementCommand = {
      type: 'StartPlacement',
      data: { ...about, startedOn: '2026-11-23', required: [] },
    };
    expect(await gate.guard(about.placementId, start)).toBe(start);
  });
});

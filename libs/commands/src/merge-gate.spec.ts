import { allEvents, placement, pupil, type PlacementCommand, type PupilCommand } from '#domain';
import { bySystem, Journal, MemoryEventStore, transact, type Id } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { MergeGate } from './merge-gate.js';

const { nia, niaAgain, third, schoolId, elsewhere, placementId, providerId, siteId, personId, correlationId } = ids(
  'nia',
  'niaAgain',
  'third',
  'schoolId',
  'elsewhere',
  'placementId',
  'providerId',
  'siteId',
  'personId',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const on = '2026-11-24';

describe('the gate before two records of a pupil are merged', () => {
  let journal: Journal;
  let gate: MergeGate;
  const stored = (command: PupilCommand) => transact(journal, pupil, command.data.subjectId, command, meta);
  const enter = (subjectId: Id, school = schoolId) => {
    const names = { givenName: 'Nia', familyName: 'Okafor', bornOn: '2012-05-09', yearGroup: 9 };
    const data = { subjectId, schoolId: school, ...names, upnUnknownBecause: 'New.' };
    return stored({ type: 'EnterPupil', data });
  };
  const merge = (subjectId: Id, intoId: Id, placementIds: readonly Id[] = []): PupilCommand => ({
    type: 'MergePupil',
    data: {
      subjectId,
      schoolId,
      intoId,
      mergedOn: on,
      personId,
      because: 'Entered twice.',
      placementIds: [...placementIds],
      numberGoesAlong: false,
    },
  });
  const note = (subjectId: Id, value: 'yes' | 'no' | 'unknown') =>
    stored({ type: 'NoteStatus', data: { subjectId, schoolId, status: 'child-protection', value, on } });
  const refusedFor = async (command: PupilCommand) =>
    gate.guard([command]).then(
      () => null,
      ({ reason }: { reason?: unknown }) => reason,
    );
  const place = async (...commands: readonly PlacementCommand[]) => {
    for (const command of commands) await transact(journal, placement, placementId, command, meta);
  };
  const about = { placementId, subjectId: niaAgain, schoolId };
  const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
  const procedure = { id: 'off-site-education', edition: '2025-01' };
  const plan = { providerId, siteId, purpose: 'To learn to cook.', startOn: '2026-11-17', slots, procedure };
  const propose: PlacementCommand = { type: 'ProposePlacement', data: { ...about, ...plan } };
  const found: PlacementCommand = {
    type: 'FindPlacementStarted',
    data: { ...about, startedOn: '2026-11-17', required: [] },
  };
  const end = (endedOn: string): PlacementCommand => ({
    type: 'EndPlacement',
    data: { ...about, endedOn, because: 'It is over.' },
  });

  beforeEach(async () => {
    const clock = new HeldClock('2026-11-24T09:00:00.000Z');
    journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    gate = new MergeGate(journal);
    await enter(nia);
    await enter(niaAgain);
  });

  it('lets pass two records of one school of which nothing runs', async () => {
    expect(await refusedFor(merge(niaAgain, nia))).toBeNull();
  });

  it('keeps a record that is entered, at the same school, and not given up itself', async () => {
    await enter(third, elsewhere);
    expect(await refusedFor(merge(niaAgain, third))).toBe('merged-across-schools');
    expect(await refusedFor(merge(niaAgain, personId))).toBe('pupil-not-entered');
    await stored(merge(nia, niaAgain));
    await enter(personId);
    expect(await refusedFor(merge(personId, nia))).toBe('kept-record-merged');
  });

  it('lets no status get lost of which nobody has said anything on the record that is kept', async () => {
    await note(niaAgain, 'yes');
    expect(await refusedFor(merge(niaAgain, nia))).toBe('merged-status-lost');
    await note(nia, 'no');
    expect(await refusedFor(merge(niaAgain, nia))).toBeNull();
    await note(nia, 'unknown');
    expect(await refusedFor(merge(niaAgain, nia))).toBe('merged-status-lost');
  });

  it('lets no pupil fall out of sight who is expected somewhere under the record that is given up', async () => {
    await place(propose);
    expect(await refusedFor(merge(niaAgain, nia, [placementId]))).toBeNull();
    await place(found);
    expect(await refusedFor(merge(niaAgain, nia, [placementId]))).toBe('merged-placement-runs');
    expect(await refusedFor(merge(nia, niaAgain, [placementId]))).toBe('placement-of-another-pupil');
    expect(await refusedFor(merge(niaAgain, nia, [third]))).toBe('placement-not-proposed');
    await place(end(on));
    expect(await refusedFor(merge(niaAgain, nia, [placementId]))).toBe('merged-placement-runs');
  });

  it('lets pass a record whose placements were over the day before', async () => {
    await place(propose, found, end('2026-11-23'));
    expect(await refusedFor(merge(niaAgain, nia, [placementId]))).toBeNull();
  });

  it('takes it back where somebody merged the two the other way round at the same moment', async () => {
    await stored(merge(niaAgain, nia));
    await stored(merge(nia, niaAgain));
    await expect(gate.settle([merge(nia, niaAgain)], meta)).rejects.toMatchObject({ reason: 'merged-crosswise' });
    // The other then stands, and one record takes what is new.
    await gate.settle([merge(niaAgain, nia)], meta);
    expect((await journal.state(pupil, nia))?.merged).toBeNull();
    expect((await journal.state(pupil, niaAgain))?.merged?.intoId).toBe(nia);
  });
});

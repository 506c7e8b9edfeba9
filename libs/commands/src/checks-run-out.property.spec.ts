import fc from 'fast-check';
import { allEvents, check, checkIdOf, placement, type CheckCommand, type PlacementCommand } from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, transact } from '#event-sourcing';
import { Editions, readEdition } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { StartGate } from './start-gate.js';

/** One row that is looked at again after three months, and one that only the evidence itself ends. */
const edition = readEdition(`
id: off-site-education
edition: 2025-01
inForceFrom: 2025-01-06
title: A small procedure
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks:
  - { id: training, area: safeguarding, scope: site, label: Safeguarding training, validForMonths: 3 }
  - { id: insurance, area: policies, scope: site, label: Insurance }
gates:
  start:
    - require: [pre-admission-checks]
duties: {}
`);

const { placementId, subjectId, schoolId, providerId, siteId, personId, correlationId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'personId',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const about = { placementId, subjectId, schoolId };

const days = ['2026-08-25', '2026-08-26', '2026-10-01', '2026-11-24', '2026-11-25', '2027-01-08'];
const someDay = fc.constantFrom(...days);
const said = fc.record({
  row: fc.constantFrom('training', 'insurance'),
  outcome: fc.constantFrom('met', 'met', 'not-applicable', 'not-met'),
  on: someDay,
  until: fc.option(someDay, { nil: undefined }),
});
type Said = { row: string; outcome: string; on: string; until?: string | undefined };

function commandOf({ row, outcome, on, until }: Said): CheckCommand {
  const data = { checkId: checkIdOf(siteId, row, 1), providerId, siteId, row, round: 1, personId, on };
  if (outcome === 'not-met') return { type: 'RecordCheckNotMet', data: { ...data, evidence: 'Gone.' } };
  const lasting = until === undefined ? {} : { until };
  return outcome === 'met'
    ? { type: 'RecordCheckMet', data: { ...data, ...lasting, evidence: 'Seen.' } }
    : { type: 'RecordCheckNotApplicable', data: { ...data, ...lasting, because: 'Nobody drives.' } };
}

/** Said slowly, without the gate: the day before three months have gone by, or the one on the evidence. */
const threeMonthsOn: Readonly<Record<string, string>> = {
  '2026-08-25': '2026-11-24',
  '2026-08-26': '2026-11-25',
  '2026-10-01': '2026-12-31',
  '2026-11-24': '2027-02-23',
  '2026-11-25': '2027-02-24',
  '2027-01-08': '2027-04-07',
};
function holdsOn(last: Said | undefined, startedOn: string): boolean {
  if (!last || last.outcome === 'not-met') return false;
  if (last.until !== undefined && last.until < startedOn) return false;
  return last.row !== 'training' || (threeMonthsOn[last.on] ?? '') >= startedOn;
}

// Procedure: S9.1, S9.3, S10.3
describe('a check that has run out', () => {
  it('lets nobody start, in whichever order things are found', async () => {
    let starts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: 8 }), someDay, async (life, startedOn) => {
        const codec = new SealingCodec(allEvents, new MemoryKeys());
        const journal = new Journal(new MemoryEventStore(new HeldClock('2026-11-20T08:00:00.000Z')), codec);
        const gate = new StartGate(journal, new Editions([edition]));
        await transact(journal, placement, placementId, propose, meta);
        const last = new Map<string, Said>();
        for (const each of life) {
          const command = commandOf(each);
          // What had run out when it was seen is refused, and changes nothing.
          if (command.type !== 'RecordCheckNotMet' && each.until !== undefined && each.until < each.on) continue;
          await transact(journal, check, command.data.checkId, command, meta);
          last.set(each.row, each);
        }
        const start: PlacementCommand = { type: 'StartPlacement', data: { ...about, startedOn, required: [] } };
        const began = await gate.guard(placementId, start, meta).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Refusal) return false;
            throw error;
          },
        );
        expect(began).toBe(['training', 'insurance'].every((row) => holdsOn(last.get(row), startedOn)));
        starts += Number(began);
      }),
      { numRuns: 400, seed: 9 },
    );
    // Not all of them stand in the way.
    expect(starts).toBeGreaterThan(0);
  });
});

const propose: PlacementCommand = {
  type: 'ProposePlacement',
  data: {
    ...about,
    providerId,
    siteId,
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2025-01' },
  },
};

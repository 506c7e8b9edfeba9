import {
  allEvents,
  check,
  checkIdOf,
  placement,
  type CheckCommand,
  type PlacementCommand,
  type PlacementEvent,
} from '#domain';
import { bySystem, Journal, MemoryEventStore, transact } from '#event-sourcing';
import { readEditions, shippedProcedures } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { StartGate } from './start-gate.js';

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

const policies = [
  'staff-code-of-conduct',
  'online-safety',
  'whistleblowing',
  'prevent',
  'complaints',
  'equality-objectives',
];
const rest = [
  'staff-checks-confirmed',
  'assurance-letter',
  'safeguarding-training',
  'attendance-tracking',
  'return-to-full-time',
  'children-missing',
  'absence-reporting',
  'concern-sharing',
  'locked-line',
  'grounds-and-buildings',
  'visitors',
  'arriving-and-leaving',
  'visitor-safeguarding',
  'evacuation',
  'lockdown',
];
const protectionOf = (current: string) => [
  'child-protection-policy',
  current,
  'safeguarding-partnership',
  'child-protection-complete',
];
const checklists = {
  '2025-01': [...protectionOf('child-protection-current'), ...policies, ...rest],
  '2026-09': [...protectionOf('child-protection-2026'), ...policies, ...rest],
};
type EditionName = keyof typeof checklists;

const row = (name: string) => ({
  checkId: checkIdOf(siteId, name, 1),
  providerId,
  siteId,
  row: name,
  round: 1,
  personId,
  on: '2026-11-10',
});
const met = (name: string): CheckCommand => ({ type: 'RecordCheckMet', data: { ...row(name), evidence: 'Seen.' } });
const notMet = (name: string): CheckCommand => ({
  type: 'RecordCheckNotMet',
  data: { ...row(name), evidence: 'Not there.' },
});
const notApplicable = (name: string): CheckCommand => ({
  type: 'RecordCheckNotApplicable',
  data: { ...row(name), because: 'Pupils are never there alone.' },
});

/** Whether a placement under an edition that is found to have begun is said to lack the checks, after these. */
async function lacksChecks(edition: EditionName, ...said: readonly CheckCommand[]): Promise<boolean> {
  const journal = new Journal(
    new MemoryEventStore(new HeldClock('2026-11-23T08:00:00.000Z')),
    new SealingCodec(allEvents, new MemoryKeys()),
  );
  const propose: PlacementCommand = {
    type: 'ProposePlacement',
    data: {
      ...about,
      providerId,
      siteId,
      purpose: 'Boat building.',
      startOn: '2026-11-23',
      slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
      procedure: { id: 'off-site-education', edition },
    },
  };
  await transact(journal, placement, placementId, propose, meta);
  for (const command of said) await transact(journal, check, command.data.checkId, command, meta);
  const gate = new StartGate(journal, await readEditions(shippedProcedures()));
  const find: PlacementCommand = {
    type: 'FindPlacementStarted',
    data: { ...about, startedOn: '2026-11-23', required: [] },
  };
  const guarded = await gate.guard(placementId, find, meta);
  const events = (await transact(journal, placement, placementId, guarded, meta)).events as readonly PlacementEvent[];
  const [found] = events.filter(({ type }) => type === 'PlacementFoundStarted');
  if (found?.type !== 'PlacementFoundStarted') throw new Error('It was not found to have started.');
  return found.data.missing.includes('pre-admission-checks');
}

describe.each<EditionName>(['2025-01', '2026-09'])('the checklist of edition %s', (edition) => {
  const rows = checklists[edition];

  // Procedure: S9.1
  it('has these rows, and with all of them met nothing of it is missing', async () => {
    const { checks } = (await readEditions(shippedProcedures())).editionFor('off-site-education', edition);
    expect(checks.map(({ id }) => id)).toEqual(rows);
    expect(await lacksChecks(edition, ...rows.map(met))).toBe(false);
  });

  // Procedure: S4.14, S9.4, S9.5, S9.6, S9.7, S9.8, S9.9, S9.10, S9.11, S9.12, S9.13, S10.1, S10.2, S10.3
  // Procedure: S11.1, S11.2, S11.3, S11.4, S11.5, S12.1, S12.2, S12.3, S12.4, S12.5, S12.6, S12.7
  it.each(rows)(
    'lets nobody begin while %s is open or answered no, and is settled where it does not apply',
    async (name) => {
      const others = rows.filter((each) => each !== name).map(met);
      expect(await lacksChecks(edition, ...others)).toBe(true);
      expect(await lacksChecks(edition, ...others, notMet(name))).toBe(true);
      expect(await lacksChecks(edition, ...others, notApplicable(name))).toBe(false);
    },
  );
});

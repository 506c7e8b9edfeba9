import {
  allEvents,
  placement,
  sessionsOfWeek,
  weekplan,
  type PlacementCommand,
  type RestKind,
  type Slot,
  type WeekplanCommand,
} from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, transact, type Id } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { WeekGate } from './week-gate.js';

const { subjectId, otherSubjectId, schoolId, providerId, siteId, boats, kitchen, correlationId } = ids(
  'subjectId',
  'otherSubjectId',
  'schoolId',
  'providerId',
  'siteId',
  'boats',
  'kitchen',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const monday = '2026-11-23';
const slot = (weekday: number): Slot => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' });
const propose = (placementId: Id, weekday: number, of = subjectId): PlacementCommand => ({
  type: 'ProposePlacement',
  data: {
    placementId,
    subjectId: of,
    schoolId,
    providerId,
    siteId,
    purpose: 'Boat building.',
    startOn: monday,
    slots: [slot(weekday)],
    procedure: { id: 'off-site-education', edition: '2025-01' },
  },
});
/** In school in all sessions but the mornings of some days. */
const plan = (beside: readonly Id[], ...taken: readonly number[]) =>
  ({
    type: 'PlanRestOfWeek',
    data: {
      subjectId,
      schoolId,
      from: monday,
      beside: [...beside],
      sessions: sessionsOfWeek
        .filter(({ weekday, session }) => session === 'pm' || !taken.includes(weekday))
        .map((each) => ({ ...each, is: 'school' as RestKind })),
    },
  }) satisfies WeekplanCommand;

describe('the gate before a week plan', () => {
  let journal: Journal;
  let gate: WeekGate;
  beforeEach(() => {
    const clock = new HeldClock('2026-11-18T09:00:00.000Z');
    journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    gate = new WeekGate(journal);
  });
  const given = async (...commands: PlacementCommand[]) => {
    for (const each of commands) await transact(journal, placement, each.data.placementId, each, meta);
  };
  const notWhole = (...sessions: string[]) => new Refusal('week-not-whole', sessions);

  it('lets a week through in which each session is one thing', async () => {
    await given(propose(boats, 1), propose(kitchen, 2));
    await expect(gate.guard(plan([boats, kitchen], 1, 2))).resolves.toBeUndefined();
  });

  it('refuses one with a gap, or with something else planned where a placement is', async () => {
    await given(propose(boats, 1));
    await expect(gate.guard(plan([boats], 1, 3))).rejects.toThrow(notWhole('wednesday-morning'));
    await expect(gate.guard(plan([boats]))).rejects.toThrow(notWhole('monday-morning'));
  });

  it('refuses one as long as two placements expect the pupil at once', async () => {
    await given(propose(boats, 1), propose(kitchen, 1));
    await expect(gate.guard(plan([boats, kitchen], 1))).rejects.toThrow(notWhole('monday-morning'));
  });

  it('is made beside the pupil’s own placements alone', async () => {
    await given(propose(boats, 1, otherSubjectId));
    await expect(gate.guard(plan([boats], 1))).rejects.toThrow(new Refusal('week-of-another-pupil'));
    await expect(gate.guard(plan([kitchen], 1))).rejects.toThrow(new Refusal('placement-not-proposed'));
  });

  it('lets the same through again, whatever has changed since', async () => {
    await given(propose(boats, 1));
    await transact(journal, weekplan, subjectId, plan([boats], 1), meta);
    const about = { placementId: boats, subjectId, schoolId };
    await given({ type: 'PlanWeek', data: { ...about, from: monday, slots: [slot(2)] } });
    await expect(gate.guard(plan([boats], 1))).resolves.toBeUndefined();
  });
});

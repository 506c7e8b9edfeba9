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
import { Editions, readEdition } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { StartGate } from './start-gate.js';
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

// Procedure: S13.10, S13.11, S13.12
describe('the start of a placement and the whole week', () => {
  const edition = readEdition(`
id: off-site-education
edition: 2025-01
inForceFrom: 2025-01-06
title: A small procedure
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks: []
gates:
  start:
    - when: part-time
      require: whole-week-planned
duties: {}
`);
  const about = { placementId: boats, subjectId, schoolId };
  const leave = {
    rationale: 'A phased return.',
    evidence: 'A letter.',
    agreedWith: 'His mother',
    agreedOn: '2026-11-17',
    reviewOn: '2026-12-04',
    endsOn: '2026-12-18',
  };
  /** The same week, and Friday afternoons are leave. */
  const partTime = (beside: readonly Id[], ...taken: readonly number[]): WeekplanCommand => {
    const { data } = plan(beside, ...taken);
    const isFriday = ({ weekday, session }: (typeof data.sessions)[number]) => weekday === 5 && session === 'pm';
    const sessions = data.sessions.map((each) => (isFriday(each) ? { ...each, is: 'part-time-leave' as const } : each));
    return { type: 'PlanRestOfWeek', data: { ...data, sessions, leave } };
  };
  const start = (startedOn = monday): PlacementCommand => ({
    type: 'StartPlacement',
    data: { ...about, startedOn, required: [] },
  });

  let journal: Journal;
  let starts: StartGate;
  let weeks: WeekGate;
  beforeEach(async () => {
    const clock = new HeldClock('2026-11-18T09:00:00.000Z');
    journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    starts = new StartGate(journal, new Editions([edition]));
    weeks = new WeekGate(journal);
    await transact(journal, placement, boats, propose(boats, 1), meta);
  });
  const carryOut = async (command: PlacementCommand) =>
    (await transact(journal, placement, boats, await starts.guard(boats, command, meta), meta)).events;
  const planIt = async (command: WeekplanCommand) => {
    await weeks.guard(command);
    await transact(journal, weekplan, subjectId, command, meta);
    await weeks.gather(command, meta);
  };
  const missing = new Refusal('evidence-missing', ['whole-week-planned']);
  const gathered = async () => {
    const known = await journal.state(placement, boats);
    return known.stage === 'unproposed' ? undefined : known.evidence['whole-week-planned'];
  };

  it('waits for a plan as long as nobody has said whether the pupil is part-time', async () => {
    await expect(carryOut(start())).rejects.toThrow(missing);
    await planIt(plan([boats], 1));
    expect(await carryOut(start())).toEqual([{ type: 'PlacementStarted', data: { ...about, startedOn: monday } }]);
    // Full-time needs no evidence that it is part-time.
    expect(await gathered()).toBeUndefined();
  });

  it('has the plan as evidence where the pupil is part-time, of the day on which that was agreed', async () => {
    await planIt(partTime([boats], 1));
    await carryOut(start());
    expect(await gathered()).toBe('2026-11-17');
  });

  it('does not count a plan that holds only later, or whose leave is over', async () => {
    await planIt(partTime([boats], 1));
    await expect(carryOut(start('2026-12-21'))).rejects.toThrow(missing);
    const week = { ...about, from: '2026-11-23', slots: [slot(1)] };
    await expect(
      carryOut({ type: 'StartPlacement', data: { ...week, startedOn: '2026-11-20', required: [] } }),
    ).rejects.toThrow(missing);
  });

  it('is refused where the placement is in a session that is planned otherwise, or another placement is', async () => {
    await transact(journal, placement, kitchen, propose(kitchen, 2), meta);
    await planIt(plan([boats, kitchen], 1, 2));
    await transact(
      journal,
      placement,
      boats,
      { type: 'PlanWeek', data: { ...about, from: monday, slots: [slot(3)] } },
      meta,
    );
    await expect(carryOut(start())).rejects.toThrow(missing);
    await transact(
      journal,
      placement,
      boats,
      { type: 'PlanWeek', data: { ...about, from: monday, slots: [slot(2)] } },
      meta,
    );
    await expect(carryOut(start())).rejects.toThrow(missing);
  });

  it('can’t be taken for planned by its name alone', async () => {
    const data = { ...about, evidence: 'whole-week-planned', on: '2026-11-17' };
    await transact(journal, placement, boats, { type: 'GatherEvidence', data }, meta);
    await expect(carryOut(start())).rejects.toThrow(missing);
  });

  it('that was found without a plan has the gap closed by the plan that is made then', async () => {
    const [found] = await carryOut({
      type: 'FindPlacementStarted',
      data: { ...about, startedOn: '2026-11-16', required: [] },
    });
    expect(found?.data).toMatchObject({ missing: ['whole-week-planned'] });
    await planIt(partTime([boats], 1));
    expect(await gathered()).toBe('2026-11-17');
  });
});

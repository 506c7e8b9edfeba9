import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { ids } from '#testing';
import { session, type Slot, type Weekday } from '../vocabulary.js';
import { restKind, weekplan, type RestOfWeekPlan, type WeekplanEvent } from './weekplan.js';
import {
  isPartTimeBy,
  isWhole,
  isWithin,
  leaveIn,
  minutesIn,
  minutesOf,
  sessionsOfWeek,
  takesSessionsOn,
  wholeWeek,
  type Becomes,
  type PlacedWeeks,
} from './whole-week.js';

const { subjectId, schoolId, wheelhouse, kilnYard } = ids('subjectId', 'schoolId', 'wheelhouse', 'kilnYard');
const monday = '2026-11-16';
const times = { am: { start: '08:50', end: '12:10' }, pm: { start: '13:10', end: '15:20' } };
const leave = {
  rationale: 'A phased return.',
  evidence: 'A letter.',
  agreedWith: 'Her mother',
  agreedOn: '2026-11-12',
  reviewOn: '2026-11-30',
  endsOn: '2026-12-18',
};

const slot = (weekday: Weekday, half: 'am' | 'pm'): Slot =>
  half === 'am'
    ? { weekday, session: half, arriveAt: '09:30', leaveAt: '12:00' }
    : { weekday, session: half, arriveAt: '13:00', leaveAt: '15:00' };
const placed = (placementId: string, ...slots: Slot[]): PlacedWeeks => ({
  placementId,
  weeks: [{ from: monday, slots }],
  startOn: monday,
});
const planOf = (is: (weekday: number, half: 'am' | 'pm') => 'school' | 'part-time-leave' | 'other' | null) => ({
  subjectId,
  schoolId,
  from: monday,
  beside: [],
  sessions: sessionsOfWeek.flatMap((each) => {
    const kind = is(each.weekday, each.session);
    return kind === null ? [] : [{ ...each, is: kind }];
  }),
  otherwise: 'The college',
  leave,
});
const onTuesdays = placed(wheelhouse, slot(2, 'am'), slot(2, 'pm'));
const allButTuesdays = planOf((weekday) => (weekday === 2 ? null : 'school'));
const on = (plans: readonly RestOfWeekPlan[], placements: readonly PlacedWeeks[], day = monday) =>
  wholeWeek(plans, placements, day).map(({ weekday, session: half, becomes }) => `${weekday} ${half} ${becomes.is}`);

describe('the whole week', () => {
  it('is the placements’ slots and the plan beside them', () => {
    const week = wholeWeek([allButTuesdays], [onTuesdays], monday);
    expect(isWhole(week)).toBe(true);
    expect(on([allButTuesdays], [onTuesdays]).slice(0, 4)).toEqual([
      '1 am school',
      '1 pm school',
      '2 am placement',
      '2 pm placement',
    ]);
  });

  it('has gaps where nobody has said, and they are not full-time', () => {
    const week = wholeWeek([], [onTuesdays], monday);
    expect(week.filter(({ becomes }) => becomes.is === 'unsaid')).toHaveLength(8);
    expect(isWhole(week)).toBe(false);
    expect(isPartTimeBy(week)).toBe('unknown');
  });

  it('shows a conflict where two placements expect the pupil, or the plan says something else than one', () => {
    const other = placed(kilnYard, slot(2, 'am'));
    const [, , twice] = wholeWeek([allButTuesdays], [onTuesdays, other], monday);
    expect(twice?.becomes).toMatchObject({ is: 'conflict', planned: null });
    const [first] = wholeWeek([allButTuesdays], [placed(kilnYard, slot(1, 'am'))], monday);
    expect(first?.becomes).toMatchObject({
      is: 'conflict',
      planned: 'school',
      placements: [{ placementId: kilnYard }],
    });
  });

  it('takes a placement in from its first day to its last', () => {
    const ends = { ...onTuesdays, plannedEndOn: '2026-11-27' };
    expect(takesSessionsOn(ends, '2026-11-15')).toBe(false);
    expect(takesSessionsOn(ends, '2026-11-27')).toBe(true);
    expect(takesSessionsOn(ends, '2026-11-28')).toBe(false);
    // Once it has begun the pupil is expected there until it has ended.
    const begun = { ...ends, startedOn: '2026-11-17' };
    expect(takesSessionsOn(begun, '2026-11-16')).toBe(false);
    expect(takesSessionsOn(begun, '2026-11-28')).toBe(true);
    expect(takesSessionsOn({ ...begun, endedOn: '2026-11-28' }, '2026-11-29')).toBe(false);
  });

  it('has gaps while a placement is suspended, for it takes no sessions then', () => {
    const suspended = { ...onTuesdays, startedOn: monday, suspensions: [{ from: '2026-11-23', until: '2026-11-30' }] };
    expect(on([allButTuesdays], [suspended], '2026-11-22').slice(2, 4)).toEqual(['2 am placement', '2 pm placement']);
    expect(on([allButTuesdays], [suspended], '2026-11-23').slice(2, 4)).toEqual(['2 am unsaid', '2 pm unsaid']);
    expect(on([allButTuesdays], [suspended], '2026-11-30').slice(2, 4)).toEqual(['2 am placement', '2 pm placement']);
  });

  it('is not whole any more once a placement has ended, and nothing of it is taken for school', () => {
    const ended = { ...onTuesdays, startedOn: monday, endedOn: '2026-11-20' };
    expect(on([allButTuesdays], [ended], '2026-11-23').slice(2, 4)).toEqual(['2 am unsaid', '2 pm unsaid']);
  });

  it('says nothing that is erased', () => {
    expect(isWhole(wholeWeek([{ ...allButTuesdays, sessions: erased }], [onTuesdays], monday))).toBe(false);
  });
});

describe('part-time leave', () => {
  const plan = planOf((weekday) => (weekday === 2 ? null : weekday === 5 ? 'part-time-leave' : 'school'));

  it('makes the week part-time, as long as it lasts', () => {
    expect(isPartTimeBy(wholeWeek([plan], [onTuesdays], monday))).toBe('yes');
    expect(isPartTimeBy(wholeWeek([plan], [onTuesdays], '2026-12-18'))).toBe('yes');
    expect(isPartTimeBy(wholeWeek([plan], [onTuesdays], '2026-12-19'))).toBe('unknown');
    expect(isPartTimeBy(wholeWeek([allButTuesdays], [onTuesdays], monday))).toBe('no');
  });

  it('is the ground for its sessions alone, until its last day', () => {
    expect(leaveIn([plan], [onTuesdays], '2026-11-20', 'am')).toEqual(leave);
    expect(leaveIn([plan], [onTuesdays], '2026-11-19', 'am')).toBeNull();
    expect(leaveIn([plan], [onTuesdays], '2026-12-25', 'am')).toBeNull();
    expect(leaveIn([plan], [onTuesdays], '2026-11-13', 'am')).toBeNull();
    expect(leaveIn([plan], [placed(kilnYard, slot(5, 'am'))], '2026-11-20', 'am')).toBeNull();
  });
});

describe('the hours of a week', () => {
  // Procedure: S13.10, S14.25
  it('are worked out from its slots, and from the school’s own session times', () => {
    const week = wholeWeek([allButTuesdays], [onTuesdays], monday);
    const { placements, taught, fullTime } = minutesOf(week, times);
    expect(placements.get(wheelhouse)).toBe(270);
    expect(fullTime).toBe(5 * 330);
    expect(taught).toBe(4 * 330 + 270);
    expect(minutesOf(wholeWeek([planOf(() => 'school')], [], monday), times).taught).toBe(fullTime);
    expect(minutesIn([slot(2, 'am'), slot(2, 'pm')])).toBe(270);
  });

  // Procedure: S8.6
  it('are of sessions that fall within the school’s own: twilight is none', () => {
    expect(isWithin({ weekday: 1, session: 'pm', arriveAt: '15:20', leaveAt: '17:00' }, times)).toBe(false);
    expect(isWithin({ weekday: 1, session: 'pm', arriveAt: '15:19', leaveAt: '17:00' }, times)).toBe(true);
    expect(isWithin({ weekday: 1, session: 'am', arriveAt: '13:00', leaveAt: '15:00' }, times)).toBe(false);
    expect(isWithin({ weekday: 1, session: 'am', arriveAt: '07:00', leaveAt: '08:50' }, times)).toBe(false);
  });
});

const halves = fc.constantFrom(...sessionsOfWeek);
const somePlacements = fc
  .array(fc.uniqueArray(halves, { selector: (each) => `${each.weekday} ${each.session}` }), { maxLength: 4 })
  .map((all) =>
    all.map((each, index) => placed(`p${index}`, ...each.map(({ weekday, session: half }) => slot(weekday, half)))),
  );
const somePlan = fc
  .record({
    kinds: fc.array(fc.option(fc.constantFrom(...restKind.options)), { minLength: 10, maxLength: 10 }),
    from: fc.constantFrom(monday, '2026-11-23', '2026-11-30'),
  })
  .map(({ kinds, from }) => ({
    ...planOf((weekday, half) => kinds[(weekday - 1) * 2 + session.options.indexOf(half)] ?? null),
    from,
  }));
const someDay = fc.constantFrom('2026-11-13', monday, '2026-11-24', '2026-12-04', '2026-12-21');

// Procedure: X8, S13.10
describe('any plan beside any placements', () => {
  it('makes of each of the ten sessions exactly one thing, a named conflict or a gap', () => {
    fc.assert(
      fc.property(fc.array(somePlan, { maxLength: 3 }), somePlacements, someDay, (plans, placements, day) => {
        const ordered = plans.reduce<readonly RestOfWeekPlan[]>((known, data) => planned(known, data), []);
        const week = wholeWeek(ordered, placements, day);
        expect(week.map(({ weekday, session: half }) => ({ weekday, session: half }))).toEqual(sessionsOfWeek);
        const said = ordered.findLast(({ from }) => from <= day)?.sessions ?? [];
        const expected = sessionsOfWeek.map(({ weekday, session: half }) => {
          const isHalf = (each: { weekday: number; session: string }) =>
            each.weekday === weekday && each.session === half;
          const taking = placements
            .filter(({ startOn, weeks }) => startOn <= day && weeks[0]?.slots.some(isHalf))
            .map(({ placementId }) => placementId);
          const kind = (said === erased ? [] : said).find(isHalf)?.is ?? null;
          if (taking.length === 1 && kind === null) return ['placement', ...taking];
          // Whatever expects the pupil there is in the conflict, and so is what was planned.
          if (taking.length > 0) return ['conflict', ...taking, kind];
          return [kind === null || (kind === 'part-time-leave' && day > leave.endsOn) ? 'unsaid' : kind];
        });
        expect(week.map(({ becomes }) => told(becomes))).toEqual(expected);
      }),
    );
  });

  it('adds up: the hours taught are those at placements, in school and elsewhere', () => {
    fc.assert(
      fc.property(somePlan, somePlacements, someDay, (plan, placements, day) => {
        const week = wholeWeek([plan], placements, day);
        const { placements: at, taught } = minutesOf(week, times);
        const ofKind = (half: 'am' | 'pm') =>
          week.filter(({ session: each, becomes: { is } }) => each === half && (is === 'school' || is === 'other'))
            .length;
        const away = [...at.values()].reduce((sum, each) => sum + each, 0);
        expect(taught).toBe(away + ofKind('am') * 200 + ofKind('pm') * 130);
        const slots = week.flatMap(({ becomes }) => (becomes.is === 'placement' ? [becomes.slot] : []));
        expect(away).toBe(minutesIn(slots));
      }),
    );
  });

  it('comes to the same in whichever order plans for different days were made', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(somePlan, { selector: ({ from }) => from, maxLength: 3 })
          .chain((plans) => fc.tuple(fc.constant(plans), fc.shuffledSubarray(plans, { minLength: plans.length }))),
        somePlacements,
        someDay,
        ([plans, shuffled], placements, day) => {
          const fold = (all: readonly RestOfWeekPlan[]) =>
            all.reduce<readonly RestOfWeekPlan[]>((known, data) => planned(known, data), []);
          expect(fold(shuffled)).toEqual(fold(plans));
          expect(wholeWeek(fold(shuffled), placements, day)).toEqual(wholeWeek(fold(plans), placements, day));
        },
      ),
    );
  });
});

function told(becomes: Becomes): readonly (string | null)[] {
  if (becomes.is === 'placement') return [becomes.is, becomes.placementId];
  if (becomes.is !== 'conflict') return [becomes.is];
  return [becomes.is, ...becomes.placements.map(({ placementId }) => placementId), becomes.planned];
}

function planned(known: readonly RestOfWeekPlan[], data: RestOfWeekPlan): readonly RestOfWeekPlan[] {
  const event: WeekplanEvent = { type: 'RestOfWeekPlanned', data };
  return weekplan.evolve(known, event);
}

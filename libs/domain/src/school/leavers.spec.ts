import fc from 'fast-check';
import { ids } from '#testing';
import type { Day, Id } from '#event-sourcing';
import type { Role } from '../vocabulary.js';
import { keyRoles, unheldKeyRoles } from './key-roles.js';
import { lastDayAt, vacantKeyRoles, type HeldRole } from './leavers.js';

const { dawn, helen, sam } = ids('dawn', 'helen', 'sam');
const from = '2026-09-01';
const today = '2026-11-16';
const dayAfter = (day: Day): Day => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
const held = (role: Role, personId: Id, more: Partial<HeldRole> = {}): HeldRole => ({
  role,
  personId,
  standing: 'holder',
  from,
  ...more,
});
/** Each key role with a holder who stays, but for the one that a test is about. */
const others = keyRoles.filter((each) => each !== 'attendance-lead').map((each) => held(each, sam));
const vacant = (roles: readonly HeldRole[], leaving: ReadonlyMap<Id, Day> = new Map()) =>
  vacantKeyRoles([...others, ...roles], leaving, today, dayAfter);

// Procedure: S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
describe('a key role', () => {
  it('is nobody’s from the day after the last one of its only holder', () =>
    expect(vacant([held('attendance-lead', dawn, { until: '2026-12-18' })])).toEqual([
      { role: 'attendance-lead', from: '2026-12-19', lastHolderIds: [dawn], standInIds: [] },
    ]));
  it('is nobody’s as well when its holder leaves, whatever is said of the role', () => {
    const leaving = new Map([[dawn, '2026-12-18']]);
    expect(vacant([held('attendance-lead', dawn)], leaving)).toMatchObject([{ from: '2026-12-19' }]);
    const later = held('attendance-lead', dawn, { until: '2027-03-31' });
    expect(vacant([later], leaving)).toMatchObject([{ from: '2026-12-19' }]);
  });
  it('goes on where somebody follows from the next day on, and not where there is a day between', () => {
    const ends = held('attendance-lead', dawn, { until: '2026-12-18' });
    expect(vacant([ends, held('attendance-lead', helen, { from: '2026-12-19' })])).toEqual([]);
    expect(vacant([ends, held('attendance-lead', helen, { from: '2026-12-20' })])).toMatchObject([
      { role: 'attendance-lead', from: '2026-12-19', lastHolderIds: [dawn] },
    ]);
  });
  it('has a deputy, who is named and is no holder', () =>
    expect(
      vacant([
        held('attendance-lead', dawn, { until: '2026-12-18' }),
        held('attendance-lead', helen, { standing: 'deputy' }),
      ]),
    ).toMatchObject([{ from: '2026-12-19', standInIds: [helen] }]));
  it('is nobody’s today where it ended before, or nobody ever had it', () => {
    expect(vacant([held('attendance-lead', dawn, { until: '2026-11-13' })])).toMatchObject([
      { from: today, lastHolderIds: [dawn] },
    ]);
    expect(vacant([])).toMatchObject([{ from: today, lastHolderIds: [] }]);
  });

  it('is never said to be vacant on a day on which somebody holds it, nor the other way round', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => {
      const at = new Date(Date.parse('2026-11-01') + days * 86_400_000);
      return at.toISOString().slice(0, 10);
    });
    const holding = fc.record({
      role: fc.constantFrom(...keyRoles),
      personId: fc.constantFrom(dawn, helen, sam),
      standing: fc.constantFrom('holder' as const, 'deputy' as const),
      from: day,
      until: fc.option(day, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(holding, { maxLength: 20 }), (roles) => {
        const found = new Map(vacantKeyRoles(roles, new Map(), today, dayAfter).map((each) => [each.role, each.from]));
        const days = Array.from({ length: 60 }).reduce<Day[]>(
          (all) => [...all, dayAfter(all.at(-1) ?? today)],
          [today],
        );
        for (const role of keyRoles) {
          expect([role, found.get(role)]).toEqual([role, days.find((on) => unheldKeyRoles(roles, on).includes(role))]);
        }
      }),
    );
  });
});

describe('somebody’s last day at a school', () => {
  it('is that of their last role there, or their own where it comes before', () => {
    const roles = [
      held('attendance-lead', dawn, { until: '2026-12-18' }),
      held('designated-teacher', dawn, { until: '2026-12-11' }),
    ];
    expect(lastDayAt(dawn, roles, new Map())).toBe('2026-12-18');
    expect(lastDayAt(dawn, roles, new Map([[dawn, '2026-12-01']]))).toBe('2026-12-01');
  });
  it('is none where a role goes on, and for somebody who never had one', () => {
    expect(lastDayAt(dawn, [held('attendance-lead', dawn)], new Map())).toBeNull();
    expect(lastDayAt(helen, [held('attendance-lead', dawn, { until: '2026-12-18' })], new Map())).toBeNull();
  });
});

import fc from 'fast-check';
import { idFrom } from '#event-sourcing';
import { outstandingIn, standingOf, type AssuranceRound } from './assurance.js';
import type { AssuranceItem } from './written.js';

const [tom, moira, leo] = ['tom', 'moira', 'leo'].map((each) => idFrom('adult', each)) as [string, string, string];
const round: AssuranceRound = {
  status: 'accepted',
  replyBy: '2026-11-30',
  answeredOn: '2026-11-20',
  adultIds: [tom],
  othersIds: [moira],
};
const year = { validForMonths: 12 };
const stateOn = (today: string, there = [tom, moira], of: AssuranceRound | null = round) =>
  standingOf(of, there, year, today).state;

describe('written assurance', () => {
  it('is not asked for at first', () => expect(stateOn('2026-11-16', [tom], null)).toBe('not-asked'));

  it('is asked for until the day by which to reply, and overdue after it', () => {
    const asked: AssuranceRound = { status: 'asked', replyBy: '2026-11-30', adultIds: [], othersIds: [] };
    expect(stateOn('2026-11-30', [tom], asked)).toBe('asked');
    expect(stateOn('2026-12-01', [tom], asked)).toBe('overdue');
  });

  it('stands as long as the same people are there', () => {
    expect(stateOn('2026-12-01')).toBe('accepted');
    expect(stateOn('2026-12-01', [tom])).toBe('accepted'); // Who does not work with the pupils may go.
    expect(stateOn('2026-12-01', [tom, moira], { ...round, status: 'answered' })).toBe('answered');
  });

  // Procedure: S23.13
  it('is to be asked for again when somebody comes, or when somebody goes who works with the pupils', () => {
    expect(standingOf(round, [tom, moira, leo], year, '2026-12-01')).toMatchObject({ state: 'reopened', came: [leo] });
    expect(standingOf(round, [moira], year, '2026-12-01')).toMatchObject({ state: 'reopened', gone: [tom] });
  });

  it('is to be asked for again after so many months as the edition says', () => {
    expect(stateOn('2027-11-19')).toBe('accepted');
    expect(stateOn('2027-11-20')).toBe('lapsed');
    expect(standingOf(round, [tom], { validForMonths: 3 }, '2026-12-01').againOn).toBe('2027-02-20');
    // A month that is shorter ends it on its last day.
    expect(standingOf({ ...round, answeredOn: '2026-08-31' }, [tom], { validForMonths: 6 }, '2026-12-01').againOn).toBe(
      '2027-02-28',
    );
  });

  it('never stands with somebody there of whom nothing is said', () => {
    const people = fc.uniqueArray(fc.constantFrom(tom, moira, leo));
    const property = fc.property(people, people, people, (adultIds, othersIds, there) => {
      const { state, came, gone } = standingOf({ ...round, adultIds, othersIds }, there, year, '2026-12-01');
      const said = new Set([...adultIds, ...othersIds]);
      expect(came).toEqual(there.filter((each) => !said.has(each)));
      expect(gone).toEqual(adultIds.filter((each) => !there.includes(each)));
      expect(state === 'accepted').toBe(came.length === 0 && gone.length === 0);
    });
    fc.assert(property, { numRuns: 100 });
  });
});

describe('what is not confirmed', () => {
  const item = (id: string, more: Partial<AssuranceItem> = {}): AssuranceItem => ({
    id,
    label: id,
    notRelevant: false,
    withDay: false,
    blocks: true,
    ...more,
  });
  const [identity, overseas, complaints] = [
    item('identity'),
    item('overseas', { notRelevant: true }),
    item('complaints', { blocks: false }),
  ] as const;
  const asked = {
    replyWithinSchoolDays: 10,
    validForMonths: 12,
    neededToStart: false,
    eachAdult: [identity, overseas],
    provider: [complaints],
  };

  // Procedure: S23.4, S23.14
  it('is what is answered no, or not at all, of each adult and of the provider', () => {
    const adults = new Map([
      [
        tom,
        [
          { item: 'identity', answer: 'yes' as const },
          { item: 'overseas', answer: 'not-relevant' as const },
        ],
      ],
      [moira, [{ item: 'identity', answer: 'no' as const }]],
    ]);
    expect(outstandingIn(asked, { provider: [], adults })).toEqual([
      { item: identity, adultId: moira, because: 'answered-no' },
      { item: overseas, adultId: moira, because: 'not-answered' },
      { item: complaints, adultId: null, because: 'not-answered' },
    ]);
  });
});

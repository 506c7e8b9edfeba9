import { addDays } from '#procedure';
import { erased, type Day, type Found } from '#event-sourcing';
import { nobody, type PlacementRow, type SessionRow } from '#read-models';
import { ids } from '#testing';
import { latestOf, todayOf } from './day.page.js';
import type { PupilFacts } from './gather.js';
import { searchesFor } from './owed.page.js';

const { schoolId, siteId, providerId, subjectId, placementId, personId, adultId, searchId } = ids(
  'schoolId',
  'siteId',
  'providerId',
  'subjectId',
  'placementId',
  'personId',
  'adultId',
  'searchId',
);
const monday = '2026-11-16';
const slots = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  session: 'am' as const,
  arriveAt: '09:00',
  leaveAt: '12:00',
}));
const placement: PlacementRow = {
  placementId,
  subjectId,
  schoolId,
  providerId,
  siteId,
  purpose: 'To learn to cook.',
  route: 'agreed',
  delivery: 'in-person',
  stage: 'started',
  startOn: '2026-09-07',
  startedOn: '2026-09-07',
  foundStarted: false,
  weeks: [{ from: '2026-09-07', slots }],
  evidence: [],
  stopReviews: [],
  suspensions: [],
  missing: [],
  gaps: [],
  procedure: { id: 'off-site-education', edition: '2025-01' },
  takenOnOn: '2026-09-07',
};
const site = { siteId, providerId, name: 'Lower Barn', address: 'A lane', telephone: '01632 960202', closures: [] };
const facts = (more: Partial<PupilFacts> = {}): PupilFacts => ({
  pupil: {
    subjectId,
    schoolId,
    givenName: 'Callum',
    familyName: 'Dray',
    bornOn: '2011-10-21',
    yearGroup: 10,
    statuses: {},
  },
  school: {
    schoolId,
    name: 'Hollin Bank School',
    telephone: '01632 960101',
    attendanceMailbox: 'attendance@hollinbank.example',
    sessionTimes: [{ from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } }],
    terms: [{ name: 'Autumn 2026', from: '2026-09-01', to: '2026-12-18' }],
    daysOff: [{ on: '2026-11-06', kind: 'inset' }],
    roles: [],
  },
  now: `${monday}T09:40:00.000Z`,
  contacts: [],
  form: null,
  keyAdults: [],
  weekplan: null,
  placements: [placement],
  sessions: [],
  matters: [],
  sites: new Map([[siteId, site]]),
  providers: new Map([[providerId, { providerId, name: 'Greenacre' }]]),
  people: new Map([
    [personId, { personId, name: 'Priya Raman', email: 'p@hollinbank.example', away: [], operator: false }],
  ]),
  adults: new Map(),
  unwatched: nobody,
  alike: [],
  merged: [],
  elsewhere: [],
  schools: new Map(),
  ...more,
});
const row = (on: Day, more: Partial<SessionRow> = {}): Found<SessionRow> => ({
  placementId,
  subjectId,
  schoolId,
  siteId,
  on,
  session: 'am',
  notAccountedFor: false,
  duties: [],
  rowId: `${placementId}.${on}.am`,
  since: 1n,
  broken: false,
  ...more,
});
const anybody = { maySearch: true, mayMark: true, isNow: true };
const today = (more: Partial<PupilFacts>, reader = anybody) => {
  const { sessions } = todayOf(facts(more), reader);
  return sessions.map(({ when, tag, lines, place, call }) => ({ when, tag: tag.text, lines, place, call }));
};

describe('where a pupil is today', () => {
  it('is asked of the provider as soon as the pupil should be there', () => {
    expect(today({})).toMatchObject([
      { tag: 'Not answered yet', lines: ['The question is on its way to the provider.'] },
    ]);
  });

  it('is not known where the provider is closed, and nobody can be rung there for a mark', () => {
    const closed = { ...site, closures: [{ on: monday, because: 'Burst pipe' }] };
    expect(today({ sites: new Map([[siteId, closed]]) })).toMatchObject([
      { tag: 'Provider closed', lines: ['Burst pipe. Nobody has said where the pupil is instead.'], call: null },
    ]);
  });

  it('is what the school found out, though the provider said nothing', () => {
    const found = { place: 'at-home', onTheWordOf: 'mother', certainty: 'told', accountedBy: personId } as const;
    expect(today({ sessions: [row(monday, { accountedAt: `${monday}T09:35:00.000Z`, ...found })] })).toMatchObject([
      {
        tag: 'Accounted for',
        lines: [
          'The provider has not answered.',
          '9:35am: At home (told, on the word of mother). Entered by Priya Raman.',
        ],
      },
    ]);
  });

  it('is what was said by telephone, with who took it and what was said before', () => {
    const said = { answer: 'absent', before: 'present', channel: 'telephone', byId: personId } as const;
    expect(today({ sessions: [row(monday, { ...said, answeredAt: `${monday}T09:35:00.000Z` })] })).toMatchObject([
      { tag: 'Absent', lines: ['Marked at 9:35am by telephone, taken by Priya Raman. Before, it was present.'] },
    ]);
  });

  it('is nobody’s to read once it is erased', () => {
    const said = { answer: erased, words: erased, before: erased, channel: 'link', byId: adultId } as const;
    expect(today({ sessions: [row(monday, { ...said, answeredAt: `${monday}T09:35:00.000Z` })] })).toMatchObject([
      { tag: 'Erased', lines: ['Marked at 9:35am by the provider, through the link.'] },
    ]);
  });

  it('is asked for first where a search of an earlier day is still open', () => {
    const open = {
      notAccountedFor: true,
      searchId,
      searchBecause: 'silence',
      searchOpenedAt: '2026-11-13T09:30:00.000Z',
    } as const;
    const sessions = [row('2026-11-13', open)];
    expect(today({ sessions }).map(({ when, tag }) => [when, tag])).toEqual([
      ['Morning, 13 Nov 2026', 'Not accounted for'],
      ['Morning', 'Not answered yet'],
    ]);
    expect(today({ sessions }, { ...anybody, isNow: false })[0]?.place).toBeNull();
    expect(searchesFor(facts({ sessions })).list).toMatchObject([{ tag: { text: 'Running' } }]);
  });

  it('is nowhere where the school doesn’t meet', () => {
    expect(today({ now: '2026-11-15T09:40:00.000Z' })).toEqual([]);
  });
});

describe('the latest days of a pupil', () => {
  it('are fifteen on which something was expected, without those on which the school did not meet', () => {
    const days = latestOf(facts()).map(({ day }) => day);
    expect(days).toHaveLength(15);
    expect(days[0]).toBe('Friday 13 November 2026');
    expect(days).not.toContain('Friday 6 November 2026');
  });

  it('say that nothing was confirmed, rather than nothing', () => {
    expect(latestOf(facts())[0]?.halves).toMatchObject([
      { name: 'Morning', cells: [{ tag: { text: 'Unconfirmed' } }] },
      { name: 'Afternoon', cells: [] },
    ]);
  });

  it('begin on the day on which Waymark took the placement on', () => {
    const imported = { ...placement, takenOnOn: '2026-11-12' };
    expect(latestOf(facts({ placements: [imported] })).map(({ day }) => day)).toEqual([
      'Friday 13 November 2026',
      'Thursday 12 November 2026',
    ]);
  });

  it('reach back to days of which something is known, however long ago', () => {
    const long = addDays(monday, -300);
    const before = { ...placement, stage: 'ended' as const, endedOn: '2026-09-07', weeks: [] };
    const sessions = [
      row(long, { answer: 'present', answeredAt: `${long}T09:35:00.000Z`, channel: 'link', byId: adultId }),
    ];
    expect(latestOf(facts({ placements: [before], sessions }))).toMatchObject([
      { halves: [{ cells: [{ tag: { text: 'Present' } }] }, {}] },
    ]);
  });
});

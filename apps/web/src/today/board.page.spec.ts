import { erased, type Found } from '#event-sourcing';
import { nobody, type ContactRow, type PupilRow, type SchoolRow, type SessionRow, type SiteRow } from '#read-models';
import { ids } from '#testing';
import { textOf } from '../../../../libs/simulation/src/visitor.js';
import { htmlFaults } from '../../../../test/support/html.js';
import type { PlannedSession } from '../attendance/planned.js';
import { Views } from '../shell/views.js';
import type { BoardFacts } from './board.js';
import { boardPage } from './board.page.js';

const { schoolId, siteId, providerId, subjectId, placementId, contactId, personId, dutyId } = ids(
  'schoolId',
  'siteId',
  'providerId',
  'subjectId',
  'placementId',
  'contactId',
  'personId',
  'dutyId',
);
const on = '2026-11-16';
const at = (time: string) => `${on}T${time}:00.000Z`;
const about = { placementId, subjectId, schoolId, siteId, on, session: 'am' } as const;
const school: SchoolRow = {
  schoolId,
  name: 'Hollin Bank School',
  telephone: '01632 960101',
  attendanceMailbox: 'attendance@hollinbank.example',
  sessionTimes: [],
  terms: [],
  daysOff: [],
  roles: [],
};
const site: SiteRow = {
  siteId,
  providerId,
  name: 'Lower Barn',
  address: 'Greenacre Lane',
  telephone: '01632 960202',
  closures: [],
};
const pupil: PupilRow = {
  subjectId,
  schoolId,
  givenName: 'Callum',
  familyName: '<Dray>',
  bornOn: '2011-10-21',
  yearGroup: 10,
  statuses: {},
};
const plan: PlannedSession = {
  key: `${placementId}.${on}.am`,
  about,
  arriveAt: at('09:00'),
  beginsAt: at('08:50'),
  closed: null,
};
const searched: Found<SessionRow> = {
  ...about,
  rowId: plan.key,
  since: 1n,
  broken: false,
  notAccountedFor: true,
  searchId: dutyId,
  searchBecause: 'silence',
  searchOpenedAt: at('09:30'),
  duties: [],
};
const facts = (more: Partial<BoardFacts> = {}): BoardFacts => ({
  school,
  on,
  now: at('09:40'),
  rows: [],
  planned: [plan],
  leads: new Map(),
  pupils: new Map([[subjectId, pupil]]),
  sites: new Map([[siteId, site]]),
  providers: new Map([[providerId, { providerId, name: 'Greenacre Farm' }]]),
  people: new Map(),
  contacts: new Map(),
  unwatched: nobody,
  ...more,
});
const reader = { personId, maySearch: true, mayMark: true, at: null };
const frame = {
  css: '/a.css',
  js: '/a.js',
  icon: '/a.svg',
  accessibility: '/accessibility',
  navigation: [],
  notices: [],
};

/** What the board says; it is checked on the way. */
function says(more: Partial<BoardFacts>, who: Partial<Parameters<typeof boardPage>[1]> = {}): string {
  const html = new Views().render('today/board', { page: boardPage(facts(more), { ...reader, ...who }), frame });
  expect(htmlFaults(html)).toEqual([]);
  return textOf(html);
}

describe('the board', () => {
  it('places names as text, whatever they are', () => {
    const html = new Views().render('today/board', { page: boardPage(facts(), reader), frame });
    expect(html).toContain('Callum &lt;Dray&gt;');
    expect(html).not.toContain('<Dray>');
  });

  it('counts a pupil once, though two sessions are searched for', () => {
    const pm: Found<SessionRow> = { ...searched, session: 'pm', rowId: `${placementId}.${on}.pm` };
    expect(says({ rows: [searched, pm] })).toMatch(/1 pupil not accounted for/);
  });

  it('keeps a search of an earlier day on the first screen', () => {
    const friday: Found<SessionRow> = { ...searched, on: '2026-11-13', rowId: `${placementId}.2026-11-13.am` };
    expect(says({ rows: [friday], planned: [] })).toMatch(
      /1 pupil not accounted for .*Still open Since Friday 13 November 2026/,
    );
  });

  it('names those whom a fault of ours keeps out of sight, with the number to ring', () => {
    const parked = { ...nobody, placements: new Set([placementId]) };
    expect(says({ unwatched: parked })).toMatch(
      /Not being watched: telephone .*Callum <Dray> , Lower Barn \(Greenacre Farm\): 01632 960202/,
    );
    expect(says({ rows: [{ ...searched, broken: true }] })).toContain('Not being watched: telephone');
    expect(says({})).not.toContain('Not being watched');
  });

  it('says of nobody watched that everybody has to be telephoned about', () => {
    expect(says({ unwatched: { ...nobody, everybody: true }, planned: [] })).toContain(
      'Waymark has fallen behind and is watching nobody',
    );
  });

  it('gives no number of a contact who must not be rung', () => {
    const contact: ContactRow = {
      contactId,
      subjectId,
      order: 1,
      name: 'Jo Dray',
      relation: 'father',
      telephone: '01632 960399',
      mayBeRung: false,
      mayBeTold: false,
    };
    const page = says({ rows: [searched], contacts: new Map([[subjectId, [contact]]]) });
    expect(page).toContain('Jo Dray, father (Must not be rung)');
    expect(page).not.toContain('960399');
    expect(says({ rows: [searched], contacts: new Map([[subjectId, [{ ...contact, mayBeRung: true }]]]) })).toContain(
      'Jo Dray, father: 01632 960399 (May be rung, not told)',
    );
    // Procedure: S14.16, X4
    const withheld = { ...contact, whereaboutsWithheld: true, language: 'Igbo', interpreterNeeded: true };
    expect(says({ rows: [searched], contacts: new Map([[subjectId, [withheld]]]) })).toContain(
      'Jo Dray, father (Must not be rung; must not learn where the pupil lives or is; needs an interpreter, Igbo)',
    );
  });

  it('shows what has been erased as erased', () => {
    const gone: PupilRow = { ...pupil, givenName: erased, familyName: erased, yearGroup: erased };
    const page = says({ rows: [{ ...searched, searchBecause: erased }], pupils: new Map([[subjectId, gone]]) });
    expect(page).toContain('Name erased');
    expect(page).toContain('The reason has been erased');
  });

  it('offers only what the reader may do', () => {
    const duty = { dutyId, kind: 'find-the-pupil', status: 'open', raisedAt: at('09:30'), dueAt: at('10:00') } as const;
    const rows = [{ ...searched, duties: [{ ...duty, late: false, steps: [] }] }];
    expect(says({ rows })).toMatch(/I am looking for this pupil .*Say where the pupil is .*Enter the marks of a call/);
    const page = says({ rows }, { maySearch: false, mayMark: false });
    expect(page).not.toMatch(/I am looking|Say where|Enter the marks/);
  });

  it('says when the pupil should have been found', () => {
    const duty = { dutyId, kind: 'find-the-pupil', status: 'open', raisedAt: at('09:00'), dueAt: at('09:30') } as const;
    expect(says({ rows: [{ ...searched, duties: [{ ...duty, late: false, steps: [] }] }] })).toContain(
      'Nobody has said that they are looking. They should have been found by 9:30am.',
    );
  });
});

import type { SearchCause, Session, Slot, Status } from '#domain';
import { erased, idFrom, type Instant } from '#event-sourcing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duties, type Duties } from './duties.js';
import { readEdition } from './editions.js';
import { keyOf, type DutyFacts, type PlacementFacts, type SessionFacts } from './facts.js';
import { londonInstant } from './london.js';
import type { AboutSession, Moment } from './moment.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';
import { SiteCalendar, type SiteFacts } from './site-calendar.js';

const edition = readEdition(readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
const monday = '2026-11-23';
const times = { am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } };
const slot = (weekday: Slot['weekday'], session: Session, arriveAt: string): Slot => ({
  weekday,
  session,
  arriveAt,
  leaveAt: session === 'am' ? '12:00' : '15:00',
});
const placementId = idFrom('placement');
const no = new Map<Status, 'no'>(
  (['looked-after', 'child-protection', 'child-in-need', 'known-risk'] as const).map((each) => [each, 'no']),
);
const placement: PlacementFacts = {
  placementId,
  subjectId: idFrom('pupil'),
  schoolId: idFrom('school'),
  siteId: idFrom('site'),
  from: monday,
  weeks: [{ from: '2026-11-02', slots: [slot(1, 'am', '09:00'), slot(1, 'pm', '13:15'), slot(3, 'am', '09:00')] }],
  statuses: no,
  sessions: new Map(),
};
const school = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', ...times }],
  terms: [{ from: '2026-11-02', to: '2026-12-18' }],
  daysOff: [],
});
const at = (time: string, on = monday): Instant => londonInstant(on, time);

type Given = { placement?: Partial<PlacementFacts>; am?: SessionFacts; closures?: SiteFacts['closures'] };
const due = (now: Instant, { placement: changed, am, closures = [] }: Given = {}): Duties => {
  const sessions = am ? new Map([[keyOf(monday, 'am'), am]]) : placement.sessions;
  return duties({ ...placement, sessions, ...changed }, () => edition, school, new SiteCalendar({ closures }), now);
};
/** A moment in a few words: what, of which duty, and how. */
const words = (moment: Moment<AboutSession>): string => {
  const head = `${moment.at.slice(11, 16)} ${moment.do}`;
  switch (moment.do) {
    case 'open-search':
      return `${head} ${moment.because}`;
    case 'raise':
      return `${head} ${moment.kind}${moment.late ? ' late' : ''}`;
    case 'step':
      return `${head} ${moment.rung.step}${moment.stale ? ' stale' : ''}${moment.sends ? '' : ' silent'}`;
    case 'withdraw':
      return `${head} ${moment.kind} ${moment.because}`;
    case 'miss':
    case 'meet':
      return `${head} ${moment.kind}`;
  }
};
const list = (found: Duties): string[] => found.due.map(words);

const check = (changed: Partial<DutyFacts> = {}): DutyFacts => ({
  status: 'open',
  raisedAt: at('09:00'),
  dueAt: at('09:30'),
  missedAt: at('12:00'),
  steps: ['request'],
  told: [],
  failedLetters: [],
  taken: false,
  ...changed,
});
const search = (because: SearchCause | typeof erased, opened = '09:30'): NonNullable<SessionFacts['search']> => ({
  placementId,
  because,
  openedAt: at(opened),
});
const find = (changed: Partial<DutyFacts> = {}): DutyFacts => ({
  ...check({ raisedAt: at('09:30'), dueAt: at('10:00'), steps: [], missedAt: undefined }),
  ...changed,
});
const asked = { duties: { 'attendance-check': check() } };
const silent = ['request', 'unconfirmed', 'tell-attendance-lead'];

describe('a session that is planned', () => {
  it('wakes the clock when the pupil is expected, and not before', () => {
    expect(due(at('08:59'))).toEqual({
      due: [],
      wakeAt: at('09:00'),
      open: [
        { on: monday, session: 'am' },
        { on: monday, session: 'pm' },
      ],
    });
  });

  it('is asked about when the pupil is expected', () => {
    const found = due(at('09:00'));
    expect(list(found)).toEqual(['09:00 raise attendance-check', '09:00 step request']);
    expect(found.due[0]).toMatchObject({ dueAt: at('09:30'), missedAt: at('12:00') });
    expect(found.wakeAt).toBe(at('09:30'));
  });

  it('is asked about in nobody’s holidays, at weekends or before the placement', () => {
    const between = { from: '2026-11-24', weeks: placement.weeks };
    expect(due(at('09:00'), { placement: between })).toMatchObject({ due: [], wakeAt: at('09:00', '2026-11-25') });
    const friday = due(at('16:00', '2026-12-18'), { placement: { from: '2026-12-18' } });
    expect(friday).toMatchObject({ due: [], wakeAt: null });
  });

  it('is chased and told of half an hour later, and then the clock looks to the next rung', () => {
    const found = due(at('09:30'), { am: asked });
    expect(list(found)).toEqual(['09:30 step unconfirmed', '09:30 step tell-attendance-lead']);
    expect(found.wakeAt).toBe(at('10:00'));
  });

  it.each([
    ['known', 'yes' as const],
    ['not known', 'unknown' as const],
  ])('is told of to the safeguarding lead as well when a risk is %s', (_, risk) => {
    const statuses = new Map([...no, ['known-risk' as const, risk]]);
    expect(list(due(at('09:30'), { am: asked, placement: { statuses } }))).toContain(
      '09:30 step tell-safeguarding-lead',
    );
  });

  it('takes a status that nobody ever noted for unknown', () => {
    const statuses = new Map([...no].slice(1));
    expect(list(due(at('09:30'), { am: asked, placement: { statuses } }))).toContain(
      '09:30 step tell-safeguarding-lead',
    );
  });

  it('climbs another half hour later, unless a named person has taken the check', () => {
    const open = { duties: { 'attendance-check': check({ steps: silent }) } };
    expect(list(due(at('10:00'), { am: open }))).toEqual(['10:00 step climb']);
    const taken = { duties: { 'attendance-check': check({ steps: silent, taken: true }) } };
    expect(due(at('10:00'), { am: taken }).due).toEqual([]);
  });

  it('does not climb when the search of that session has been taken, or has found the pupil', () => {
    const duty = { 'attendance-check': check({ steps: silent }) };
    const searched = { search: search('silence'), duties: { ...duty, 'find-the-pupil': find({ taken: true }) } };
    expect(due(at('10:00'), { am: searched }).due).toEqual([]);
    const accounted = { doneAt: at('09:50'), recordedAt: at('09:50') };
    const found = {
      search: { ...search('silence'), accounted },
      duties: { ...duty, 'find-the-pupil': find({ status: 'closed' }) },
    };
    expect(due(at('10:00'), { am: found }).due).toEqual([]);
  });

  it('is missed once its school’s session has ended, and not in its last moment', () => {
    const open = { duties: { 'attendance-check': check({ steps: [...silent, 'climb'] }) } };
    expect(due(at('12:00'), { am: open }).due).toEqual([]);
    const found = due('2026-11-23T12:00:00.001Z', { am: open });
    expect(list(found)).toEqual(['12:00 miss attendance-check']);
  });

  it('takes no step twice', () => {
    expect(due(at('09:30'), { am: { duties: { 'attendance-check': check({ steps: silent }) } } }).due).toEqual([]);
  });
});

describe('an answer', () => {
  const answer = (done: string, recorded = done) => ({ doneAt: at(done), recordedAt: at(recorded) });

  it('that comes before anybody asks leaves nothing to ask', () => {
    const found = due(at('09:01'), { am: { answer: answer('08:45'), duties: {} } });
    expect(found).toMatchObject({ due: [], wakeAt: at('13:15') });
    expect(found.open).toEqual([{ on: monday, session: 'pm' }]);
  });

  it('that came after the question was due meets it, however late the clock is', () => {
    expect(list(due(at('11:00'), { am: { answer: answer('09:10'), duties: {} } }))).toEqual([
      '09:00 raise attendance-check late',
      '09:10 meet attendance-check',
    ]);
  });

  it('meets an open check, and ends its ladder', () => {
    expect(
      list(due(at('09:30'), { am: { answer: answer('09:20'), duties: { 'attendance-check': check() } } })),
    ).toEqual(['09:20 meet attendance-check']);
  });

  it('in time that we hear of too late shows that it was done on time', () => {
    const found = due(at('13:00'), { am: { answer: answer('11:50', '12:30'), duties: asked.duties } });
    expect(list(found)).toEqual(['12:00 miss attendance-check', '12:30 meet attendance-check']);
  });

  it('after the end of the session leaves the check missed', () => {
    const late = { answer: answer('12:30'), duties: asked.duties };
    expect(list(due(at('13:00'), { am: late }))).toEqual(['12:00 miss attendance-check']);
    const missed = { answer: answer('12:30'), duties: { 'attendance-check': check({ status: 'missed' }) } };
    expect(due(at('13:00'), { am: missed })).toMatchObject({ due: [], open: [{ on: monday, session: 'pm' }] });
  });

  it('leaves a closed check alone', () => {
    const closed = { answer: answer('09:10'), duties: { 'attendance-check': check({ status: 'closed' }) } };
    expect(due(at('10:00'), { am: closed }).due).toEqual([]);
  });
});

describe('a clock that lagged', () => {
  it('raises what fell due and marks it late, and sends the last letter to each audience alone', () => {
    expect(list(due(at('10:05')))).toEqual([
      '09:00 raise attendance-check late',
      '09:00 step request stale silent',
      '09:30 step unconfirmed',
      '09:30 step tell-attendance-lead',
      '10:00 step climb',
    ]);
  });

  it('is not late within five minutes', () => {
    expect(list(due(at('09:05')))[0]).toBe('09:00 raise attendance-check');
    expect(list(due('2026-11-23T09:05:00.001Z'))[0]).toBe('09:00 raise attendance-check late');
  });

  it('writes to no provider after the session, and still opens the search', () => {
    expect(list(due(at('12:30'))).slice(0, 5)).toEqual([
      '09:00 raise attendance-check late',
      '09:00 step request stale silent',
      '09:30 step unconfirmed silent',
      '09:30 step tell-attendance-lead',
      '10:00 step climb',
    ]);
  });

  it('writes to nobody about a check of yesterday, and opens no search for it', () => {
    expect(list(due(at('00:00', '2026-11-24'))).slice(0, 6)).toEqual([
      '09:00 raise attendance-check late',
      '09:00 step request stale silent',
      '09:30 step unconfirmed stale silent',
      '09:30 step tell-attendance-lead stale silent',
      '10:00 step climb stale silent',
      '12:00 miss attendance-check',
    ]);
  });

  it('never leaves a search of yesterday unsaid', () => {
    const found = due(at('08:00', '2026-11-24'), {
      am: { search: search('absence'), duties: { 'attendance-check': check({ status: 'closed' }) } },
      placement: { weeks: [{ from: monday, slots: [slot(1, 'am', '09:00')] }] },
    });
    expect(list(found)).toEqual([
      '09:30 raise find-the-pupil late',
      '09:30 step tell-attendance-lead',
      '10:00 step tell-safeguarding-lead',
      '10:30 step climb',
    ]);
    expect(found.open).toEqual([{ on: monday, session: 'am' }]);
  });
});

describe('a search', () => {
  const closed = { 'attendance-check': check({ status: 'closed' }) };

  it('is raised when it is opened, and tells the attendance lead of an absence at once', () => {
    const found = due(at('09:30'), { am: { search: search('absence'), duties: closed } });
    expect(list(found)).toEqual(['09:30 raise find-the-pupil', '09:30 step tell-attendance-lead']);
    expect(found.wakeAt).toBe(at('10:00'));
    expect(found.due[0]).toMatchObject({ dueAt: at('10:00'), missedAt: undefined });
  });

  it('after silence tells nobody until it climbs: the check has told them', () => {
    const am = { search: search('silence'), duties: { ...closed, 'find-the-pupil': find() } };
    expect(due(at('10:29'), { am })).toMatchObject({ due: [], wakeAt: at('10:30') });
    expect(list(due(at('10:30'), { am }))).toEqual(['10:30 step climb']);
  });

  it('tells everybody when nobody can say any more why it was opened', () => {
    const am = { search: search(erased), duties: { ...closed, 'find-the-pupil': find() } };
    expect(list(due(at('10:30'), { am }))).toEqual([
      '09:30 step tell-attendance-lead',
      '10:00 step tell-safeguarding-lead',
      '10:30 step climb',
    ]);
  });

  it('climbs no further once a named person has taken it, and stays open', () => {
    const taken = find({ steps: ['tell-attendance-lead'], taken: true });
    const am = { search: search('absence'), duties: { ...closed, 'find-the-pupil': taken } };
    expect(due(at('11:00'), { am })).toMatchObject({
      due: [],
      open: [
        { on: monday, session: 'am' },
        { on: monday, session: 'pm' },
      ],
    });
  });

  it('ends with the pupil accounted for, and with nothing else', () => {
    const accounted = { doneAt: at('09:45'), recordedAt: at('09:45') };
    const am = { search: { ...search('absence'), accounted }, duties: { ...closed, 'find-the-pupil': find() } };
    expect(list(due(at('10:30'), { am }))).toEqual(['09:45 meet find-the-pupil']);
    const ended = { search: search('absence'), duties: { ...closed, 'find-the-pupil': find() } };
    expect(list(due(at('10:30'), { am: ended, placement: { until: '2026-11-20' } }))).toContain('10:30 step climb');
  });

  it('opened and ended before the clock came by was owed all the same', () => {
    const accounted = { doneAt: at('09:31'), recordedAt: at('09:31') };
    const am = { search: { ...search('absence'), accounted }, duties: closed };
    expect(list(due(at('09:32'), { am }))).toEqual(['09:30 raise find-the-pupil', '09:31 meet find-the-pupil']);
  });

  it('opened on the eve begins when the pupil is expected', () => {
    const eve = { ...search('absence'), openedAt: at('16:00', '2026-11-20') };
    const answer = { doneAt: at('16:00', '2026-11-20'), recordedAt: at('16:00', '2026-11-20') };
    const am = { answer, search: eve, duties: {} };
    expect(due(at('16:01', '2026-11-20'), { am })).toMatchObject({ due: [], wakeAt: at('09:00') });
    expect(list(due(at('09:00'), { am }))).toEqual(['09:00 raise find-the-pupil', '09:00 step tell-attendance-lead']);
  });

  it('opened on the eve of a session that is then not planned has nobody missing', () => {
    const eve = { ...search('absence'), openedAt: at('16:00', '2026-11-20') };
    const placement = { weeks: [{ from: monday, slots: [slot(2, 'am', '09:00')] }] };
    expect(due(at('09:00'), { am: { search: eve, duties: {} }, placement })).toMatchObject({ due: [], open: [] });
    // What had begun before the week was changed goes on.
    const begun = { search: eve, duties: { 'find-the-pupil': find() } };
    expect(list(due(at('10:30'), { am: begun, placement }))).toContain('10:30 step climb');
  });

  it('of the pupil’s other placement is that one’s to pursue', () => {
    const other = { ...search('absence'), placementId: idFrom('another') };
    expect(due(at('09:30'), { am: { search: other, duties: closed } }).due).toEqual([]);
  });
});

describe('a provider that is closed', () => {
  const closures = [{ on: monday, since: at('15:00', '2026-11-20') }];

  it('is not asked, and its pupils are looked for from their arrival on', () => {
    expect(due(at('08:00'), { closures })).toMatchObject({ due: [], wakeAt: at('09:00') });
    expect(list(due(at('09:00'), { closures }))).toEqual(['09:00 open-search closure']);
  });

  it('in the middle of a session withdraws the question, and the search begins when we were told', () => {
    const burst = [{ on: monday, session: 'am' as const, since: at('09:25') }];
    expect(list(due(at('09:25'), { closures: burst, am: asked }))).toEqual([
      '09:25 withdraw attendance-check provider-closed',
      '09:25 open-search closure',
    ]);
  });

  it('has nobody looked for who is known to be there or looked for already', () => {
    const answer = { doneAt: at('08:50'), recordedAt: at('08:50') };
    expect(due(at('09:00'), { closures, am: { answer, duties: {} } }).due).toEqual([]);
    const am = {
      search: search('closure', '09:00'),
      duties: { 'find-the-pupil': find({ steps: ['tell-attendance-lead'] }) },
    };
    expect(due(at('09:10'), { closures, am }).due).toEqual([]);
  });

  it('told when the session is over has owed its answer', () => {
    const told = [{ on: monday, session: 'am' as const, since: at('12:00') }];
    const open = { duties: { 'attendance-check': check({ steps: [...silent, 'climb'] }) } };
    expect(list(due(at('12:01'), { closures: told, am: open }))).toEqual(['12:00 miss attendance-check']);
  });

  it('has nobody looked for when the day is over', () => {
    expect(due(at('00:00', '2026-11-24'), { closures })).toMatchObject({ due: [], open: [] });
  });

  it('that opens after all is asked again, without a second request', () => {
    const am = { duties: { 'attendance-check': check({ status: 'withdrawn' }) } };
    expect(list(due(at('09:04'), { am }))).toEqual(['09:00 raise attendance-check']);
  });
});

describe('a duty that is no longer owed', () => {
  const withdrawn = (given: Given) => list(due(at('09:10'), { am: asked, ...given }));

  it('is withdrawn when the placement ended before', () => {
    expect(withdrawn({ placement: { until: '2026-11-20' } })).toEqual([
      '09:10 withdraw attendance-check placement-ended',
    ]);
  });
  it('is owed on the placement’s last day', () => {
    expect(withdrawn({ placement: { until: monday } })).toEqual([]);
  });
  it('is withdrawn when the week has no such slot any more', () => {
    const weeks = [...placement.weeks, { from: monday, since: at('09:05'), slots: [slot(1, 'pm', '13:15')] }];
    expect(withdrawn({ placement: { weeks } })).toEqual(['09:10 withdraw attendance-check week-changed']);
  });
  it('is withdrawn while the placement is suspended, and asked again from when the pupil goes there again', () => {
    const suspended = { from: monday, since: at('09:05') };
    expect(withdrawn({ placement: { suspensions: [suspended] } })).toEqual([
      '09:10 withdraw attendance-check placement-suspended',
    ]);
    const resumed = { ...suspended, from: '2026-11-16', since: at('09:00', '2026-11-16'), until: monday };
    expect(withdrawn({ placement: { suspensions: [{ ...resumed, resumedAt: at('08:00') }] } })).toEqual([]);
  });
  it('stays owed where a suspension was told when the session was over, and its end tells of no session before', () => {
    const late = { from: monday, since: at('12:30') };
    const am = { ...asked, answer: undefined };
    expect(list(due(at('13:00'), { am, placement: { suspensions: [late] } }))).not.toContain(
      '13:00 withdraw attendance-check placement-suspended',
    );
    const ended = { from: '2026-11-16', since: at('09:00', '2026-11-16'), until: monday, resumedAt: at('12:30') };
    const raised = list(due(at('14:00'), { placement: { suspensions: [ended] } })).filter((each) =>
      each.includes('raise'),
    );
    expect(raised.filter((each) => each.startsWith('09:00'))).toEqual([]);
  });
  it('is withdrawn when the school is closed', () => {
    const snow = new SchoolCalendar({ sessionTimes: [], terms: [], daysOff: [] });
    const sessions = new Map([[keyOf(monday, 'am'), asked]]);
    const found = duties(
      { ...placement, sessions },
      () => edition,
      snow,
      new SiteCalendar({ closures: [] }),
      at('09:10'),
    );
    expect(list(found)).toEqual(['09:10 withdraw attendance-check school-closed']);
  });
  it('is met instead when the answer came all the same', () => {
    const answer = { doneAt: at('09:05'), recordedAt: at('09:05') };
    const am = { ...asked, answer };
    expect(withdrawn({ am, placement: { until: '2026-11-20' } })).toEqual(['09:10 meet attendance-check']);
  });
});

describe('what Waymark hears of late', () => {
  it('is not owed for a session that had ended when Waymark took the placement on', () => {
    const found = due(at('13:15'), { placement: { since: at('12:00') } });
    expect(list(found)).toEqual(['13:15 raise attendance-check', '13:15 step request']);
  });
  it('is not owed by a week that was planned when the session was over', () => {
    const weeks = [...placement.weeks, { from: monday, since: at('12:30'), slots: [slot(1, 'pm', '14:00')] }];
    expect(list(due(at('14:00'), { placement: { weeks } })).filter((each) => each.includes('raise'))).toEqual([
      '09:00 raise attendance-check late',
      '14:00 raise attendance-check',
    ]);
  });
});

describe('a session whose times are odd', () => {
  it('leaves the provider its half hour when the pupil arrives shortly before the end', () => {
    const weeks = [{ from: monday, slots: [slot(1, 'am', '11:45')] }];
    const found = due(at('11:45'), { placement: { weeks } });
    expect(found.due[0]).toMatchObject({ dueAt: at('12:15'), missedAt: at('12:15') });
  });
  it('ends when the pupil leaves, where the school has set no times', () => {
    const bare = new SchoolCalendar({ sessionTimes: [], terms: [{ from: monday, to: monday }], daysOff: [] });
    const found = duties(placement, () => edition, bare, new SiteCalendar({ closures: [] }), at('09:00'));
    expect(found.due[0]).toMatchObject({ do: 'raise', missedAt: at('12:00') });
  });
});

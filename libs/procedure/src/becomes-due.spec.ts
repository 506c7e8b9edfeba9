import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idFrom } from '#event-sourcing';
import { becomesDue } from './becomes-due.js';
import { readEdition } from './editions.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';

const text = readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8');
const from = readEdition(text);
const school = new SchoolCalendar({
  sessionTimes: [{ from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } }],
  terms: [{ from: '2026-11-02', to: '2026-12-18' }],
  daysOff: [],
});
const facts = {
  placementId: idFrom('placement'),
  subjectId: idFrom('pupil'),
  schoolId: idFrom('school'),
  siteId: idFrom('site'),
  from: '2026-11-09',
  weeks: [
    {
      from: '2026-11-09',
      slots: [{ weekday: 3 as const, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }],
    },
  ],
  statuses: new Map(),
};
const told = (now: string) => {
  const found = becomesDue(facts, { from, to: readEdition(now) }, school, '2026-11-23');
  const time = (at: string | null) => at?.slice(11, 16) ?? 'never';
  return found?.changed.map(({ kind, what, before, after }) => `${kind} ${what}: ${time(before)} to ${time(after)}`);
};

describe('what becomes due under another edition', () => {
  it('is nothing where it asks for the same, and is told by the next session after today', () => {
    expect(becomesDue(facts, { from, to: from }, school, '2026-11-23')).toEqual({
      about: { on: '2026-11-25', session: 'am' },
      changed: [],
    });
    expect(becomesDue(facts, { from, to: from }, school, '2026-11-25')?.about.on).toBe('2026-12-02');
  });

  it('is each time that moves, and what follows from it', () =>
    expect(told(text.replace('minutesAfterExpectedArrival: 30', 'minutesAfterExpectedArrival: 45'))).toEqual([
      'attendance-check due: 09:30 to 09:45',
      'attendance-check unconfirmed: 09:30 to 09:45',
      'attendance-check tell-attendance-lead: 09:30 to 09:45',
      'attendance-check tell-safeguarding-lead: 09:30 to 09:45',
      'attendance-check climb: 10:00 to 10:15',
      'find-the-pupil due: 10:00 to 10:15',
      'find-the-pupil climb: 10:30 to 10:45',
    ]));

  it('is what arises and what falls away', () => {
    const renamed = text.replace(
      '{ step: climb, minutesAfterDue: 30, letter: find',
      '{ step: head, minutesAfterDue: 20, letter: find',
    );
    expect(told(renamed)).toEqual(['find-the-pupil head: never to 10:20', 'find-the-pupil climb: 10:30 to never']);
  });

  it('is nothing that can be told where no session is planned any more', () =>
    expect(becomesDue({ ...facts, until: '2026-11-20' }, { from, to: from }, school, '2026-11-23')).toBeNull());
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { route } from '#domain';
import { readEdition } from './editions.js';
import { enoughForDay, evidenceFor, isSoEarly, missingFor, requiredFor, shapeOf } from './gates.js';
import { addDays } from './london.js';
import type { Edition } from './running.js';
import { SchoolCalendar } from './school-calendar.js';
import { shippedProcedures } from './shipped.js';
import { conditionName, type ConditionName } from './vocabulary.js';

const startOn = '2026-11-23';
const termOf = { sessionTimes: [], terms: [{ from: '2026-11-02', to: '2026-12-18' }] };
const calendar = new SchoolCalendar({ ...termOf, daysOff: [] });
const evidence = (pairs: Record<string, string>) => new Map(Object.entries(pairs));

describe('the gate of the start', () => {
  let edition: Edition;
  beforeAll(async () => {
    edition = readEdition(await readFile(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
  });

  /** What the start of a pupil asks for of whom nothing is so but this, by its names. */
  const asked = (...so: readonly ConditionName[]) =>
    requiredFor(
      edition,
      'start',
      new Map(conditionName.options.map((each) => [each, so.includes(each) ? 'yes' : 'no'])),
    )
      .map(evidenceFor)
      .toSorted();
  const always = [
    'agreement-meeting-held',
    'agreement-signed-by-school',
    'aims-set',
    'arrangements-agreed',
    'attendance-intervention-manager-at-meeting',
    'briefing-acknowledged',
    'pre-admission-checks',
    'senior-leader-at-meeting',
    'site-visited',
    'suitability-judged',
  ];
  const agreed = [...always, 'agreement-signed', 'parent-at-meeting'];
  const more = (...others: readonly string[]) => [...agreed, ...others].toSorted();

  // Procedure: S3.3, S4.3, S6.2, S6.3, S6.4, S6.5, S6.6, S6.7, S6.8, S9.1, S16.5, S16.8, S17.1, S17.2, S17.3, S23.27
  // Procedure: S8.14, S8.21, S13.6, S13.9, X7
  it('asks of everybody for checks, aims, judgement, meeting, visit, who signed, and that the provider knows', () =>
    expect(asked()).toEqual(more()));

  // Procedure: S16.1, S16.2, X9
  it('asks of a direction for the notice in place of the parents’ signature, and for all else as well', () => {
    const directed = [...always, 'notice-served', 'parent-at-meeting-or-sought'].toSorted();
    expect(asked('directed')).toEqual(directed);
    expect(asked('directed', 'ehc-plan')).toEqual(expect.arrayContaining(['notice-served-on-local-authority']));
  });

  // Procedure: S1.7
  it('asks of a suspension for a notice, and of what rests on another body for its written confirmation', () => {
    const ofOthers = [...always, 'parent-at-meeting-or-sought'];
    expect(asked('suspension')).toEqual([...ofOthers, 'notice-served'].toSorted());
    expect(asked('local-authority')).toEqual([...ofOthers, 'route-confirmed'].toSorted());
    expect(asked('dual-registered')).toEqual(more('route-confirmed'));
    expect(asked('within-trust')).toEqual(more('route-confirmed'));
  });

  // Procedure: S7.1, S16.9, S16.10
  it('asks with an education, health and care plan for those who look after it, and the exceptional reason', () =>
    expect(asked('ehc-plan')).toEqual(
      more(
        'agreement-signed-by-sen-caseworker',
        'exceptional-reason',
        'sen-officer-consulted',
        'special-needs-coordinator-consulted',
      ),
    ));

  // Procedure: S7.2, S16.11, S16.12
  it('asks for a looked-after pupil for those who care, and the reason', () =>
    expect(asked('looked-after')).toEqual(
      more(
        'agreement-signed-by-social-worker',
        'agreement-signed-by-virtual-school',
        'designated-teacher-consulted',
        'limited-circumstances-reason',
        'social-worker-consulted',
        'virtual-school-consulted',
      ),
    ));

  // Procedure: S7.3, S7.4, S7.5, S16.11, X3
  it('asks with a plan of protection or need for the social worker and the agencies', () => {
    const consulted = more('agreement-signed-by-social-worker', 'other-agency-consulted', 'social-worker-consulted');
    expect(asked('child-protection')).toEqual(consulted);
    expect(asked('child-in-need')).toEqual(consulted);
  });

  // Procedure: S13.10, S13.11, S13.12
  it('asks of a part-time pupil for the plan of the whole week, and of no other', () => {
    expect(asked('part-time')).toEqual(more('whole-week-planned'));
    expect(asked()).not.toContain('whole-week-planned');
  });

  // Procedure: S7.6, X2
  it('asks for the core group of a part-time pupil with such a plan, and of no other', () => {
    expect(asked('part-time')).not.toContain('core-group-held');
    expect(asked('part-time', 'child-protection')).toContain('child-protection-core-group-held');
    expect(asked('part-time', 'child-in-need')).toContain('core-group-held');
  });

  it('asks for the same in the edition of September 2026', async () => {
    const later = await readFile(join(shippedProcedures(), 'off-site-education.2026-09.yaml'), 'utf8');
    expect(readEdition(later).gates).toEqual(edition.gates);
  });

  const nothingSo = new Map(conditionName.options.map((each) => [each, 'no'] as const));
  const missing = (gathered: Record<string, string>) =>
    missingFor(edition, 'start', { evidence: evidence(gathered), startOn, calendar, conditions: nothingSo });

  it('opens when everything is there', () =>
    expect(missing(Object.fromEntries(agreed.map((each) => [each, '2026-11-12'])))).toEqual([]));

  it('names all that is missing at once, in words', () => {
    const { 'site-visited': _, ...gathered } = Object.fromEntries(agreed.map((each) => [each, '2026-11-12']));
    expect(missing(gathered)).toEqual([{ evidence: 'site-visited', words: 'a visit to the site' }]);
    expect(
      missing({})
        .map((each) => each.evidence)
        .toSorted(),
    ).toEqual(agreed.toSorted());
  });

  it('takes what is signed on the morning itself for too late', () => {
    const gathered = Object.fromEntries(agreed.map((each) => [each, '2026-11-12']));
    expect(missing({ ...gathered, 'agreement-signed': startOn })).toEqual([
      {
        evidence: 'agreement-signed',
        words: 'the signed agreement, before 2026-11-23: it is of 2026-11-23',
        before: '2026-11-23',
      },
    ]);
  });

  it('asks on what is known of the pupil, and on what is not known as well', () => {
    const careful: Edition = {
      ...edition,
      gates: new Map([
        [
          'start',
          [
            {
              when: 'looked-after' as const,
              require: [{ evidence: 'virtual-school-consulted' as const }],
              otherwise: [{ evidence: 'site-visited' as const }],
            },
          ],
        ],
      ]),
    };
    const asked = (value?: 'yes' | 'no' | 'unknown') =>
      requiredFor(careful, 'start', value && new Map([['looked-after' as const, value]])).map(
        ({ evidence }) => evidence,
      );
    expect(asked('yes')).toEqual(['virtual-school-consulted']);
    expect(asked('unknown')).toEqual(['virtual-school-consulted']);
    expect(asked()).toEqual(['virtual-school-consulted']);
    expect(asked('no')).toEqual(['site-visited']);
  });

  it('is open where an edition has none', () => {
    expect(missingFor(edition, 'agreement', { evidence: evidence({}), startOn, calendar })).toEqual([]);
  });
});

/** An edition that asks for what the shipped one does not. */
const whole = readEdition(`
id: off-site-education
edition: 2025-01
inForceFrom: 2025-01-06
title: A whole procedure
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks: []
gates:
  start:
    - require: [agreement-meeting-held]
    - when: { any: [child-protection, child-in-need] }
      require: { social-worker-consulted: { before: agreement-meeting } }
    - when: directed
      require: { notice-served: { schoolDaysBefore: 2 } }
      otherwise: { agreement-signed-by: parent }
duties: {}
`);
type Conditions = Parameters<typeof requiredFor>[2];
const conditions = (known: Readonly<Record<string, 'yes' | 'no' | 'unknown'>>): Conditions =>
  new Map(Object.entries({ 'child-protection': 'no', 'child-in-need': 'no', ...known })) as unknown as Conditions;
const missing = (
  found: Readonly<Record<string, string>>,
  known: Readonly<Record<string, 'yes' | 'no' | 'unknown'>>,
  more: Partial<Parameters<typeof missingFor>[2]> = {},
) =>
  missingFor(whole, 'start', { evidence: evidence(found), startOn, calendar, conditions: conditions(known), ...more });

describe('a consultation that has to come before the meeting', () => {
  const directed = { directed: 'no' } as const;
  const signed = { 'agreement-signed-by-parent': '2026-11-12', 'agreement-meeting-held': '2026-11-12' };

  // Procedure: S7.5, X3
  it('is on an earlier day, and on the day itself it is too late', () => {
    const known = { ...directed, 'child-protection': 'yes' } as const;
    expect(missing({ ...signed, 'social-worker-consulted': '2026-11-11' }, known)).toEqual([]);
    expect(missing({ ...signed, 'social-worker-consulted': '2026-11-12' }, known)).toEqual([
      expect.objectContaining({ evidence: 'social-worker-consulted', before: '2026-11-12' }),
    ]);
    expect(missing(signed, known)).toEqual([
      { evidence: 'social-worker-consulted', words: 'the social worker’s view' },
    ]);
  });
  it('is before no meeting as long as there was none', () => {
    const { 'agreement-meeting-held': _, ...others } = signed;
    const found = missing(
      { ...others, 'social-worker-consulted': '2026-11-11' },
      { ...directed, 'child-in-need': 'unknown' },
    );
    expect(found.map((each) => each.evidence)).toEqual(['agreement-meeting-held']);
  });
});

describe('the route of a placement', () => {
  const met = { 'agreement-meeting-held': '2026-11-12' };

  // Procedure: S16.1, S16.5
  it('asks an agreed one for a parent’s signature, and a directed one for a notice', () => {
    const names = (route: 'agreed' | 'directed') =>
      missing(met, Object.fromEntries(shapeOf({ route, weeks: [] }, startOn))).map((each) => each.evidence);
    expect(names('agreed')).toEqual(['agreement-signed-by-parent']);
    expect(names('directed')).toEqual(['notice-served']);
  });
  it('is one condition and none of the others', () => {
    for (const each of route.options) {
      const held = shapeOf({ route: each, weeks: [] }, startOn).filter(([, is]) => is === 'yes');
      expect(held.map(([name]) => name)).toEqual(each === 'agreed' ? [] : [each]);
    }
  });
  // Procedure: X9
  it('has a notice two school days before, counted by the school’s own days', () => {
    const tuesday = { startOn: '2026-11-24' };
    const served = { ...met, 'notice-served': '2026-11-20' };
    expect(missing(served, { directed: 'yes' }, tuesday)).toEqual([]);
    const inset = new SchoolCalendar({ ...termOf, daysOff: [{ on: '2026-11-23' }] });
    expect(missing(served, { directed: 'yes' }, { ...tuesday, calendar: inset })).toEqual([
      {
        evidence: 'notice-served',
        words:
          'the written notice of the direction, served on a parent or the pupil, at least 2 school days before 2026-11-24: it is of 2026-11-20',
        enoughFor: '2026-11-25',
      },
    ]);
  });
});

// Procedure: S7.6
describe('a part-time week', () => {
  const slots = [{ weekday: 1, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }];
  const full = [1, 2, 3, 4, 5].flatMap((weekday) =>
    (['am', 'pm'] as const).map((session) => ({ weekday, session, arriveAt: '09:00', leaveAt: '12:00' })),
  );
  const partTime = (week: object) =>
    new Map(shapeOf({ weeks: [{ from: '2026-11-23', slots, ...week }] }, startOn)).get('part-time');

  it('has fewer than ten sessions, and the rest is not taught', () => {
    expect(partTime({ restOfWeek: 'not-taught' })).toBe('yes');
    expect(partTime({ restOfWeek: 'taught' })).toBe('no');
    expect(partTime({ slots: full, restOfWeek: 'not-taught' })).toBe('no');
  });
  it('is not known as long as nobody says what becomes of the rest', () => expect(partTime({})).toBe('unknown'));

  // Procedure: S13.10
  it('is what the plan of the whole week says, where there is one', () => {
    const placement = { weeks: [{ from: '2026-11-23', slots, restOfWeek: 'taught' as const }] };
    for (const each of ['yes', 'no', 'unknown'] as const) {
      expect(new Map(shapeOf(placement, startOn, each)).get('part-time')).toBe(each);
    }
  });
});

describe('days that are counted in school days', () => {
  const someDay = fc.integer({ min: 0, max: 50 }).map((days) => addDays('2026-10-28', days));

  // Procedure: X9
  it('are those that a slow count finds, and the first day that is offered is the first that passes', () => {
    fc.assert(
      fc.property(
        fc.array(someDay, { maxLength: 12 }),
        someDay,
        someDay,
        fc.integer({ min: 0, max: 5 }),
        (off, on, start, count) => {
          const school = new SchoolCalendar({ ...termOf, daysOff: off.map((each) => ({ on: each })) });
          const passes = (first: string) => {
            let met = 0;
            for (let each = on; each < first; each = addDays(each, 1)) if (school.isSchoolDay(each)) met += 1;
            return first >= on && met >= count;
          };
          expect(isSoEarly(school, on, start, count)).toBe(passes(start));
          let first: string | null = null;
          for (let each = on; each <= '2026-12-18' && first === null; each = addDays(each, 1)) {
            if (school.isSchoolDay(each) && passes(each)) first = each;
          }
          expect(enoughForDay(school, on, count)).toBe(first);
        },
      ),
      { numRuns: 300 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { inALine } from './editions.js';
import { readWritten } from './mistakes.js';
import { shippedProcedures } from './shipped.js';

const mistakesIn = (text: string): string[] => readWritten(text, () => 'hash').mistakes.map(inALine);

const wrong = `id: trial
edition: 2025-13th
inForceFrom: 2025-01-06
titel: A trial
review: { reviewedOn: [], nextReviewOn: soon }
citations:
  - { id: keeping-children-safe, title: Keeping children safe, edition: 2024 }
  - { id: attendance, title: Attendance, edition: '2024', certainty: sure }
checks:
  - { id: visitors, area: premises, scope: site, label: Visitors }
  - { id: prevent, area: policies, scope: site, label: Prevent, citation: keeping-children-save }
  - { id: transport, area: arrangements, scope: placement, label: Transport }
gates:
  start:
    - require: [pre-admission-checks, agreement-singed]
    - when: { any: [looked-after, child-protektion] }
      require: site-visited
    - require: agreement-signed-by
  agreemnt:
    - require: site-visited
duties:
  attendence-check:
    each: planned-session
    due: { minutesAfterExpectedArrival: 30 }
    metBy: provider-answer
    ladder:
      - { step: ask, at: due, leter: attendance-chase, to: headteacher }
  find-the-pupil:
    each: absence-or-silence
    due: { minutesAfterRaised: 30 }
    metBy: pupil-accounted-for
    ladder:
      - { step: tell, at: deu, letter: find-the-pupil, to: headteacher }
      - { step: tell-again, at: due, letter: find-the-pupil, to: provider-contact }
`;

describe('the mistakes of an edition', () => {
  // Procedure: S1.3
  it('are said all at once, also those that only show when others are passed over', () => {
    expect(mistakesIn(wrong)).toMatchInlineSnapshot(`
     [
       "line 2, column 10: edition is not an edition: write year and month, such as 2025-01",
       "line 4, column 1: titel is no word of this place: write one of id, edition, inForceFrom, title, review, citations, checks, assurance, agreement, directionReview, instruments, gates, duties. Did you mean title?",
       "line 5, column 41: review.nextReviewOn is not a day: write it as 2025-01-06",
       "line 7, column 73: citations.0.edition is not text: a number or a date is written in quotes",
       "line 8, column 70: citations.1.certainty is no word of this place: write one of seen, second-hand, unverified",
       "line 10, column 27: checks.0.area is no word of this place: write one of policies, safeguarding, attendance, site, arrangements",
       "line 11, column 75: checks.1.citation is no citation of this edition. Did you mean keeping-children-safe?",
       "line 12, column 49: checks.2.scope can't be run: this version has checks of a site alone, none of each placement",
       "line 15, column 39: gates.start.0.require.1 is not evidence: write one of pre-admission-checks, aims-set, suitability-judged, arrangements-agreed, agreement-meeting-held, senior-leader-at-meeting, attendance-intervention-manager-at-meeting, parent-at-meeting, parent-at-meeting-or-sought, agreement-signed, agreement-signed-by, notice-served, notice-served-on-local-authority, route-confirmed, registration-decided, site-visited, whole-week-planned, briefing-acknowledged, emergency-contacts-acknowledged, social-worker-consulted, virtual-school-consulted, designated-teacher-consulted, other-agency-consulted, limited-circumstances-reason, core-group-held, child-protection-core-group-held, sen-officer-consulted, special-needs-coordinator-consulted, exceptional-reason, or one of them with a limit. Did you mean agreement-signed?",
       "line 16, column 35: gates.start.1.when.any.1 is not a condition: write any, all or not, or one of looked-after, child-protection, child-in-need, ehc-plan, sen-support, known-risk, early-help, part-time, directed, suspension, local-authority, dual-registered, within-trust, absence, silence, closure. Did you mean child-protection?",
       "line 18, column 16: gates.start.2.require can't be run: this version has no signature but that of somebody named",
       "line 19, column 3: gates.agreemnt is no word of this place: write one of proposal, agreement, start. Did you mean agreement?",
       "line 19, column 3: gates.agreement can't be run: this version has no gate but that of the start",
       "line 22, column 3: duties.attendence-check can't be run: this version has no duty called attendence-check, only attendance-check, find-the-pupil, placement-gap, weekly-liaison, welfare-check and monitoring-visit. Did you mean attendance-check?",
       "line 27, column 31: duties.attendence-check.ladder.0.leter is no word of this place: write one of step, at, minutesAfterExpectedArrival, minutesAfterRaised, minutesAfterDue, schoolDaysBeforeDue, schoolDaysAfterDue, when, record, letter, to, until, together. Did you mean letter?",
       "line 29, column 5: duties.find-the-pupil.waivable can't be run: this version has no waiver of a search",
       "line 33, column 27: duties.find-the-pupil.ladder.0.at is no word of this place: write one of raised, expected-arrival, due. Did you mean due?",
       "line 34, column 66: duties.find-the-pupil.ladder.1.to can't be run: this version has nobody at the provider who is told of find-the-pupil",
     ]
    `);
  });

  it('are none where only the layout is unusual', () => {
    const text = readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8');
    expect(mistakesIn(text)).toEqual([]);
    expect(mistakesIn(JSON.stringify(parseDocument(text).toJS()))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a list', '- id: trial\n'],
    ['a sentence', 'Our procedure is in the cupboard.'],
    ['an alias of nothing', 'id: *nobody\n'],
  ])('are said of a file that holds %s', (_, text) => expect(mistakesIn(text)).not.toEqual([]));

  it('are found wherever a word of the shipped edition is written wrongly', () => {
    const text = readFileSync(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8');
    const words: { line: number; range: readonly [number, number] }[] = [];
    visit(parseDocument(text), {
      Pair: (_, { key }) => {
        if (isScalar(key) && key.range)
          words.push({ line: lineOf(text, key.range[0]), range: [key.range[0], key.range[1]] });
      },
    });
    fc.assert(
      fc.property(fc.constantFrom(...words), ({ line, range: [from, to] }) => {
        const slipped = `${text.slice(0, from)}xyzzy${text.slice(to)}`;
        expect(readWritten(slipped, () => 'hash').mistakes).toContainEqual(expect.objectContaining({ line }));
      }),
      { numRuns: 60 },
    );
  });

  it('keep their places in a list from which others were taken out', () => {
    const scopes = ['sight', 'placement', 'cite', 'placement'];
    const checks = scopes.map(
      (scope, index) => `  - { id: ${'abcd'[index]}, area: site, scope: ${scope}, label: One }`,
    );
    const text = wrong.replace(/checks:\n[^]*gates:/, `checks:\n${checks.join('\n')}\ngates:`);
    const found = mistakesIn(text).filter((each) => each.includes(' checks.'));
    expect(found.map((each) => /checks\.\d/.exec(each)?.[0])).toEqual(['checks.0', 'checks.1', 'checks.2', 'checks.3']);
  });

  it('are mended by what is suggested', () => {
    const document = parseDocument(wrong);
    expect(isMap(document.contents)).toBe(true);
    const guesses = mistakesIn(wrong).flatMap((each) => /Did you mean (\S+)\?$/.exec(each)?.[1] ?? []);
    expect(guesses).toEqual([
      'title',
      'keeping-children-safe',
      'agreement-signed',
      'child-protection',
      'agreement',
      'attendance-check',
      'letter',
      'due',
    ]);
  });
});

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

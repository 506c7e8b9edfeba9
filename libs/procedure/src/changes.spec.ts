import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isScalar, parseDocument, visit } from 'yaml';
import { canonical } from '#event-sourcing';
import { changes } from './changes.js';
import { readEdition } from './editions.js';
import { readWritten } from './mistakes.js';
import type { Edition } from './running.js';
import { shippedProcedures } from './shipped.js';

const textOf = (edition: string): string =>
  readFileSync(join(shippedProcedures(), `off-site-education.${edition}.yaml`), 'utf8');
const text = textOf('2025-01');
const shipped = readEdition(text);
/** What changes when something in the shipped edition is written otherwise. */
const when = (was: string, is: string): string[] => {
  expect(text).toContain(was);
  return changes(shipped, readEdition(text.replace(was, is))).map(({ sentence }) => sentence);
};
const whole = (edition: Edition): string => canonical({ ...edition, hash: '', gates: [...edition.gates] });

describe('what changes from an edition to another', () => {
  it('is nothing from one to itself, however it is laid out', () => {
    expect(changes(shipped, shipped)).toEqual([]);
    expect(changes(shipped, readEdition(JSON.stringify(parseDocument(text).toJS())))).toEqual([]);
  });

  // Procedure: S1.3, S8.15
  it('is told from the shipped edition of January 2025 to that of September 2026', () => {
    const told = changes(shipped, readEdition(textOf('2026-09'))).map(({ sentence }) => sentence);
    expect(told).toMatchInlineSnapshot(`
     [
       "Edition 2025-01 becomes 2026-09.",
       "It is in force from 1 September 2026 instead of 6 January 2025.",
       "It is to be reviewed by 1 September 2027 instead of 30 September 2025.",
       "It rests on Keeping children safe in education, 2026, in force from 1 September 2026 (not read yet) instead of Keeping children safe in education, 2024. What it says of alternative provision has not been read yet, and its paragraphs may have other numbers.",
       "It rests on Arranging alternative provision, statutory guidance, February 2025 (known from what others say of it) instead of Alternative provision, statutory guidance, 2013, updated 2016. Reviews at least every half-term, and telling the local authority of each placement, are known from local authorities’ accounts.",
       "It rests on Education for children with health needs who cannot attend school, statutory guidance, the one in force in September 2026 (not read yet) instead of Education for children with health needs who cannot attend school, statutory guidance, the one in force in January 2025 (not read yet).",
       "It now also rests on Inspection of state-funded schools, toolkit and operating guide, since 10 November 2025 (known from what others say of it). It replaces the handbook of January 2025, whose paragraphs 415 to 421 old packs still name.",
       "It now also rests on National standards for alternative provision that is not a school, voluntary, August 2025 (known from what others say of it).",
       "It rests on Working together to improve school attendance, July 2026 (known from what others say of it) instead of Working together to improve school attendance, in force from 19 August 2024. Numbers of paragraphs are those of this edition alone.",
       "What is said of The School Attendance (Pupil Registration) (England) Regulations, regulation 10, 2024 changes. It has no note any more.",
       "It no longer rests on Keeping children safe in education, as the letter to providers names it, 2023 (known from what others say of it).",
       "It no longer rests on School inspection handbook, January 2025.",
       "Before a pupil is admitted, there is another check: “Child protection policy follows Keeping children safe in education 2026” (policies).",
       "The check “Child protection policy names the local safeguarding partners’ procedures” (policies) now reads “Child protection policy follows the arrangements of the local safeguarding partners” (policies).",
       "The check “Written confirmation of the checks on everyone who works there” (safeguarding) is now asked for by Keeping children safe in education.",
       "The check “How attendance is tracked” (attendance) is now asked for by Working together to improve school attendance.",
       "The check “What is done when a child goes missing from education” (attendance) is now asked for by Keeping children safe in education.",
       "Before a pupil is admitted, there is no longer this check: “Child protection policy follows the guidance of this year” (policies).",
       "Written assurance is now asked for by Keeping children safe in education instead of Keeping children safe in education, as the letter to providers names it.",
       "No placement starts any more at a site of which written assurance is not accepted and up to date.",
       "Sites can now be evaluated by “Own view by the voluntary national standards”, version 1, as the provider sees itself, after “National standards for alternative provision that is not a school, voluntary”.",
     ]
    `);
  });

  it.each([
    [
      'a check that is reworded',
      ['Lockdown understood and practised', 'Lockdown practised twice a year'],
      'The check “Lockdown understood and practised” (site) now reads “Lockdown practised twice a year” (site).',
    ],
    [
      'a check that is gone',
      ['  - { id: online-safety, area: policies, scope: site, validForMonths: 12, label: Online safety policy }\n', ''],
      'Before a pupil is admitted, there is no longer this check: “Online safety policy” (policies).',
    ],
    [
      'what a start asks for, and when',
      [
        '        - agreement-signed: { before: start }\n',
        '        - agreement-signed: { before: start }\n    - when: { any: [looked-after, ehc-plan] }\n      require: { agreement-signed: { before: agreement } }\n',
      ],
      'To start, a placement now also needs: the signed agreement, before the agreement, if the pupil is looked after or the pupil has an education, health and care plan.',
    ],
    [
      'what a start no longer asks for',
      ['        - site-visited: { before: start }\n', ''],
      'To start, a placement no longer needs: a visit to the site, before the first day.',
    ],
    [
      'a limit that is gone',
      ['- site-visited: { before: start }', '- site-visited'],
      'To start, a placement now needs: a visit to the site. Until now: a visit to the site, before the first day.',
    ],
    [
      'when a duty is due',
      ['{ minutesAfterExpectedArrival: 30 }', '{ minutesAfterExpectedArrival: 15 }'],
      'The provider’s word whether a pupil came is due 15 minutes after the expected arrival instead of 30 minutes.',
    ],
    [
      'whom a step tells, and when',
      [
        'step: climb, minutesAfterDue: 30, letter: find-the-pupil, to: headteacher',
        'step: climb, minutesAfterDue: 10, letter: find-the-pupil, to: attendance-lead',
      ],
      'The search for a pupil: now, 10 minutes after it was due, the attendance lead gets the letter “find the pupil”, unless somebody has taken it on. Until now, 30 minutes after it was due, the headteacher gets the letter “find the pupil”, unless somebody has taken it on.',
    ],
    [
      'a step that is gone',
      ['      - { step: tell-head, schoolDaysAfterDue: 1, letter: gap-overdue, to: headteacher }\n', ''],
      'What was missing when a placement was found to have begun: no longer, 1 school day after the day on which it is due, the headteacher gets the letter “gap overdue”.',
    ],
    [
      'an answer that is needed to accept written assurance',
      ['label: There is a safeguarding policy, blocks: false', 'label: There is a safeguarding policy, blocks: true'],
      'A provider confirms of itself: “There is a safeguarding policy”, needed to accept it. Until now: “There is a safeguarding policy”.',
    ],
    [
      'what is no longer confirmed of an adult',
      ['    - { id: identity, label: Their identity was checked, blocks: true }\n', ''],
      'A provider is no longer asked to confirm of each adult: “Their identity was checked”, needed to accept it.',
    ],
    [
      'how long a check counts',
      [
        'scope: site, validForMonths: 12, label: Code of conduct for staff }',
        'scope: site, validForMonths: 6, label: Code of conduct for staff }',
      ],
      'The check “Code of conduct for staff” (policies) is now looked at again after 6 months.',
    ],
    [
      'a check that counts for good',
      [
        'scope: site, validForMonths: 12, label: Code of conduct for staff }',
        'scope: site, label: Code of conduct for staff }',
      ],
      'The check “Code of conduct for staff” (policies) now counts for good, once it is met.',
    ],
    [
      'how long written assurance counts',
      ['replyWithinSchoolDays: 10\n  validForMonths: 12', 'replyWithinSchoolDays: 10\n  validForMonths: 6'],
      'Written assurance is asked for again after 6 months instead of 12 months.',
    ],
    [
      'what written assurance is needed for',
      [
        'replyWithinSchoolDays: 10\n  validForMonths: 12',
        'replyWithinSchoolDays: 10\n  validForMonths: 12\n  neededToStart: true',
      ],
      'No placement starts any more at a site of which written assurance is not accepted and up to date.',
    ],
    [
      'how long a provider has to answer',
      ['replyWithinSchoolDays: 10', 'replyWithinSchoolDays: 5'],
      'A provider has 5 school days to give written assurance instead of 10 school days.',
    ],
    [
      'how sure a source is',
      ['    certainty: second-hand\n', ''],
      expect.stringMatching(
        /^It rests on Keeping children safe .* 2023 instead of .* 2023 \(known from what others say of it\)\./,
      ),
    ],
    [
      'a question of an instrument that is put otherwise',
      ['question: What is offered to every pupil beyond lessons?', 'question: Is there sport?'],
      '“Quality of education” now asks: “Beyond lessons”, Is there sport? (Programme of activities). Until now: “Beyond lessons”, What is offered to every pupil beyond lessons? (Programme of activities).',
    ],
    [
      'what can be ticked in a row that is gone',
      ['          - Drug support\n', ''],
      expect.stringMatching(/^“Progress” now asks: .*Youth offending team, Another agency\. Until now: .*Drug support/),
    ],
    [
      'another version of an instrument',
      ["    version: '1'\n    title: Progress", "    version: '2'\n    title: Progress"],
      'Sites are evaluated by “Progress”, version 2 instead of “Progress”, version 1.',
    ],
    [
      'what a parent signs',
      ["agreement:\n  version: '1'", "agreement:\n  version: '2'"],
      expect.stringMatching(
        /^A parent now signs version 2: “I have been told .*Until now: version 1: “I have been told/,
      ),
    ],
    [
      'how often a site is evaluated',
      ['    title: Progress\n    everyMonths: 12', '    title: Progress\n    everyMonths: 6'],
      'Sites are evaluated by “Progress” every 6 months instead of every 12 months.',
    ],
    [
      'an instrument that is another one',
      ['- id: personal-development', '- id: personal'],
      'Sites can now be evaluated by “Personal development”, version 1.',
      'Sites are no longer evaluated by “Personal development”, version 1; what was evaluated by it stays.',
    ],
    [
      'a duty that can’t be waived any more',
      ['    metBy: provider-answer\n', '    metBy: provider-answer\n    waivable: false\n'],
      'The provider’s word whether a pupil came can no longer be waived by a person with a reason.',
    ],
  ])('tells %s in a sentence', (_, [was, is], ...sentences) => {
    expect(when(was ?? '', is ?? '')).toEqual(sentences);
  });

  it('names what is only in another order', () => {
    const turned = { ...shipped, checks: shipped.checks.toReversed() };
    expect(changes(shipped, turned)).toEqual([
      { about: 'check', kind: 'changed', id: 'order', sentence: 'The checks stand in another order.' },
    ]);
  });

  it('names whatever is not the same, both ways', () => {
    const places: { range: readonly [number, number]; value: unknown }[] = [];
    visit(parseDocument(text), {
      Scalar: (key, { range, value }, path) => {
        if (key !== 'key' && range && !isScalar(path.at(-1))) places.push({ range: [range[0], range[1]], value });
      },
    });
    const otherwise = fc.constantFrom(
      '7',
      'true',
      'false',
      'start',
      'headteacher',
      'due',
      'raised',
      '2027-01-01',
      'Another',
    );
    let compared = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), otherwise, ({ range: [begin, end] }, word) => {
        const other = readWritten(text.slice(0, begin) + word + text.slice(end), () => 'hash');
        if (other.edition === null || other.mistakes.length > 0 || whole(other.edition) === whole(shipped)) return;
        compared += 1;
        expect(changes(shipped, other.edition)).not.toEqual([]);
        expect(changes(other.edition, shipped)).not.toEqual([]);
        expect(changes(other.edition, other.edition)).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});

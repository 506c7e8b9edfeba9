import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RungTime } from './duty-rules.js';
import { BadEdition, Editions, inALine, readEdition, readEditions } from './editions.js';
import type { Edition } from './running.js';
import { shippedProcedures } from './shipped.js';
import { writtenEdition, type Instrument } from './written.js';
import { parse } from 'yaml';

const file = 'off-site-education.2025-01.yaml';
const shipped = () => readFile(join(shippedProcedures(), file), 'utf8');
const problemsOf = (text: string): readonly string[] => {
  try {
    readEdition(text, 'trial.yaml');
  } catch (error) {
    if (error instanceof BadEdition) return error.mistakes.map(inALine);
    throw error;
  }
  return [];
};
const head = `id: trial
edition: 2025-01
inForceFrom: 2025-01-06
title: A trial
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks: []
`;
const trial = (rest: string): string => head + rest;
const duty = (rest: string): string => trial(`gates: {}\nduties:\n${rest}`);
const checkDuty = (rung: string, more = ''): string =>
  duty(`  attendance-check:
    each: planned-session
    due: { minutesAfterExpectedArrival: 30 }
    metBy: provider-answer
    missedAt: end-of-session
${more}    ladder:
      - ${rung}
`);

const rowsOf = (instrument: Instrument | undefined): string[] =>
  instrument
    ? [`${instrument.id} ${instrument.version}, ${instrument.title}`, ...instrument.rows.map(({ id }) => id)]
    : [];

describe('the editions that come with Waymark', () => {
  it('are all run by this version', async () => {
    const { all } = await readEditions(shippedProcedures());
    expect(all.map(({ id, edition }) => `${id}.${edition}`)).toEqual([
      'off-site-education.2025-01',
      'off-site-education.2026-09',
    ]);
  });

  // Procedure: S1.11, S3.1, S3.5, S3.6, S4.1, S8.1, S8.3, S8.15, S8.24, S23.3, S23.31
  it('cite what was in force in their time, so that an old placement is still judged by its own', async () => {
    const { all } = await readEditions(shippedProcedures());
    const cited = all.map(({ citations }) =>
      citations.map(({ id, edition, certainty }) => `${id}: ${edition}, ${certainty}`),
    );
    const directories = ['staffordshire-providers', 'derbyshire-providers'].map(
      (each) => `${each}: as it is on the day, second-hand`,
    );
    expect(cited).toEqual([
      [
        'keeping-children-safe: 2024, seen',
        'keeping-children-safe-in-the-letter: 2023, second-hand',
        'alternative-provision: 2013, updated 2016, seen',
        'health-needs: the one in force in January 2025, unverified',
        'inspection-handbook: January 2025, seen',
        'school-attendance: in force from 19 August 2024, seen',
        'attendance-regulations: 2024, seen',
        'direction-regulations: 2010, amended 2012, second-hand',
        ...directories,
      ],
      [
        'keeping-children-safe: 2026, in force from 1 September 2026, unverified',
        'alternative-provision: February 2025, second-hand',
        'health-needs: the one in force in September 2026, unverified',
        'inspection-framework: since 10 November 2025, second-hand',
        'voluntary-standards: August 2025, second-hand',
        'school-attendance: July 2026, second-hand',
        'attendance-regulations: 2024, seen',
        'direction-regulations: 2010, amended 2012, second-hand',
        ...directories,
      ],
    ]);
    const paragraphs = ({ citations }: Edition) => citations.filter(({ note }) => /\b(415|326|171)\b/.test(note ?? ''));
    expect(all.map((each) => paragraphs(each).map(({ id }) => id))).toEqual([
      ['keeping-children-safe', 'keeping-children-safe-in-the-letter', 'inspection-handbook'],
      ['inspection-framework'],
    ]);
  });

  // Procedure: S1.3
  it('hold each for the proposals of its time', async () => {
    const editions = await readEditions(shippedProcedures());
    expect(editions.inForceOn('2026-08-31')?.edition).toBe('2025-01');
    expect(editions.inForceOn('2026-09-01')?.edition).toBe('2026-09');
  });

  // Procedure: S23.3, S23.6, S23.7, S23.8, S23.9, S23.10, S23.11, S23.12, S23.14, S23.15, S23.16, S23.17, S23.18, S23.19, S23.20, S23.21, S23.22, S23.23, S23.24, S23.25
  it('ask providers for written assurance: what was checked of each adult is needed, the rest is good practice', async () => {
    const { all } = await readEditions(shippedProcedures());
    expect(all.map(({ assurance }) => assurance?.citation)).toEqual([
      'keeping-children-safe-in-the-letter',
      'keeping-children-safe',
    ]);
    // The checklist of the first has a row for the letter; the other holds the start against the answers themselves.
    expect(all.map(({ assurance }) => assurance?.neededToStart)).toEqual([false, true]);
    for (const { assurance } of all) {
      expect(assurance).toMatchObject({ replyWithinSchoolDays: 10, validForMonths: 12 });
      expect(assurance?.eachAdult.every(({ blocks }) => blocks)).toBe(true);
      expect(assurance?.provider.some(({ blocks }) => blocks)).toBe(false);
      expect(assurance?.eachAdult.map(({ id, notRelevant }) => (notRelevant ? `${id}, or not relevant` : id))).toEqual([
        'identity',
        'enhanced-dbs',
        'right-to-work',
        'overseas, or not relevant',
        'qualifications, or not relevant',
        'qualified-teacher, or not relevant',
        'induction, or not relevant',
        'prohibition',
        'section-128, or not relevant',
      ]);
      expect(assurance?.provider.map(({ id, withDay }) => (withDay ? `${id}, with its day` : id))).toEqual([
        'safeguarding-training, with its day',
        'annual-update, with its day',
        'safer-recruitment',
        'safeguarding-policy',
        'attendance-policy',
        'code-of-conduct',
        'whistleblowing-policy',
        'online-safety-policy',
        'prevent-duty',
        'equality',
        'complaints-policy',
      ]);
    }
  });

  it('ask anew for what is of a year, and not for what stays', async () => {
    const [before, after] = (await readEditions(shippedProcedures())).all.map(({ checks }) =>
      checks.map(({ id }) => id),
    );
    expect(after?.filter((id) => !before?.includes(id))).toEqual(['child-protection-2026']);
    expect(before?.filter((id) => !after?.includes(id))).toEqual(['child-protection-current']);
  });

  // Procedure: S19.1, S19.4, S19.5, S19.6, S19.7, S19.8, S19.9, S19.10, S19.11
  it('evaluate the quality of education by every row of its form', async () => {
    for (const { instruments } of (await readEditions(shippedProcedures())).all) {
      expect(rowsOf(instruments[0])).toEqual([
        'quality-of-education 1, Quality of education',
        'needs-on-entry',
        'climate',
        'climate-send',
        'curriculum',
        'plans-english',
        'plans-mathematics',
        'plans-science',
        'learning-adjustments',
        'lesson-delivery',
        'extra-curricular',
      ]);
    }
  });
  // Procedure: S20.1, S20.2, S20.3, S20.4, S20.5, S20.6, S20.7
  it('evaluate progress by every row of its form, with the agencies to tick', async () => {
    for (const { instruments } of (await readEditions(shippedProcedures())).all) {
      expect(rowsOf(instruments[1])).toEqual([
        'progress 1, Progress',
        'communication',
        'next-steps',
        'outcomes',
        'reports',
        'assessment',
        'agencies',
      ]);
      expect(instruments[1]?.rows.at(-1)?.choices).toHaveLength(6);
    }
  });
  // Procedure: S21.1, S21.2, S21.3, S21.4, S21.5
  it('evaluate personal development by every row of its form', async () => {
    for (const { instruments } of (await readEditions(shippedProcedures())).all) {
      expect(rowsOf(instruments[2])).toEqual([
        'personal-development 1, Personal development',
        'safe-and-healthy',
        'statutory-education',
        'risk',
        'child-on-child-abuse',
      ]);
    }
  });
  it('keep a provider’s own view by the voluntary standards since there are some, which is due at no time', async () => {
    const [before, after] = (await readEditions(shippedProcedures())).all.map(({ instruments }) => instruments);
    expect(before).toHaveLength(3);
    expect(after).toHaveLength(4);
    expect(after?.[3]).toMatchObject({ id: 'voluntary-standards', assessedBy: 'provider' });
    expect(after?.[3]?.everyMonths).toBeUndefined();
    const themes = new Set(after?.[3]?.rows.map(({ label }) => label.split(':')[0]));
    expect([...themes]).toEqual([
      'Safeguarding and welfare',
      'Health and safety',
      'Admissions, support and guidance',
      'Quality of education',
    ]);
  });

  it('has its ladders, rung by rung', async () => {
    const edition = readEdition(await shipped());
    const when = (time: RungTime) =>
      'after' in time ? `${time.after}+${time.minutes}` : `${time.schoolDaysAfterDue} school days`;
    const rungs = Object.values(edition.duties).flatMap(({ kind, ladder }) =>
      ladder.map(({ step, time, letter, to, until }) =>
        [kind, step, when(time), letter, to, until ?? ''].join(' ').trimEnd(),
      ),
    );
    expect(rungs).toEqual([
      'attendance-check request expected-arrival+0 attendance-request provider-contact',
      'attendance-check unconfirmed due+0 attendance-chase provider-contact',
      'attendance-check tell-attendance-lead due+0 attendance-unanswered attendance-lead',
      'attendance-check tell-safeguarding-lead due+0 attendance-unanswered designated-safeguarding-lead',
      'attendance-check climb due+30 attendance-unanswered designated-safeguarding-lead taken',
      'find-the-pupil tell-attendance-lead raised+0 find-the-pupil attendance-lead',
      'find-the-pupil tell-safeguarding-lead due+0 find-the-pupil designated-safeguarding-lead taken',
      'find-the-pupil climb due+30 find-the-pupil headteacher taken',
      'placement-gap remind -3 school days gap-due alternative-provision-lead',
      'placement-gap tell-owner 1 school days gap-overdue alternative-provision-lead',
      'placement-gap tell-head 1 school days gap-overdue headteacher',
      'weekly-liaison remind -1 school days liaison-due alternative-provision-lead',
      'weekly-liaison tell-owner 1 school days liaison-missed alternative-provision-lead',
      'weekly-liaison tell-head 1 school days liaison-missed headteacher',
      'welfare-check remind -2 school days welfare-check-due alternative-provision-lead',
      'welfare-check tell-owner 1 school days welfare-check-missed alternative-provision-lead',
      'welfare-check tell-safeguarding-lead 1 school days welfare-check-missed designated-safeguarding-lead',
      'monitoring-visit remind -5 school days visit-due alternative-provision-lead',
      'monitoring-visit tell-owner 1 school days visit-missed alternative-provision-lead',
      'monitoring-visit tell-head 1 school days visit-missed headteacher',
    ]);
    expect(edition.duties['placement-gap']).toMatchObject({ missedAfterItsDay: true });
    expect(edition.duties['find-the-pupil']).toMatchObject({ waivable: false, missedAtEndOfSession: false });
  });

  it('keeps its hash however it is laid out, and loses it with a single word', async () => {
    const text = await shipped();
    const { hash } = readEdition(text);
    expect(readEdition(`# Another comment.\n${text.replace(/\n\n/g, '\n')}`).hash).toBe(hash);
    expect(readEdition(text.replace('Lockdown understood', 'Lockdown known')).hash).not.toBe(hash);
  });
});

describe('the vocabulary', () => {
  const whole = trial(`gates:
  start:
    - require: [pre-admission-checks, { site-visited: { before: start } }, emergency-contacts-acknowledged]
    - when: { any: [child-protection, child-in-need] }
      require: { social-worker-consulted: { before: agreement-meeting } }
    - when: { all: [part-time, { any: [child-protection, child-in-need] }] }
      require: core-group-held
    - when: looked-after
      require: [social-worker-consulted, virtual-school-consulted, limited-circumstances-reason]
    - when: ehc-plan
      require: [sen-officer-consulted, exceptional-reason]
    - when: directed
      require: { notice-served: { schoolDaysBefore: 2 } }
      otherwise: { agreement-signed-by: parent }
duties:
  weekly-liaison:
    each: school-week-with-a-planned-slot
    due: end-of-last-school-day
    metBy: liaison-recorded
    owedBy: alternative-provision-lead
    ladder:
      - { step: remind, schoolDaysBeforeDue: 1, letter: liaison-due, to: owner, together: person-and-day }
      - { step: missed, schoolDaysAfterDue: 1, letter: liaison-missed, to: [owner, headteacher] }
`);

  it('can say the whole procedure, also what this version does not run', () => {
    const written = writtenEdition.parse(parse(whole));
    expect(written.gates.start?.[5]).toEqual({
      when: 'directed',
      require: [{ evidence: 'notice-served', schoolDaysBefore: 2 }],
      otherwise: [{ evidence: 'agreement-signed-by', by: 'parent' }],
    });
    expect(written.duties['weekly-liaison']?.ladder[1]).toMatchObject({ to: ['owner', 'headteacher'] });
  });

  it('refuses each thing that this version does not run, so that none is silently ignored', () => {
    expect(problemsOf(whole)).toEqual([
      "line 23, column 3: duties.weekly-liaison can't be run: this version has weekly-liaison without missedAt: end-of-last-school-day",
      "line 24, column 5: duties.weekly-liaison.together can't be run: this version has its letters by person and day alone",
      "line 30, column 76: duties.weekly-liaison.ladder.1.to can't be run: this version has one role, or the contact, for a rung",
    ]);
  });

  it('refuses a signature of nobody, and a signatory of what nobody signs', () => {
    const gate = (required: string) => problemsOf(trial(`gates:\n  start:\n    - require: ${required}\nduties: {}\n`));
    expect(gate('agreement-signed-by')).toEqual([expect.stringMatching(/no signature but that of somebody named/)]);
    expect(gate('{ site-visited: parent }')).toEqual([expect.stringMatching(/signatories of the agreement alone/)]);
  });

  it('refuses a check of each placement, which one answer for its site would pass for all', () => {
    const perPlacement = trial('gates: {}\nduties: {}\n').replace(
      'checks: []',
      'checks: [{ id: transport, area: arrangements, scope: placement, label: Transport }]',
    );
    expect(problemsOf(perPlacement)).toEqual([expect.stringMatching(/checks\.0\.scope .* checks of a site alone/)]);
  });

  it('refuses an instrument without rows, and a row or a choice that is there twice', () => {
    const row = (id: string, more = '') =>
      `{ id: ${id}, label: Climate, question: What is it like?, evidence: A walk${more} }`;
    const by = (...rows: string[]) =>
      problemsOf(
        trial('gates: {}\nduties: {}\n').replace(
          'checks: []',
          `checks: []\ninstruments: [{ id: climate, version: '1', title: Climate, rows: [${rows.join(', ')}] }]`,
        ),
      );
    expect(by(row('a'), row('b', ', choices: [Yes, No]'))).toEqual([]);
    expect(by()).toEqual([expect.stringMatching(/instruments\.0\.rows is empty/)]);
    expect(by(row('a'), row('a'))).toEqual([expect.stringMatching(/instruments\.0\.rows\.1\.id is there twice/)]);
    expect(by(row('a', ', choices: [One, One]'))).toEqual([expect.stringMatching(/choices has a choice twice/)]);
  });

  it('is closed: another word is an error where it stands', () => {
    expect(problemsOf(trial('gates:\n  start:\n    - require: blessing\nduties: {}\n'))).toEqual([
      expect.stringMatching(/^line 10, column 16: gates\.start\.0\.require\b.*/),
    ]);
    expect(problemsOf(checkDuty('{ step: ask, at: dawn }'))).toEqual([
      expect.stringMatching(/^line 16, column 26: duties\.attendance-check\.ladder\.0\.at /),
    ]);
    expect(problemsOf(checkDuty('{ step: ask, at: due, when: { any: [left-handed] } }'))).toEqual([
      expect.stringMatching(
        /^line 16, column 45: duties\.attendance-check\.ladder\.0\.when\.any\.0 is not a condition/,
      ),
    ]);
    expect(problemsOf(trial('gates: {}\nduties: {}\nsurprise: yes\n'))).toEqual([expect.stringMatching(/surprise/)]);
  });

  it.each([
    ['a rung with two moments', '{ step: ask, at: due, minutesAfterDue: 30 }', /needs one moment/],
    ['a rung without a moment', '{ step: ask }', /needs one moment/],
    [
      'a letter to nobody',
      '{ step: ask, at: due, letter: attendance-chase }',
      /a letter and its recipient, or neither/,
    ],
    ['a record under another name', '{ step: ask, at: due, record: unconfirmed }', /called as what it records/],
    [
      'a letter to an owner whom nobody named',
      '{ step: ask, at: due, letter: liaison-due, to: owner }',
      /none is named/,
    ],
    ['school days on a ladder of minutes', '{ step: ask, schoolDaysAfterDue: 1 }', /counted from .* alone/],
    ['a cause on a check', '{ step: ask, at: due, when: silence }', /knows whether silence holds/],
    [
      'two roles at once',
      '{ step: ask, at: due, letter: attendance-chase, to: [headteacher, attendance-lead] }',
      /one role/,
    ],
    [
      'a letter not written yet',
      '{ step: ask, at: due, letter: liaison-due, to: headteacher }',
      /no letter liaison-due/,
    ],
    ['its letters by day', '{ step: ask, at: due, together: person-and-day }', /by site and session alone/],
  ])('refuses %s', (_, rung, words) => {
    expect(problemsOf(checkDuty(rung))).toEqual([expect.stringMatching(words)]);
  });

  it('refuses a step that is there twice, because it would be taken once', () => {
    const twice = checkDuty('{ step: ask, at: due }\n      - { step: ask, minutesAfterDue: 5 }');
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/^line 17, column 17: .*the name of two steps$/)]);
  });

  it('refuses a duty of another make, whatever it is called', () => {
    const waived = duty(`  find-the-pupil:
    each: planned-session
    due: end-of-session
    metBy: provider-answer
    missedAt: end-of-session
    owedBy: headteacher
    together: person-and-day
    ladder:
      - { step: ask, at: expected-arrival, record: unconfirmed }
`).replace('step: ask', 'step: unconfirmed');
    expect(problemsOf(waived).map((each) => each.replace(/^line \d+, column \d+: duties\S* /, ''))).toEqual([
      "can't be run: this version has no waiver of a search",
      "can't be run: this version has find-the-pupil for each absence-or-silence alone",
      "can't be run: this version has find-the-pupil due by minutesAfterRaised alone",
      "can't be run: this version has find-the-pupil met by pupil-accounted-for alone",
      "can't be run: this version has it open until it is met",
      "can't be run: this version has no owner of it",
      "can't be run: this version has its letters by site and session alone",
      "can't be run: this version has rungs of find-the-pupil counted from raised, due alone",
      "can't be run: this version has no such record of it",
    ]);
  });

  it('points at what is not YAML at all', () => {
    expect(problemsOf('id: [trial\nedition: 2025-01\n')[0]).toMatch(/^line 2, column \d+: /);
    const twice = problemsOf(`${head}gates: {}\nduties: {}\ntitle: Twice\n`);
    expect(twice).toEqual([expect.stringMatching(/^line 10, column 1: .*unique/)]);
  });

  it('says all that is wrong at once, under the name of the file', () => {
    const wrong = head.replace('2025-01-06', 'soon').replace('2025-01\n', 'new\n') + 'gates: {}\nduties: {}\n';
    expect(() => readEdition(wrong, 'trial.yaml')).toThrow(
      /^trial\.yaml is not an edition that can be used\.\n {2}line 2, column 10: edition .*\n {2}line 3, column 14: inForceFrom /,
    );
  });
});

describe('the editions of a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'editions-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are found by the id and edition that a placement is pinned to', async () => {
    const text = await shipped();
    await writeFile(join(folder, file), text);
    await writeFile(
      join(folder, 'off-site-education.2026-09.yaml'),
      text
        .replace('edition: 2025-01', 'edition: 2026-09')
        .replace('inForceFrom: 2025-01-06', 'inForceFrom: 2026-09-01'),
    );
    await writeFile(join(folder, 'notes.txt'), 'Not an edition.');
    const editions = await readEditions(folder);
    expect(editions.editionFor('off-site-education', '2026-09').inForceFrom).toBe('2026-09-01');
    expect(() => editions.editionFor('off-site-education', '2031-01')).toThrow(/pinned by a placement/);
    expect(editions.inForceOn('2026-08-31')?.edition).toBe('2025-01');
    expect(editions.inForceOn('2026-09-01')?.edition).toBe('2026-09');
    expect(editions.inForceOn('2025-01-05')).toBeNull();
  });

  it('are each there once', async () => {
    const edition = readEdition(await shipped());
    expect(() => new Editions([edition, edition])).toThrow(/two files of the edition off-site-education\.2025-01/);
  });

  it('name the file that is wrong', async () => {
    await writeFile(join(folder, 'broken.yaml'), 'id: 7');
    await expect(readEditions(folder)).rejects.toThrow(/^broken\.yaml is not an edition/);
  });
});

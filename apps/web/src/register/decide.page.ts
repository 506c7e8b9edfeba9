import { z } from 'zod';
import {
  basisOf,
  codeOfNature,
  codesToDecide,
  grounds,
  isForAuthority,
  nature,
  questions,
  registerCodes,
  type AttendanceCommand,
  type Nature,
  type RegisterCode,
} from '#domain';
import { orElse, type Id, type Instant } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { Fields } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords, sessionWords, shortDay, dayOf } from '../shell/words.js';
import type { RegisterEntry, RegisterFacts } from './entries.js';
import { classWords, codeInWords, natureWords } from './mark-words.js';
import { proposalLines, saidWords, standingLines, type RegisterReader } from './register.page.js';

/** The codes that follow from what the pupil did there. */
const byNature: readonly RegisterCode[] = ['B', 'K', 'P', 'V', 'W'];
const attended = 'attended' as const;

type Offered = { readonly value: RegisterCode | typeof attended; readonly text: string; readonly hint: string };
/** What somebody can choose: that the pupil was there, from which the code follows, or each other code. */
function choicesOf({ situation }: RegisterEntry, { mayAuthorise }: RegisterReader): Offered[] {
  const codes = codesToDecide(situation).filter((each) => mayAuthorise || !isForAuthority(each));
  const there = codes.filter((each) => byNature.includes(each));
  const asAttended: Offered = {
    value: attended,
    text: `Was there: ${there.join(', ')}`,
    hint: 'By what the pupil did there',
  };
  return [
    ...(there.length === 0 ? [] : [asAttended]),
    ...codes
      .filter((each) => !byNature.includes(each))
      .map((each) => ({ value: each, text: codeInWords(each), hint: classWords[registerCodes[each].class] })),
  ];
}

export function decidePage(
  entry: RegisterEntry,
  facts: RegisterFacts,
  reader: RegisterReader,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const { about, mark, proposal, situation } = entry;
  const fields = new Fields(body, errors);
  const choices = choicesOf(entry, reader);
  const proposed = proposal?.is === 'code' ? proposal.code : '';
  const standing = mark ? orElse(mark.code, '') : proposed;
  const begins = byNature.some((each) => each === standing) ? attended : standing;
  const mayAttend = choices.some(({ value }) => value === attended);
  return {
    title: mark ? 'Change the mark' : 'Decide the mark',
    caption: `${fullName(facts.pupils.get(about.subjectId))}, ${dayInWords(about.on)}, ${sessionWords[about.session]}`,
    errors,
    back: { href: urlOf(paths.register.show, about, { day: about.on }), text: 'Back to the register' },
    action: urlOf(paths.register.decide, about),
    lead: [
      `The provider: ${saidWords(entry)}.`,
      ...(mark ? standingLines(mark) : []),
      ...proposalLines(proposal),
      ...sourceOf(entry),
      ...(mark ? earlierLines(mark) : []),
      ...(reader.mayAuthorise
        ? []
        : [
            'Whether a reason for an absence is accepted is for the attendance lead or the head to say. Until then it is N.',
          ]),
    ],
    fields: [
      fields.choice({ name: 'code', label: 'What does the register say?' }, choices, begins),
      ...(mayAttend
        ? [
            fields.select(
              { name: 'nature', label: 'What did the pupil do there?', hint: 'Where the pupil was there' },
              [{ value: '', text: 'Choose' }, ...nature.options.map((value) => ({ value, text: natureWords[value] }))],
              orElse(mark?.nature ?? situation.nature ?? '', ''),
            ),
          ]
        : []),
      fields.words({ name: 'words', label: 'Anything to add (optional)', hint: 'For example, what was found out' }),
      ...(mark ? [fields.words({ name: 'because', label: 'Why does the mark change?' })] : []),
    ],
    submit: 'Save the mark',
  };
}

function sourceOf({ proposal }: RegisterEntry): string[] {
  if (proposal === null) return [];
  const { source } = proposal.is === 'code' ? grounds[proposal.ground] : questions[proposal.question];
  return [`Source: ${source}.`];
}

function earlierLines({ before }: NonNullable<RegisterEntry['mark']>): string[] {
  return orElse(before, []).map(
    ({ code, decidedAt, because }) => `Before: ${code}, of ${shortDay(dayOf(decidedAt))}. Changed because: ${because}`,
  );
}

const text = (missing: string) => z.string().trim().max(500, missing);
const decideForm = z.object({
  code: z.string().min(1, 'Choose what the register says'),
  nature: z.enum(['', ...nature.options]),
  words: text('What you add must be 500 characters or fewer'),
  because: text('The reason must be 500 characters or fewer'),
});

/** The command that decides a mark, out of what was sent. @throws {NotTaken} where something is missing. */
export function decideMark(
  entry: RegisterEntry,
  reader: RegisterReader,
  body: unknown,
  by: { readonly personId: Id; readonly now: Instant },
): AttendanceCommand {
  const form = read(decideForm, {
    code: field(body, 'code'),
    nature: field(body, 'nature'),
    words: field(body, 'words'),
    because: field(body, 'because'),
  });
  const chosen = choicesOf(entry, reader).find(({ value }) => value === form.code)?.value;
  if (chosen === undefined) return notTaken({ code: { text: 'Choose what the register says' } });
  if (entry.mark && form.because === '') return notTaken({ because: { text: 'Say why the mark changes' } });
  if (chosen !== attended) return markAs(entry, { ...form, code: chosen, nature: undefined }, by);
  if (form.nature === '') return notTaken({ nature: { text: 'Choose what the pupil did there' } });
  if (form.nature === 'other' && form.words === '')
    return notTaken({ words: { text: 'Say what the pupil did there' } });
  const code = entry.placement.route === 'local-authority' ? 'K' : codeOfNature(form.nature);
  return markAs(entry, { ...form, code, nature: form.nature }, by);
}

/** The command for a code as it stands, with what it rests on. */
export function markAs(
  { about, beginsAt, situation }: RegisterEntry,
  said: { code: RegisterCode; nature: Nature | undefined; words?: string; because?: string },
  by: { readonly personId: Id; readonly now: Instant },
): AttendanceCommand {
  const { code, nature: does, words = '', because = '' } = said;
  return {
    type: 'DecideMark',
    data: {
      ...about,
      code,
      basis: basisOf({ ...situation, nature: does ?? situation.nature }, code),
      ...(does === undefined ? {} : { nature: does }),
      ...(words === '' ? {} : { words }),
      ...(because === '' ? {} : { because }),
      ...(isForAuthority(code) ? { authorisedBy: by.personId } : {}),
      decidedBy: by.personId,
      decidedAt: by.now,
      sessionBeginsAt: beginsAt,
    },
  };
}

/** What a register says beside a code: what the pupil did, where the code is one that has it. */
export const natureFor = (code: RegisterCode, does: Nature | null): Nature | undefined =>
  byNature.includes(code) ? (does ?? undefined) : undefined;

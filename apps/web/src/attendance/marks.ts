import { answer, type Answer, type AttendanceCommand, type PupilSession } from '#domain';
import type { Id, Instant } from '#event-sourcing';
import { errorsOf, field, type FormErrors } from '../shell/forms.js';
import { clockTime, sessionWords } from '../shell/words.js';

/** A pupil's session for which a mark can be given, by a provider through its link or by staff after a telephone call. */
export type Markable = {
  readonly about: PupilSession;
  /** As the reader of the page knows the pupil. */
  readonly name: string;
  readonly year: string;
  /** Nobody is present before their session begins. */
  readonly beginsAt: Instant;
  /** What has been said so far. */
  readonly known: { readonly answer: Answer; readonly words: string } | null;
};

type Mark = {
  readonly about: PupilSession;
  readonly beginsAt: Instant;
  readonly answer: Answer;
  readonly words: string;
};

export type MarksForm = {
  /** The marks that say something new, for as far as they are without an error. */
  readonly marks: readonly Mark[];
  readonly errors: FormErrors | null;
};

/** The name of a pupil's fields in the form: one placement has one mark in a session. */
export const markKey = ({ placementId, session }: PupilSession): string => `${placementId}-${session}`;

const wordsMax = 500;

/**
 * What a form of marks says. A mark counts where the reader changed what the page showed, so that a page left open for an
 * hour takes nothing back that others said meanwhile; and where it differs from what is known, so that sending the form
 * again records nothing. Nothing is recorded while anything in it is wrong.
 */
export function readMarks(body: unknown, markables: readonly Markable[], now: Instant): MarksForm {
  const errors: Record<string, { text: string }> = {};
  const marks: Mark[] = [];
  let filled = 0;

  for (const { about, name, beginsAt, known } of markables) {
    const key = markKey(about);
    const chosen = field(body, `answer-${key}`);
    const words = field(body, `words-${key}`);
    if (chosen === '' && words === '') continue;
    filled += 1;
    if (shown(chosen, words) === field(body, `was-${key}`)) continue;

    const said = answer.safeParse(chosen);
    if (!said.success) {
      errors[`answer-${key}`] = { text: `Choose present, late or absent for ${name}` };
    } else if (said.data !== 'absent' && now < beginsAt) {
      const opening = `the ${sessionWords[about.session]} begins at ${clockTime(beginsAt)}`;
      errors[`answer-${key}`] = { text: `${name} can’t be marked ${said.data} yet: ${opening}` };
    } else if (words.length > wordsMax) {
      errors[`words-${key}`] = { text: `What you say about ${name} must be ${wordsMax} characters or fewer` };
    } else if (said.data !== known?.answer || words !== known.words) {
      marks.push({ about, beginsAt, answer: said.data, words });
    }
  }

  if (filled === 0) {
    const first = markables[0];
    errors[first ? `answer-${markKey(first.about)}` : 'marks'] = { text: 'Choose an answer for at least one pupil' };
  }
  return { marks, errors: Object.keys(errors).length === 0 ? null : errorsOf(errors) };
}

/** What a page showed of a mark, as its form brings it back. */
const shown = (answer: string, words: string): string => `${answer}: ${words}`.trim();

/** The command that records a mark: who gave it, by which way, and when. */
export const recordMark = (
  { about, beginsAt, answer, words }: Mark,
  given: { readonly byId: Id; readonly channel: 'link' | 'telephone'; readonly answeredAt: Instant },
): AttendanceCommand => ({
  type: 'RecordAnswer',
  data: { ...about, answer, ...(words === '' ? {} : { words }), ...given, sessionBeginsAt: beginsAt },
});

export type MarkField = {
  readonly key: string;
  readonly was: string;
  readonly name: string;
  /** As far as the page says it. */
  readonly year: string;
  readonly detail: string;
  /** Whether something has been said already. */
  readonly given: boolean;
  readonly choices: readonly {
    readonly id: string;
    readonly value: Answer;
    readonly text: string;
    readonly checked: boolean;
  }[];
  readonly words: string;
  readonly error: string | null;
  readonly wordsError: string | null;
};

const choiceWords: Readonly<Record<Answer, string>> = { present: 'Present', late: 'Late', absent: 'Absent' };

/** A pupil's fields as a page shows them: with what was just sent if that came back, else with what is known. */
export function markField(markable: Markable, detail: string, body: unknown, errors: FormErrors | null): MarkField {
  const { about, name, year, known } = markable;
  const key = markKey(about);
  const sent = body !== undefined;
  const chosen = sent ? field(body, `answer-${key}`) : (known?.answer ?? '');
  return {
    key,
    was: sent ? field(body, `was-${key}`) : known ? shown(known.answer, known.words) : '',
    name,
    year,
    detail,
    given: known !== null,
    choices: answer.options.map((value, index) => ({
      // The first choice has the field's own name, so that the error summary leads to it.
      id: index === 0 ? `answer-${key}` : `answer-${key}-${value}`,
      value,
      text: choiceWords[value],
      checked: value === chosen,
    })),
    words: sent ? field(body, `words-${key}`) : (known?.words ?? ''),
    error: errors?.of[`answer-${key}`]?.text ?? null,
    wordsError: errors?.of[`words-${key}`]?.text ?? null,
  };
}

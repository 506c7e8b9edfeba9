import { z } from 'zod';
import {
  documentsMax,
  restKind,
  sessionsOfWeek,
  slotsOn,
  takesSessionsOn,
  type DocumentNamed,
  type RestKind,
  type WeekplanCommand,
} from '#domain';
import type { Day } from '#event-sourcing';
import { addDays } from '#procedure';
import type { PlanOfRest, PupilRow } from '#read-models';
import { halfWords, keyOf } from '../placements/week.js';
import { fullName } from '../pupils/pupil-words.js';
import { dayIfSent, dayParts, daySent, Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { documentsAccepted, documentsHint } from '../shell/sent-documents.js';
import { count, listInWords, timeInWords } from '../shell/words.js';
import { besideOn, plansOf, restWords, siteOf, type WeekFacts } from './week-words.js';

export type PlanWeekFacts = WeekFacts & { readonly pupil: PupilRow; readonly today: Day };

const nameOf = (half: { readonly weekday: number; readonly session: 'am' | 'pm' }): string => `rest-${keyOf(half)}`;
const furthestDays = 366;

type Half = (typeof sessionsOfWeek)[number];

/** Where the pupil is expected in a session on a day: at no placement, at one, or at several. */
function takenBy(facts: PlanWeekFacts, half: Half, on: Day) {
  return facts.placements
    .filter((each) => takesSessionsOn(each, on))
    .flatMap((placement) =>
      slotsOn(placement.weeks, on)
        .filter((each) => keyOf(each) === keyOf(half))
        .map((slot) => ({ placement, slot })),
    );
}

const planFrom = (facts: PlanWeekFacts, on: Day): PlanOfRest | undefined =>
  plansOf(facts).findLast(({ from }) => from <= on);

const needed = (what: string) => `${what}: part-time leave needs it`;

/** The form: what it leaves out follows from the day, because on that day the placements take some of the sessions. */
// Procedure: S13.11, S13.12
export const planWeekForm = (facts: PlanWeekFacts) =>
  z
    .object({
      from: daySent('Enter the day from which this holds')
        .refine((on) => on >= addDays(facts.today, -furthestDays), 'The day must be within the last year')
        .refine((on) => on <= addDays(facts.today, furthestDays), 'The day must be within a year from today'),
      chosen: z.record(z.string(), z.enum(['', ...restKind.options]).catch('')),
      restInSchool: z.boolean(),
      otherwise: z.string().max(2_000, 'What it is must be 2,000 characters or fewer'),
      rationale: z.string().max(2_000, 'The reason must be 2,000 characters or fewer'),
      evidence: z.string().max(2_000, 'What was seen must be 2,000 characters or fewer'),
      agreedWith: z.string().max(160, 'Who agreed must be 160 characters or fewer'),
      agreedOn: dayIfSent,
      reviewOn: dayIfSent,
      endsOn: dayIfSent,
      documents: z.int(),
    })
    .transform((sent, context) => {
      const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
      const { from, chosen, restInSchool } = sent;
      const sessions = sessionsOfWeek.flatMap((half) => {
        const taking = takenBy(facts, half, from);
        if (taking.length > 1) {
          const where = listInWords(taking.map(({ placement }) => siteOf(placement.placementId, facts)));
          wrong('from', `${halfWords(half)}: ${where} both expect the pupil. Change the week of one of them first`);
        }
        if (taking.length > 0) return [];
        const is: RestKind | '' = chosen[keyOf(half)] || (restInSchool ? 'school' : '');
        if (is !== '') return [{ ...half, is }];
        wrong(nameOf(half), `${halfWords(half)}: choose what becomes of it`);
        return [];
      });
      const has = (kind: RestKind) => sessions.some(({ is }) => is === kind);
      if (has('other') && sent.otherwise === '') wrong('otherwise', 'Say what the other sessions are');
      const leave = has('part-time-leave') ? leaveOf(facts, sent, wrong) : undefined;
      return { from, sessions, leave, otherwise: has('other') ? sent.otherwise : undefined };
    });
export type PlanWeekForm = z.output<ReturnType<typeof planWeekForm>>;

type LeaveSent = {
  readonly from: Day;
  readonly rationale: string;
  readonly evidence: string;
  readonly agreedWith: string;
  readonly agreedOn: Day | undefined;
  readonly reviewOn: Day | undefined;
  readonly endsOn: Day | undefined;
  readonly documents: number;
};

/** What the leave rests on; whatever of it is missing is said at once. */
function leaveOf(facts: PlanWeekFacts, sent: LeaveSent, wrong: (name: string, message: string) => void) {
  const { from, rationale, evidence, agreedWith, agreedOn, reviewOn, endsOn } = sent;
  if (rationale === '') wrong('rationale', needed('Say why the pupil is part-time'));
  const kept = keptDocuments(facts, from).documents.length;
  if (evidence === '' && sent.documents + kept === 0) wrong('evidence', needed('Say what was seen, or add a document'));
  if (sent.documents + kept > documentsMax) {
    wrong('documents', `There are ${count(kept, 'document')} already: ${documentsMax} can be kept`);
  }
  if (agreedWith === '') wrong('agreedWith', needed('Enter which parent agreed'));
  if (agreedOn === undefined) wrong('agreedOn', needed('Enter the day on which it was agreed'));
  else if (agreedOn > from) wrong('agreedOn', 'It is agreed before the leave begins, or on its first day');
  if (endsOn === undefined) wrong('endsOn', needed('Enter its last day'));
  else if (endsOn < from) wrong('endsOn', 'The leave can’t end before it begins');
  if (reviewOn === undefined) wrong('reviewOn', needed('Enter the day on which it is looked at again'));
  else if (reviewOn < from || (endsOn !== undefined && reviewOn > endsOn)) {
    wrong('reviewOn', 'It is looked at again between its first day and its last');
  }
  if (agreedOn === undefined || reviewOn === undefined || endsOn === undefined) return undefined;
  const seen = evidence === '' ? {} : { evidence };
  return { rationale, ...seen, agreedWith, agreedOn, reviewOn, endsOn };
}

/** The documents of the plan that held: what was shown for its leave stays shown. */
export function keptDocuments(facts: PlanWeekFacts, from: Day): { documents: DocumentNamed[]; fileNames: string[] } {
  const plan = planFrom(facts, from);
  return plan?.leave ? plan : { documents: [], fileNames: [] };
}

export const planWeekSent = (body: unknown, documents: number) => ({
  from: dayParts(body, 'from'),
  chosen: Object.fromEntries(sessionsOfWeek.map((half) => [keyOf(half), field(body, nameOf(half))])),
  restInSchool: field(body, 'restInSchool') === 'yes',
  otherwise: field(body, 'otherwise'),
  rationale: field(body, 'rationale'),
  evidence: field(body, 'evidence'),
  agreedWith: field(body, 'agreedWith'),
  agreedOn: dayParts(body, 'agreedOn'),
  reviewOn: dayParts(body, 'reviewOn'),
  endsOn: dayParts(body, 'endsOn'),
  documents,
});

export function planWeekPage(facts: PlanWeekFacts, body?: unknown, errors: FormErrors | null = null) {
  const { pupil } = facts;
  const fields = new Fields(body, errors);
  const from = dayOfForm(facts, body);
  const plan = planFrom(facts, from);
  const leave = plan?.leave;
  const kept = keptDocuments(facts, from).documents.length;
  const options = [
    { value: '', text: 'Choose' },
    ...restKind.options.map((value) => ({ value, text: restWords[value] })),
  ];
  const free = sessionsOfWeek.filter((half) => takenBy(facts, half, from).length === 0);
  return {
    title: 'Plan the rest of the week',
    caption: fullName(pupil),
    back: { href: urlOf(paths.pupils.week, pupil), text: 'Back to the week' },
    errors,
    lead: takenLines(facts, from),
    action: urlOf(paths.pupils.planWeek, pupil),
    multipart: true,
    fields: [
      fields.day({ name: 'from', label: 'From which day on?' }, from),
      ...free.map((half) =>
        fields.select(
          { name: nameOf(half), label: halfWords(half) },
          options,
          plan?.sessions.find((each) => keyOf(each) === keyOf(half))?.is,
        ),
      ),
      fields.several({ name: 'restInSchool', label: 'The sessions for which nothing is chosen' }, [
        { value: 'yes', text: 'The pupil is in school in all of them' },
      ]),
      fields.words(
        {
          name: 'otherwise',
          label: 'If you chose something else: what is it?',
          hint: 'For example, a provider that is not in Waymark, and where it is',
        },
        plan?.otherwise,
      ),
      fields.words(
        {
          name: 'rationale',
          label: 'If you chose part-time leave: why can the pupil not be taught full-time?',
          hint: 'It is for exceptional circumstances, and for a time',
        },
        leave?.rationale,
      ),
      fields.words({ name: 'evidence', label: 'What evidence of that was seen?' }, leave?.evidence),
      fields.text({ name: 'agreedWith', label: 'Which parent agreed to the leave?' }, leave?.agreedWith),
      fields.day({ name: 'agreedOn', label: 'On which day was that?' }, leave?.agreedOn),
      fields.day({ name: 'reviewOn', label: 'On which day is the leave looked at again?' }, leave?.reviewOn),
      fields.day({ name: 'endsOn', label: 'Which is the last day of the leave?' }, leave?.endsOn),
      fields.files(
        {
          name: 'documents',
          label: 'Documents that show why, if you have any',
          hint:
            kept > 0
              ? `${count(kept, 'document')} from before ${kept === 1 ? 'stays' : 'stay'}. ${documentsHint}`
              : documentsHint,
        },
        documentsAccepted,
      ),
    ],
    submit: 'Save the week',
  };
}

/** The sessions that placements take, which nobody is asked about. */
function takenLines(facts: PlanWeekFacts, from: Day): string[] {
  const lines = sessionsOfWeek.flatMap((half) => {
    const taking = takenBy(facts, half, from);
    if (taking.length === 0) return [];
    const where = taking.map(
      ({ placement, slot }) =>
        `${siteOf(placement.placementId, facts)}, ${timeInWords(slot.arriveAt)} to ${timeInWords(slot.leaveAt)}`,
    );
    return [`${halfWords(half)}: at ${listInWords(where)}.`];
  });
  return [
    'Say what becomes of each session that no placement takes. When the pupil is at a provider is changed on the page of that placement.',
    ...lines,
  ];
}

/** The day that was sent; before that, today or the first day of a placement that is to come. */
function dayOfForm(facts: PlanWeekFacts, body: unknown): Day {
  const sent = dayIfSent.safeParse(dayParts(body, 'from'));
  if (sent.success && sent.data !== undefined) return sent.data;
  const { today, placements } = facts;
  if (besideOn(placements, today).length > 0) return today;
  const coming = placements.map(({ startedOn, startOn }) => startedOn ?? startOn).filter((each) => each > today);
  return coming.toSorted()[0] ?? today;
}

export function planWeek(
  facts: PlanWeekFacts,
  { from, sessions, otherwise, leave }: PlanWeekForm,
  shown: { readonly documents?: DocumentNamed[]; readonly fileNames?: string[] },
): WeekplanCommand {
  const { subjectId, schoolId } = facts.pupil;
  const beside = besideOn(facts.placements, from).map(({ placementId }) => placementId);
  const why = leave === undefined ? {} : { leave, ...withKept(keptDocuments(facts, from), shown) };
  return {
    type: 'PlanRestOfWeek',
    data: { subjectId, schoolId, from, beside, sessions, ...(otherwise === undefined ? {} : { otherwise }), ...why },
  };
}

/** The documents from before with those that are new; one that comes again is the one that was there. */
function withKept(
  kept: ReturnType<typeof keptDocuments>,
  { documents = [], fileNames = [] }: { readonly documents?: DocumentNamed[]; readonly fileNames?: string[] },
) {
  const isNew = documents.map(({ documentId }) => kept.documents.every((each) => each.documentId !== documentId));
  const all = [...kept.documents, ...documents.filter((_, index) => isNew[index])];
  if (all.length === 0) return {};
  return { documents: all, fileNames: [...kept.fileNames, ...fileNames.filter((_, index) => isNew[index])] };
}

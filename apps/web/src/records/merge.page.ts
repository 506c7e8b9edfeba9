import { z } from 'zod';
import { isTemporaryUpn, refusals, status, type PupilCommand, type Status } from '#domain';
import { orElse, type Id } from '#event-sourcing';
import type { PupilRow } from '#read-models';
import { fullName, statusWords, upnWords, yearWords } from '../pupils/pupil-words.js';
import { Fields, type Choice } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import { comparison } from './compare.page.js';
import type { RecordFacts, TwoRecords } from './gather.js';

/** Which of the two is meant, as a form says it: no id in what is sent is taken at its word. */
const which = z.enum(['first', 'second']);
type Which = z.output<typeof which>;

const text = (missing: string) => z.string().trim().min(1, missing).max(400, 'Use 400 characters or fewer');

/** The decision as it was understood. */
export type MergeDecision = {
  readonly keep: Which;
  readonly kept: RecordFacts;
  readonly given: RecordFacts;
  /** Whose number the pupil has from now on; null where neither has one. */
  readonly number: Which | null;
  readonly because: string;
};

const mergeForm = ({ first, second }: TwoRecords) =>
  z.object({
    keep: z.enum(which.options, { error: 'Choose the record that is kept' }),
    number:
      hasNumber(first) && hasNumber(second) ? z.enum(which.options, { error: 'Choose the right UPN' }) : z.unknown(),
    because: text('Enter how you know that they are one and the same'),
  });

const hasNumber = ({ pupil }: RecordFacts): boolean => pupil.upn !== undefined;

/** @throws {NotTaken} when something is missing, or would get lost by it: then that is said where the choice is made. */
export function readMerge(records: TwoRecords, body: unknown): MergeDecision {
  const { first, second, today } = records;
  const sent = { keep: field(body, 'keep'), number: field(body, 'number'), because: field(body, 'because') };
  const { keep, number: chosen, because } = read(mergeForm(records), sent);
  const [kept, given] = keep === 'first' ? [first, second] : [second, first];
  const runs = given.placements.some(
    ({ startedOn, endedOn }) => startedOn !== undefined && (endedOn === undefined || endedOn >= today),
  );
  if (runs) notTaken({ keep: { text: refusals['merged-placement-runs'] } });
  const lost = lostStatuses(given.pupil, kept.pupil);
  if (lost.length > 0) {
    const names = lost.map((each) => statusWords[each]).join(', ');
    notTaken({ keep: { text: `${refusals['merged-status-lost']} It is: ${names}` } });
  }
  const either = hasNumber(first) ? 'first' : hasNumber(second) ? 'second' : null;
  return { keep, kept, given, number: which.safeParse(chosen).data ?? either, because };
}

function lostStatuses(given: PupilRow, kept: PupilRow): Status[] {
  const [from, into] = [orElse(given.statuses, null), orElse(kept.statuses, null)];
  return status.options.filter((each) => from?.[each] === 'yes' && (into?.[each] ?? 'unknown') === 'unknown');
}

/** What is ordered: the one record is merged into the other, which then gets the number, where it was the first one’s. */
export function mergeCommands(
  { keep, kept, given, number, because }: MergeDecision,
  personId: Id,
  { today }: TwoRecords,
) {
  const { schoolId, subjectId, upn: theirs } = given.pupil;
  const numberGoesAlong = number !== null && number !== keep;
  const merge: PupilCommand = {
    type: 'MergePupil',
    data: {
      subjectId,
      schoolId,
      intoId: kept.pupil.subjectId,
      mergedOn: today,
      personId,
      because,
      placementIds: given.placements.map(({ placementId }) => placementId),
      numberGoesAlong,
    },
  };
  const upn = orElse(theirs ?? '', '');
  if (!numberGoesAlong || upn === '') return { merge, change: null };
  const { givenName, familyName, bornOn, yearGroup, upn: before } = kept.pupil;
  const wasForGood = before !== undefined && !isTemporaryUpn(orElse(before, ''));
  const why = wasForGood ? { upnChangedBecause: 'It is that of another record of this pupil, which was merged.' } : {};
  const change: PupilCommand = {
    type: 'ChangePupilDetails',
    data: { subjectId: kept.pupil.subjectId, schoolId, givenName, familyName, upn, bornOn, yearGroup, ...why },
  };
  return { merge, change };
}

const frame = ({ first }: TwoRecords) => ({
  caption: fullName(first.pupil),
  back: { href: urlOf(paths.pupils.show, first.pupil), text: 'Back to the pupil' },
});
const ids = ({ first, second }: TwoRecords) => ({ ...first.pupil, otherId: second.pupil.subjectId });

/** One of the two was merged already: there is nothing to decide here. */
export const nothingToMergePage = (records: TwoRecords) => ({
  ...frame(records),
  title: 'These records can’t be merged',
  lead: ['One of them was merged already. Its page says which record is kept, and how to part them again.'],
});

export function mergePage(records: TwoRecords, body?: unknown, errors: FormErrors | null = null) {
  const { first, second } = records;
  const fields = new Fields(body, errors);
  const choices = (wordsOf: (record: RecordFacts) => string): Choice[] => [
    { value: 'first', text: `The first record: ${wordsOf(first)}` },
    { value: 'second', text: `The second record: ${wordsOf(second)}` },
  ];
  const about = ({ pupil, placements }: RecordFacts) =>
    `UPN ${upnWords(pupil)}, ${count(placements.length, 'placement')}`;
  const both = hasNumber(first) && hasNumber(second);
  return {
    ...frame(records),
    errors,
    title: 'Are these two records of one pupil?',
    lead: [
      'Merge them only if you are sure that it is one and the same child. Twins have the same birth date, and sometimes numbers next to each other.',
      'Nothing is copied. Before you merge, enter on the record that you keep whatever it lacks: contacts, statuses, key adults. The other one stays to be read, takes nothing new, and leads to the one that is kept.',
    ],
    compared: comparison(records),
    action: urlOf(paths.pupils.mergeWith, ids(records)),
    fields: [
      fields.choice({ name: 'keep', label: 'Which record is kept?' }, choices(about)),
      ...(both
        ? [
            fields.choice(
              { name: 'number', label: 'Which UPN is the pupil’s?' },
              choices(({ pupil }) => upnWords(pupil)),
            ),
          ]
        : []),
      fields.words({
        name: 'because',
        label: 'How do you know that they are one and the same?',
        hint: 'For example: both have the same address, and the mother has confirmed it.',
      }),
    ],
    submit: 'Continue',
  };
}

/** The decision as it was understood, before it is taken. */
export function mergeAnswersPage(records: TwoRecords, decision: MergeDecision) {
  const { keep, kept, given, number, because } = decision;
  const change = urlOf(paths.pupils.mergeWith, ids(records));
  const name = keep === 'first' ? 'The first record' : 'The second record';
  const owner = number === null ? null : number === keep ? kept : given;
  const lines = ({ pupil }: RecordFacts) => [
    `${fullName(pupil)}, ${yearWords(pupil)}`,
    `Born ${shortDay(orElse(pupil.bornOn, ''))}`,
    `UPN ${upnWords(pupil)}`,
  ];
  const proposed = given.placements.filter(
    ({ startedOn, endedOn }) => startedOn === undefined && endedOn === undefined,
  );
  return {
    ...frame(records),
    title: 'Check your answers',
    action: urlOf(paths.pupils.merged, ids(records)),
    hidden: [
      { name: 'keep', value: keep },
      { name: 'number', value: number ?? '' },
      { name: 'because', value: because },
    ],
    rows: [
      { key: 'Is kept', lines: [name, ...lines(kept)], change },
      { key: 'Is given up', lines: lines(given), change },
      { key: 'UPN from now on', lines: [owner ? upnWords(owner.pupil) : 'Not known'], change },
      { key: 'How you know', lines: [because], change },
    ],
    warnings: [
      ...(proposed.length > 0
        ? [
            `${count(proposed.length, 'placement is', 'placements are')} proposed for the record that is given up, and can’t start any more. Propose it again for the one that is kept.`,
          ]
        : []),
      'From then on the record that is given up takes nothing new, and nobody finds it by name. You can part the two again.',
    ],
    lead: ['Your name and the day are recorded with the decision.'],
    submit: 'Merge the records',
  };
}

const partForm = z.object({ because: text('Enter why they are not the same pupil') });

/** @throws {NotTaken} */
export const readPart = (body: unknown) => read(partForm, { because: field(body, 'because') });

/** Parting two records that were merged in error. */
export function partPage(pupil: PupilRow, sent?: { readonly body: unknown; readonly errors: FormErrors }) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    caption: fullName(pupil),
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
    title: 'Part the records again',
    action: urlOf(paths.pupils.unmerge, pupil),
    lead: [
      'This record is a pupil’s own again, is found by name, and takes what is new.',
      'What was entered on the other record in the meantime stays there, a UPN as well: look through it, and enter here what is this pupil’s.',
    ],
    fields: [fields.words({ name: 'because', label: 'Why are they not the same pupil?' })],
    submit: 'Part the records',
  };
}

export const notMergedPage = (pupil: PupilRow) => ({
  caption: fullName(pupil),
  back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
  title: 'This record is not merged into another one',
  lead: ['There is nothing to part.'],
});

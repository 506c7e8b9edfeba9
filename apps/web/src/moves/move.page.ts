import { z } from 'zod';
import { leavingOf, whereLeavers, type PupilCommand } from '#domain';
import { id, newId, type Day, type Id } from '#event-sourcing';
import { placementDates } from '../pupils/placement-line.js';
import { fullName } from '../pupils/pupil-words.js';
import { dayParts, daySent, Fields, type Choice } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { MoveFacts } from './gather.js';
import { changeWords, isOpen, openWords, schoolName } from './school-words.js';

/** What happened, as a form says it: a school of the trust by its id, or how a pupil left. */
type What = { readonly to: Id } | { readonly left: z.output<typeof whereLeavers> };
export type MoveAnswers = {
  readonly form: Id;
  readonly what: What;
  readonly toSchool: string | undefined;
  readonly on: Day;
};

const leaverChoices: Readonly<Record<z.output<typeof whereLeavers>, string>> = {
  'other-school': 'Left for a school outside the trust',
  finished: 'Finished education at the end of year 11',
  'not-known': 'Left, and it is not known where to',
};

const hasLeft = ({ pupil }: MoveFacts): boolean => leavingOf(pupil.changes ?? []) !== null;

function choicesOf(facts: MoveFacts): Choice[] {
  const { pupil, schools } = facts;
  const others = [...schools.values()].filter(({ schoolId }) => schoolId !== pupil.schoolId);
  const away = hasLeft(facts);
  return [
    ...(away ? [{ value: pupil.schoolId, text: 'Is back at this school' }] : []),
    ...others.map(({ schoolId, name }) => ({ value: schoolId, text: away ? `Is at ${name} now` : `Moved to ${name}` })),
    ...(away ? [] : whereLeavers.options.map((value) => ({ value, text: leaverChoices[value] }))),
  ];
}

const moveForm = (facts: MoveFacts) =>
  z.object({
    form: id,
    what: z.enum(
      choicesOf(facts).map(({ value }) => value),
      { error: 'Choose what happened' },
    ),
    toSchool: z.string().trim().max(120, 'Use 120 characters or fewer'),
    on: daySent('Enter the day').refine((on) => on <= facts.today, 'Enter today or an earlier day'),
  });

/** @throws {NotTaken} */
export function readMove(facts: MoveFacts, body: unknown): MoveAnswers {
  const { form, what, toSchool, on } = read(moveForm(facts), {
    form: field(body, 'form'),
    what: field(body, 'what'),
    toSchool: field(body, 'toSchool'),
    on: dayParts(body, 'on'),
  });
  const left = whereLeavers.safeParse(what);
  if (toSchool !== '' && left.data !== 'other-school') {
    notTaken({ toSchool: { text: 'Leave this empty, unless the pupil left for a school outside the trust' } });
  }
  const last = facts.pupil.changes?.at(-1);
  if (last && on < last.on)
    notTaken({ on: { text: `Enter ${shortDay(last.on)} or a later day: that is the day of the last change` } });
  return {
    form,
    what: left.success ? { left: left.data } : { to: what },
    toSchool: toSchool === '' ? undefined : toSchool,
    on,
  };
}

export function moveCommand(facts: MoveFacts, { form, what, toSchool, on }: MoveAnswers, personId: Id): PupilCommand {
  const { subjectId, schoolId } = facts.pupil;
  const change = { subjectId, schoolId, changeId: form, on, personId };
  if ('left' in what) {
    return {
      type: 'RecordPupilLeft',
      data: { ...change, whereTo: what.left, ...(toSchool === undefined ? {} : { toSchool }) },
    };
  }
  const data = { ...change, toSchoolId: what.to };
  return hasLeft(facts) ? { type: 'RecordPupilCameBack', data } : { type: 'MovePupil', data };
}

export const moveDone = (facts: MoveFacts, { what }: MoveAnswers) =>
  'left' in what ? ('pupilLeft' as const) : hasLeft(facts) ? ('pupilCameBack' as const) : ('pupilMoved' as const);

const frame = ({ pupil }: MoveFacts) => ({
  caption: fullName(pupil),
  back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
});

/** The placements that are still open at this school, each with what is left to do about it. */
export const openPlacements = ({ placements, sites, today }: Pick<MoveFacts, 'placements' | 'sites' | 'today'>) =>
  placements
    .filter((each) => isOpen(each, today))
    .map((each) => ({
      href: urlOf(paths.placements.show, each),
      site: sites.get(each.siteId)?.name ?? 'Unknown site',
      dates: placementDates(each),
      text: openWords(each, today),
    }));

export function movePage(facts: MoveFacts, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const sent = id.safeParse(field(body, 'form'));
  const away = hasLeft(facts);
  return {
    ...frame(facts),
    errors,
    title: away ? 'The pupil is back' : 'Moved to another school, or left',
    lead: away
      ? ['Record that the pupil is at a school of the trust again. Their record goes to that school.']
      : [
          'If the pupil moves to another school of the trust, their record goes along: from that moment on that school sees it, and this one sees its own placements alone.',
          'Whoever leaves is not shown as being at this school any more. The record stays here, and can be found among those who left.',
        ],
    open: openPlacements(facts),
    action: urlOf(paths.pupils.move, facts.pupil),
    hidden: [{ name: 'form', value: sent.data ?? newId() }],
    fields: [
      fields.choice({ name: 'what', label: 'What happened?' }, choicesOf(facts)),
      ...(away
        ? []
        : [
            fields.text({
              name: 'toSchool',
              label: 'Name of that school, if it is outside the trust and you know it (optional)',
            }),
          ]),
      fields.day({
        name: 'on',
        label: 'On which day?',
        hint: away
          ? 'The first day at the school, today or earlier.'
          : 'The first day at the other school, or the day on which the pupil came off the roll. Today or earlier.',
      }),
    ],
    submit: 'Continue',
  };
}

export function moveAnswersPage(facts: MoveFacts, answers: MoveAnswers) {
  const { form, what, toSchool, on } = answers;
  const change = urlOf(paths.pupils.move, facts.pupil);
  const [year = '', month = '', dayOfMonth = ''] = on.split('-');
  const value = 'left' in what ? what.left : what.to;
  const chosen = choicesOf(facts).find((each) => each.value === value)?.text ?? '';
  const open = openPlacements(facts);
  const goesTo = 'to' in what && what.to !== facts.pupil.schoolId ? schoolName(what.to, facts.schools) : null;
  return {
    ...frame(facts),
    title: 'Check your answers',
    action: urlOf(paths.pupils.moved, facts.pupil),
    hidden: [
      { name: 'form', value: form },
      { name: 'what', value },
      { name: 'toSchool', value: toSchool ?? '' },
      { name: 'on-day', value: dayOfMonth },
      { name: 'on-month', value: month },
      { name: 'on-year', value: year },
    ],
    rows: [
      { key: 'What happened', lines: [chosen], change },
      ...(toSchool === undefined ? [] : [{ key: 'Name of that school', lines: [toSchool], change }]),
      { key: 'Day', lines: [shortDay(on)], change },
    ],
    warnings: [
      ...(goesTo === null
        ? []
        : [`The record goes to ${goesTo}. If that turns out to be an error, ${goesTo} alone can take it back.`]),
      ...open.map(({ site, dates, text }) => `${site}, ${dates}. ${text}`),
    ],
    lead: ['Your name is recorded with it.'],
    submit: 'Record it',
  };
}

const takeBackForm = z.object({
  because: z.string().trim().min(1, 'Enter why it was an error').max(400, 'Use 400 characters or fewer'),
});

/**
 * The last change of school, if it can be taken back. Where the record came here by it and this school has made placements
 * since, the pupil was here: it would lose sight of those.
 */
export function takeBackOf({ pupil, placements }: MoveFacts) {
  const last = pupil.changes?.at(-1);
  if (!last) return { last: null, refused: 'No move, leaving or coming back is recorded of this pupil.' };
  const wasHere = pupil.changes?.slice(0, -1).some(({ schoolId }) => schoolId === pupil.schoolId) ?? false;
  const cameHere = last.schoolId !== pupil.schoolId;
  if (cameHere && !wasHere && placements.length > 0) {
    return {
      last: null,
      refused:
        'This school has proposed a placement for the pupil since, so they were here. Record that they moved on instead.',
    };
  }
  return { last, refused: '' };
}

export const nothingToTakeBackPage = (facts: MoveFacts, words: string) => ({
  ...frame(facts),
  title: 'There is nothing to take back',
  lead: [words],
});

export function takeBackPage(facts: MoveFacts, sent?: { readonly body: unknown; readonly errors: FormErrors }) {
  const { pupil, schools } = facts;
  const last = pupil.changes?.at(-1);
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const goesTo = last && last.schoolId !== pupil.schoolId ? schoolName(last.schoolId, schools) : null;
  return {
    ...frame(facts),
    errors: sent?.errors ?? null,
    title: 'That was recorded in error',
    lead: [
      ...(last
        ? [`It is recorded that the pupil ${changeWords(last, pupil, schools)}. Take that back if it is not so.`]
        : []),
      ...(goesTo === null ? [] : [`The record goes back to ${goesTo}, and this school does not see it any more.`]),
    ],
    action: urlOf(paths.pupils.takeBackMove, pupil),
    hidden: [{ name: 'form', value: last?.changeId ?? '' }],
    fields: [fields.words({ name: 'because', label: 'What was wrong?' })],
    submit: 'Take it back',
  };
}

/** @throws {NotTaken} */
export function takeBackCommand({ pupil, today }: MoveFacts, body: unknown, personId: Id): PupilCommand {
  const { because } = read(takeBackForm, { because: field(body, 'because') });
  const changeId = id.safeParse(field(body, 'form')).data ?? newId();
  const { subjectId, schoolId } = pupil;
  return { type: 'TakeBackSchoolChange', data: { subjectId, schoolId, changeId, on: today, personId, because } };
}

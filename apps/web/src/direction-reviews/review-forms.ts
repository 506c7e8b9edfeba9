import { z } from 'zod';
import {
  reviewDecision,
  reviewRequester,
  type DirectionReviewCommand,
  type ReviewDecision,
  type ReviewRequester,
} from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import { addDays } from '#procedure';
import type { DirectionReviewRow, PupilRow } from '#read-models';
import { aboutOf, pastDay, textSent } from '../placements/evidence-form.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { dayIfSent, dayParts, type Fields, type FormField } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { openReview, requesterWords } from './review-words.js';

/** The steps of a review on written request, in their order. */
export const reviewStep = z.enum(['request', 'answer', 'invite', 'hold', 'notify']);
export type ReviewStep = z.output<typeof reviewStep>;

/** A directed placement whose reviews are recorded, and what the form is about. */
export type ReviewAbout = Pick<PlacementFacts, 'placement' | 'pupil' | 'edition' | 'reviews'> & { readonly today: Day };

type StepForm = {
  readonly title: string;
  readonly lead: readonly string[];
  readonly submit: string;
  fields(about: ReviewAbout, fields: Fields): readonly FormField[];
  /** @throws {NotTaken} with what is wrong beside each field. */
  command(about: ReviewAbout, body: unknown, request: { requestId: Id; personId: Id }): DirectionReviewCommand;
};

/** What is still to be recorded: of the open request its next step, else a new request while the placement goes on. */
export function nextReviewStep({ placement, reviews }: Pick<ReviewAbout, 'placement' | 'reviews'>): ReviewStep | null {
  const open = openReview(reviews);
  if (!open) return placement.stage === 'ended' ? null : 'request';
  return stepOf(open);
}

function stepOf({ answeredOn, invitedOn, heldOn }: DirectionReviewRow): ReviewStep {
  if (answeredOn === undefined) return 'answer';
  if (invitedOn === undefined) return 'invite';
  return heldOn === undefined ? 'hold' : 'notify';
}

const receivedOn = ({ reviews, today }: ReviewAbout): Day => openReview(reviews)?.receivedOn ?? today;
const words = (body: unknown, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));

/** Whether somebody may ask, and what the pupil’s page would have to say. */
function whyNot(by: ReviewRequester, pupil: PupilRow | null, on: Day): string | null {
  switch (by) {
    case 'parent':
      return null;
    case 'pupil': {
      const bornOn = pupil?.bornOn;
      const isAdult = bornOn !== undefined && bornOn !== erased && eighteenOn(bornOn) <= on;
      return isAdult
        ? null
        : 'A pupil may ask from the age of 18. By the date of birth on their page, they were younger';
    }
    case 'local-authority': {
      const statuses = pupil?.statuses;
      const hasPlan = statuses !== undefined && statuses !== erased && statuses['ehc-plan'] === 'yes';
      return hasPlan
        ? null
        : 'A local authority may ask where there is an education, health and care plan. The pupil’s page does not say so';
    }
  }
}
const eighteenOn = (bornOn: Day): Day => `${Number(bornOn.slice(0, 4)) + 18}${bornOn.slice(4)}`;

// Procedure: X9
export const reviewForms: Readonly<Record<ReviewStep, StepForm>> = {
  request: {
    title: 'Record a written request',
    lead: ['A parent, a pupil of 18 or more, or the local authority of an education, health and care plan may ask.'],
    submit: 'Record the request',
    fields: ({ today }, fields) => [
      fields.day({ name: 'receivedOn', label: 'On which day did the school receive it?' }, today),
      fields.choice(
        { name: 'by', label: 'Who asks?' },
        reviewRequester.options.map((value) => ({ value, text: requesterWords[value] })),
      ),
      fields.text({ name: 'requestedBy', label: 'What is their name?' }),
      fields.words({ name: 'says', label: 'What do they ask, and why?' }),
    ],
    command: ({ placement, pupil, today }, body, { requestId, personId }) => {
      const schema = z
        .object({
          receivedOn: pastDay('Enter the day on which it was received', today),
          by: z.enum(reviewRequester.options, { error: 'Choose who asks' }),
          requestedBy: textSent('Enter their name'),
          says: textSent('Enter what they ask', 2_000),
        })
        .superRefine(({ by, receivedOn }, context) => {
          const message = whyNot(by, pupil, receivedOn);
          if (message !== null) context.addIssue({ code: 'custom', path: ['by'], message });
        });
      const sent = { ...words(body, 'by', 'requestedBy', 'says'), receivedOn: dayParts(body, 'receivedOn') };
      const data = { ...aboutOf(placement), requestId, ...read(schema, sent), personId };
      return { type: 'RequestDirectionReview', data };
    },
  },
  answer: {
    title: 'Answer the request',
    lead: [],
    submit: 'Record the answer',
    fields: ({ today, edition }, fields) => [
      fields.day({ name: 'answeredOn', label: 'On which day is it answered?' }, today),
      fields.day({
        name: 'heldBeforeOn',
        label: 'When was the direction last reviewed?',
        hint: `Only if Waymark has no record of it${weeksHint(edition.directionReview?.notAgainWithinWeeks)}. Leave it empty if it never was.`,
      }),
    ],
    command: (about, body, { requestId, personId }) => {
      const { placement, today, edition } = about;
      const received = receivedOn(about);
      const schema = z.object({
        answeredOn: pastDay('Enter the day on which it is answered', today),
        heldBeforeOn: dayIfSent.refine(
          (on) => on === undefined || on <= received,
          'Enter a day before the request, or leave it empty',
        ),
      });
      const sent = { answeredOn: dayParts(body, 'answeredOn'), heldBeforeOn: dayParts(body, 'heldBeforeOn') };
      const { answeredOn, heldBeforeOn } = read(schema, sent);
      const { notAgainWithinWeeks } = edition.directionReview ?? {};
      const rule = notAgainWithinWeeks === undefined ? {} : { notAgainWithinWeeks };
      const before = heldBeforeOn === undefined ? {} : { heldBeforeOn };
      const data = { ...aboutOf(placement), requestId, answeredOn, ...before, ...rule, personId };
      return { type: 'AnswerDirectionReview', data };
    },
  },
  invite: {
    title: 'Record who is invited',
    lead: ['Everybody who takes part is invited, and asked for their views in writing.'],
    submit: 'Record the invitations',
    fields: ({ today }, fields) => [
      fields.day({ name: 'invitedOn', label: 'On which day were they invited?' }, today),
      fields.words({ name: 'who', label: 'Who is invited?', hint: 'Names, and what each of them is to the pupil' }),
    ],
    command: ({ placement, today }, body, { requestId, personId }) => {
      const schema = z.object({
        invitedOn: pastDay('Enter the day on which they were invited', today),
        who: textSent('Enter who is invited', 2_000),
      });
      const said = read(schema, { ...words(body, 'who'), invitedOn: dayParts(body, 'invitedOn') });
      return { type: 'InviteToDirectionReview', data: { ...aboutOf(placement), requestId, ...said, personId } };
    },
  },
  hold: {
    title: 'Record the review',
    lead: [],
    submit: 'Record the review',
    fields: ({ today }, fields) => [
      fields.day({ name: 'heldOn', label: 'On which day was it held?' }, today),
      fields.words({ name: 'present', label: 'Who was there?' }),
      fields.words({ name: 'views', label: 'Whose written views were taken, and what were they?' }),
      fields.choice(
        { name: 'decision', label: 'What was decided?' },
        reviewDecision.options.map((value) => ({ value, text: decisionChoice[value] })),
      ),
      fields.words({ name: 'because', label: 'Why?' }),
    ],
    command: ({ placement, today }, body, { requestId, personId }) => {
      const schema = z.object({
        heldOn: pastDay('Enter the day on which it was held', today),
        present: textSent('Enter who was there', 2_000),
        views: textSent('Enter whose views were taken, or that there were none', 2_000),
        decision: z.enum(reviewDecision.options, { error: 'Choose what was decided' }),
        because: textSent('Enter why', 2_000),
      });
      const sent = { ...words(body, 'present', 'views', 'decision', 'because'), heldOn: dayParts(body, 'heldOn') };
      return {
        type: 'HoldDirectionReview',
        data: { ...aboutOf(placement), requestId, ...read(schema, sent), personId },
      };
    },
  },
  notify: {
    title: 'Record the notice',
    lead: ['Whoever asked gets the decision in writing, with its reasons.'],
    submit: 'Record the notice',
    fields: ({ today }, fields) => [
      fields.day({ name: 'noticeOn', label: 'On which day was notice given?' }, today),
      fields.text({ name: 'upon', label: 'To whom?' }),
    ],
    command: ({ placement, today }, body, { requestId, personId }) => {
      const schema = z.object({
        noticeOn: pastDay('Enter the day on which notice was given', today),
        upon: textSent('Enter to whom notice was given'),
      });
      const said = read(schema, { ...words(body, 'upon'), noticeOn: dayParts(body, 'noticeOn') });
      return { type: 'NotifyOfDirectionReview', data: { ...aboutOf(placement), requestId, ...said, personId } };
    },
  },
};

const decisionChoice: Readonly<Record<ReviewDecision, string>> = {
  'goes-on': 'The direction goes on',
  changes: 'The direction is changed',
  ends: 'The direction ends',
};

const weeksHint = (weeks: number | undefined): string =>
  weeks === undefined ? '' : `: where it was in the ${weeks} weeks before the request, none has to be held`;

/** By which day notice is due after a review that was held; null where the edition does not say. */
export function noticeDueOn({ edition }: Pick<ReviewAbout, 'edition'>, { heldOn }: DirectionReviewRow): Day | null {
  const { notice } = edition.directionReview ?? {};
  return heldOn === undefined || notice === undefined ? null : addDays(heldOn, notice.withinDays);
}

import { wordsOfCitation, wordsOfLimit } from '#procedure';
import type { Id } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay } from '../shell/words.js';
import { nextReviewStep, noticeDueOn, reviewForms, type ReviewAbout } from './review-forms.js';
import { openReview, reviewStory, reviewTag } from './review-words.js';

/** The requests for a review of a direction with what came of each, and the form for what comes next. */
// Procedure: X9
export function reviewsPage(
  about: ReviewAbout,
  requestId: Id,
  saved: Notice | null,
  sent?: { readonly body: unknown; readonly errors: FormErrors },
) {
  const { placement, pupil, reviews } = about;
  const { schoolId, placementId, route } = placement;
  const address = { schoolId, placementId };
  const isDirected = route === 'directed';
  return {
    title: 'Reviews of the direction',
    caption: fullName(pupil ?? undefined),
    saved,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.placements.show, address), text: 'Back to the placement' },
    basis: isDirected ? basis(about) : ['This placement is not directed: a review on request is of a direction alone.'],
    reviews: reviews.map((row) => ({
      title: `Request of ${shortDay(row.receivedOn)}`,
      tag: reviewTag(row),
      lines: reviewStory(row),
    })),
    form: isDirected ? form(about, requestId, sent) : null,
  };
}

/** What holds, and what it rests on: advice that names another rule is still about. */
function basis({ edition }: ReviewAbout): readonly string[] {
  const { directionReview, citations } = edition;
  if (directionReview === null) return ['The edition of this placement does not say when a review has to be held.'];
  const source = citations.find(({ id }) => id === directionReview.citation);
  return [
    `When a review is asked for in writing, it has to be held, unless there was one in the ${directionReview.notAgainWithinWeeks} weeks before.`,
    ...(source ? [`This rests on: ${wordsOfCitation(source)}. ${source.note ?? ''}`.trim()] : []),
  ];
}

function form(about: ReviewAbout, requestId: Id, sent?: { readonly body: unknown; readonly errors: FormErrors }) {
  const step = nextReviewStep(about);
  if (step === null) return null;
  const next = reviewForms[step];
  const { schoolId, placementId } = about.placement;
  return {
    title: next.title,
    lead: [...next.lead, ...(step === 'notify' ? due(about) : [])],
    submit: next.submit,
    step,
    requestId: openReview(about.reviews)?.requestId ?? requestId,
    action: urlOf(paths.directionReviews, { schoolId, placementId }),
    fields: next.fields(about, new Fields(sent?.body, sent?.errors ?? null)),
  };
}

function due(about: ReviewAbout): readonly string[] {
  const open = openReview(about.reviews);
  const dueOn = open && noticeDueOn(about, open);
  const { notice } = about.edition.directionReview ?? {};
  return dueOn && notice ? [`It is due by ${shortDay(dueOn)}: ${wordsOfLimit(notice)}.`] : [];
}

/** What a directed placement’s page says of requests for a review; nothing where it is not directed. */
export function reviewSection({ placement, reviews }: Pick<ReviewAbout, 'placement' | 'reviews'>, mayRecord: boolean) {
  const { schoolId, placementId, route } = placement;
  if (route !== 'directed') return null;
  const [latest] = reviews;
  return {
    tag: latest ? reviewTag(latest) : { text: 'None asked for', colour: 'grey' },
    text: latest ? `Request received on ${shortDay(latest.receivedOn)}.` : '',
    href: mayRecord ? urlOf(paths.directionReviews, { schoolId, placementId }) : null,
    link: latest ? 'See the reviews, and record what comes next' : 'Record a written request for a review',
  };
}

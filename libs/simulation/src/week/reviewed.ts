import type { DirectionReviewCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import type { Edition } from '#procedure';
import { personId, type PersonName } from './names.js';
import { monday } from './trust.js';

type Entry = readonly [PersonName, DirectionReviewCommand];
type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
const head = 'ruth-calloway';

/** A mother asked that the direction be reviewed, and it was; now the local authority asks as well, and waits for an answer. */
// Procedure: X9
export function* reviewedOnRequest({ directionReview }: Edition, about: About): Iterable<Entry> {
  const personIdOfHead = personId(head);
  const of = (name: string) => ({ ...about, requestId: idFrom('example', 'review', name), personId: personIdOfHead });
  const mother = of('mother');
  const asked = { by: 'parent', requestedBy: 'Mrs Vance', says: 'It is too far, and he knows nobody there.' } as const;
  yield [head, { type: 'RequestDirectionReview', data: { ...mother, receivedOn: '2026-11-12', ...asked } }];
  const weeks = directionReview?.notAgainWithinWeeks;
  const rule = weeks === undefined ? {} : { notAgainWithinWeeks: weeks };
  yield [head, { type: 'AnswerDirectionReview', data: { ...mother, answeredOn: '2026-11-12', ...rule } }];
  const who = 'Mrs Vance, Tariq, his SEN caseworker, Dilys Penrose of Greenacre.';
  yield [head, { type: 'InviteToDirectionReview', data: { ...mother, invitedOn: '2026-11-12', who } }];
  const said = {
    present: 'Mrs Vance, Tariq, Ruth Calloway; the caseworker by telephone.',
    views: 'Mrs Vance is against it for the way there; Tariq would try it.',
    decision: 'goes-on',
    because: 'A taxi takes him there and back, and his cousin is there on the same days.',
  } as const;
  yield [head, { type: 'HoldDirectionReview', data: { ...mother, heldOn: '2026-11-13', ...said } }];
  const upon = 'Mrs Vance, by letter';
  yield [head, { type: 'NotifyOfDirectionReview', data: { ...mother, noticeOn: '2026-11-13', upon } }];
  const authority = { by: 'local-authority', requestedBy: 'Millbeck Council, SEN team' } as const;
  const says = 'Whether the place can meet what the plan says of speech and language.';
  yield [
    head,
    { type: 'RequestDirectionReview', data: { ...of('authority'), receivedOn: monday, ...authority, says } },
  ];
}

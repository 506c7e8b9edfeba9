import type { AssuranceStanding } from '#procedure';
import { shortDay } from '../shell/words.js';
import type { AssuranceFacts } from './gather.js';

/** How written assurance stands, as a tag. */
export const standingTag: Readonly<
  Record<AssuranceStanding['state'], { readonly text: string; readonly colour: string }>
> = {
  'not-asked': { text: 'Not asked for', colour: 'yellow' },
  asked: { text: 'Asked for', colour: 'blue' },
  overdue: { text: 'No answer in time', colour: 'red' },
  answered: { text: 'Answered', colour: 'blue' },
  accepted: { text: 'Accepted', colour: 'green' },
  reopened: { text: 'To be asked again: staff have changed', colour: 'orange' },
  lapsed: { text: 'To be asked again: it is too old', colour: 'orange' },
};

/** The same in a sentence, for a provider's page. */
export function standingWords({ found, standing, outstanding }: AssuranceFacts): string {
  if (!found) return 'Nobody has been asked to confirm in writing who was checked.';
  const { askedOn, replyBy, answeredOn, acceptedOn } = found.assurance;
  if (answeredOn === undefined) return `Asked for on ${shortDay(askedOn)}, by ${shortDay(replyBy)}.`;
  const open = outstanding.length === 0 ? 'all of it confirmed' : `${outstanding.length} not confirmed`;
  const accepted = acceptedOn === undefined ? '' : `, accepted on ${shortDay(acceptedOn)}`;
  const again = standing.againOn === null ? '' : ` It counts until ${shortDay(standing.againOn)}.`;
  return `Answered on ${shortDay(answeredOn)}, ${open}${accepted}.${again}`;
}

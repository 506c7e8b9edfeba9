import type { Complainant, ComplaintChannel, ComplaintOutcome } from '#domain';
import { erased, type Day } from '#event-sourcing';
import type { ComplaintRow } from '#read-models';
import { count, shortDay } from '../shell/words.js';

export const complainantWords: Readonly<Record<Complainant, string>> = {
  parent: 'A parent',
  pupil: 'The pupil',
  provider: 'The provider',
  neighbour: 'A neighbour',
  other: 'Somebody else',
};
export const complaintChannelWords: Readonly<Record<ComplaintChannel, string>> = {
  telephone: 'By telephone',
  email: 'By email',
  letter: 'By letter',
  'in-person': 'In person',
};
export const complaintStepWords: Readonly<Record<ComplaintRow['steps'][number]['step'], string>> = {
  acknowledged: 'Acknowledged',
  'looked-into': 'Looked into',
  answered: 'Answered',
  'taken-further': 'Taken further',
  closed: 'Closed',
};
export const complaintOutcomeWords: Readonly<Record<ComplaintOutcome, string>> = {
  upheld: 'Upheld',
  'upheld-in-part': 'Upheld in part',
  'not-upheld': 'Not upheld',
  withdrawn: 'Taken back by whoever complained',
};

export const complaintTitle = ({ receivedOn }: Pick<ComplaintRow, 'receivedOn'>): string =>
  `Complaint of ${shortDay(receivedOn)}`;

const daysOpen = (from: Day, until: Day): number => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);

/** For how many days it has been open since it came, or with what it was closed. */
export function complaintTag({ state, receivedOn, outcome, closedOn }: ComplaintRow, today: Day) {
  if (state === 'open') return { text: `Open for ${count(daysOpen(receivedOn, today), 'day')}`, colour: 'yellow' };
  const what = outcome === undefined || outcome === erased ? 'Closed' : complaintOutcomeWords[outcome];
  return { text: `${what}, ${shortDay(closedOn ?? receivedOn)}`, colour: 'green' };
}

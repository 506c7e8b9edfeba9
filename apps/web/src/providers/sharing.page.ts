import { z } from 'zod';
import { sharesOn, type ProviderCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { SharingRow } from '#read-models';
import { dayIfSent, dayParts, daySent, Fields } from '../shell/fields.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { ProviderHere } from './desk.js';
import { about, type FormSent } from './details.page.js';

export type SharingHere = ProviderHere & { readonly school: string; readonly agreement: SharingRow | null };

export const sharingForm = z
  .object({ from: daySent('Enter the day from which it holds'), until: dayIfSent })
  .refine(({ from, until }) => until === undefined || until >= from, {
    path: ['until'],
    message: 'It can’t end before it begins',
  });
export const sharingSent = (body: unknown) => ({ from: dayParts(body, 'from'), until: dayParts(body, 'until') });

export const recordSharing = (
  { schoolId, provider: { providerId } }: SharingHere,
  personId: Id,
  { from, until }: z.output<typeof sharingForm>,
): ProviderCommand => ({
  type: 'RecordSharingAgreement',
  data: { providerId, schoolId, personId, from, ...(until === undefined ? {} : { until }) },
});

export function sharingPage(here: SharingHere, sent?: FormSent) {
  const { schoolId, school, provider, agreement } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(here, sent),
    title: 'Record a data sharing agreement',
    lead: [
      `Nothing about a pupil of ${school} goes to this provider on a day for which no agreement is recorded.`,
      'What is recorded last stands: to end an agreement, record it again with its last day.',
    ],
    action: urlOf(paths.providers.sharing, { schoolId, ...provider }),
    fields: [
      fields.day({ name: 'from', label: 'From which day does it hold?' }, agreement?.from),
      fields.day({ name: 'until', label: 'Until which day?', hint: 'Leave it out if it has no end' }, agreement?.until),
    ],
    submit: 'Record the agreement',
  };
}

/** How the agreement stands on a day, for the provider’s page. */
export function sharingWords(agreement: SharingRow | null, today: Day) {
  if (!agreement) return { text: 'None is recorded.', tag: { text: 'None', colour: 'red' } };
  const { from, until } = agreement;
  const text = `From ${shortDay(from)}${until === undefined ? '' : ` until ${shortDay(until)}`}.`;
  const tag = sharesOn(agreement, today)
    ? { text: 'Holds', colour: 'green' }
    : { text: 'Does not hold', colour: 'red' };
  return { text, tag };
}

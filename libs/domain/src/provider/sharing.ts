import { z } from 'zod';
import { day, id, type Day, type Id, type Messages, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * A data sharing agreement between a school and a provider: from when it holds, and until when, where it has an end. The one
 * that was recorded last stands. Nothing about a pupil goes to the provider on a day for which there is none.
 */
const agreement = z.object({ providerId: id, schoolId: id, personId: id, from: day, until: day.optional() });

export const sharingEvents = {
  SharingAgreementRecorded: agreement.describe(
    'Somebody recorded from when, and until when, a school has a data sharing agreement with a provider; the last one stands.',
  ),
};
export const sharingCommands = { RecordSharingAgreement: agreement };
export type SharingEvent = MessageOf<Messages<typeof sharingEvents>>;
export type SharingCommand = MessageOf<Messages<typeof sharingCommands>>;
export type SharingAgreements = Readonly<Record<Id, SharingEvent['data']>>;

export const isSharing = (event: { readonly type: string }): event is SharingEvent =>
  Object.hasOwn(sharingEvents, event.type);
export const isSharingCommand = (command: { readonly type: string }): command is SharingCommand =>
  Object.hasOwn(sharingCommands, command.type);

export const withSharing = (known: SharingAgreements, { data }: SharingEvent): SharingAgreements => ({
  ...known,
  [data.schoolId]: data,
});

export function decideSharing({ data }: SharingCommand, known: SharingAgreements): SharingEvent[] {
  const before = known[data.schoolId];
  if (before && sameAsKnown(before, data)) return [];
  if (data.until !== undefined && data.until < data.from) return no('sharing-ends-before-it-begins');
  return [{ type: 'SharingAgreementRecorded', data }];
}

/** Whether an agreement holds on a day; both its first and its last day count. */
export const sharesOn = (
  agreement: { readonly from: Day; readonly until?: Day | undefined } | null | undefined,
  on: Day,
): boolean => !!agreement && agreement.from <= on && (agreement.until === undefined || on <= agreement.until);

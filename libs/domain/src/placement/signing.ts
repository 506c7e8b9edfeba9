import { z } from 'zod';
import { day, erased, id, idFrom, personal, type Day, type Id, type MessageOf, type Messages } from '#event-sourcing';
import { documentNamed, documentsMax, type Slot } from '../vocabulary.js';
import type { Briefing } from './briefing.js';
import { signatoryEvents } from './signatories.js';
import { signedForm } from './signed-form.js';
import { slotsOn, type PlannedWeek } from './weeks.js';

/**
 * The agreement is signed by somebody with authority over the pupil, who has no account here: by a link in a letter, bound to
 * that person and that placement, or on paper. Whichever comes first counts. By a link nobody signs what they have not seen:
 * what is signed and what stands are held against each other once more when the signature arrives. Whoever signed may say later
 * that they take it back: then a new signature is needed, and no letter from before leads to one.
 */
const about = { placementId: id, subjectId: id, schoolId: id };
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

/** Scans of what was signed, with the names that their files had. */
const scans = {
  documents: z.array(documentNamed).min(1).max(documentsMax).optional(),
  fileNames: personal(z.array(z.string().min(1).max(200)).max(documentsMax)).optional(),
};

const agreement = z.object({
  ...about,
  agreedOn: day,
  signedBy: personal(line),
  // Procedure: S16.3, S16.4
  signed: personal(signedForm).optional(),
  /** How it came: on paper, where it does not say. */
  channel: z.enum(['link', 'paper']).optional(),
  /** By a link: to which contact of the pupil it went, and which of their letters it was. */
  contactId: id.optional(),
  asking: z.int().min(1).optional(),
  /** On paper: when the school received it, and who of the school. */
  receivedOn: day.optional(),
  receivedById: id.optional(),
  ...scans,
});

/** `asking` counts the letters to that contact about that placement; `personId` is who asks. */
const asked = z.object({
  ...about,
  contactId: id,
  asking: z.int().min(1),
  personId: id,
  on: day,
  /** The version of the form that is to be signed. */
  version: z.string().trim().min(1).max(30),
});

/** A signature by a link: `arranged` is what the page showed to be arranged, which the event does not keep by that name. */
const byLink = z.object({
  ...about,
  contactId: id,
  asking: z.int().min(1),
  agreedOn: day,
  signedBy: personal(line),
  signed: personal(signedForm),
  arranged: id,
});

/** How whoever signed said that they take it back. */
export const withdrawnHow = z.enum(['in-person', 'by-telephone', 'in-writing']);
export type WithdrawnHow = z.output<typeof withdrawnHow>;
const withdrawal = z.object({
  ...about,
  withdrawnOn: day,
  how: withdrawnHow,
  /** Who of the school was told. */
  personId: id,
  withdrawnBy: personal(line),
  because: personal(words).optional(),
});

export const signingEvents = {
  // Procedure: S16.5
  SignatureAsked: asked.describe(
    'The school asked somebody with authority over the pupil to sign the agreement, by a letter with a link to it.',
  ),
  PlacementAgreed: agreement.describe(
    'The agreement about the placement was signed: by a link, or on paper that somebody of the school received.',
  ),
  AgreementWithdrawn: withdrawal.describe(
    'Somebody who had signed the agreement told the school that they take it back; it stands no longer.',
  ),
  ...signatoryEvents,
};
export type SigningEvent = MessageOf<Messages<typeof signingEvents>>;
export const signingCommands = {
  AskForSignature: asked,
  AgreePlacement: agreement,
  SignAgreement: byLink,
  WithdrawAgreement: withdrawal,
};

/** What is known of somebody who may have authority over a pupil; what is erased, or was never said, gives none. */
type Authority = {
  readonly parentalResponsibility?: unknown;
  readonly maySign?: unknown;
  readonly whereaboutsWithheld?: unknown;
};

/** Whether somebody may sign for a pupil: by parental responsibility, or because whoever has it lets them. */
// Procedure: S16.5, X4
export const hasAuthority = ({ parentalResponsibility, maySign }: Authority): boolean =>
  parentalResponsibility === 'yes' || maySign === true;

/** Why somebody can't sign by a link; null where they can. What is signed says where the pupil is. */
export function barredFromSigning(
  contact: Authority | undefined,
): 'contact-may-not-sign' | 'whereabouts-withheld' | null {
  if (contact?.whereaboutsWithheld === true) return 'whereabouts-withheld';
  return contact && hasAuthority(contact) ? null : 'contact-may-not-sign';
}

/** What is arranged on a day, by the placement's own facts: the same slots and the same journey, the same id. */
export function arrangedOn(
  weeks: readonly PlannedWeek[],
  first: Day,
  on: Day,
  says: Briefing | typeof erased | undefined,
): Id {
  const slots = slotsOn(weeks, on > first ? on : first)
    .map(slotKey)
    .toSorted();
  const journey = says === undefined || says === erased ? [] : [says.transport.travel, says.transport.times];
  return idFrom('arranged', JSON.stringify(slots), JSON.stringify(journey));
}

const slotKey = ({ weekday, session, arriveAt, leaveAt }: Slot): string =>
  [weekday, session, arriveAt, leaveAt].join(' ');

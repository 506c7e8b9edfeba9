import { signedBy, type PlacementCommand, type SignedForm } from '#domain';
import { erased, type Day } from '#event-sourcing';
import type { SigningLink } from '#letters';
import { aboutOf } from '../placements/evidence-form.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { arrangedIn, signatoryForm, signedForm } from '../placements/signed-form.js';
import type { LinkedAgreement, SignedByLink, Signer } from './signing-link.page.js';

/** A letter by which somebody was asked to sign. */
type Letter = { readonly signer: Signer; readonly asking: number; readonly takenBackSince: boolean };

/** The letter that a link was in, by its recipient and its number; null where there is none. */
export function letterOf(
  { signing: { row } }: PlacementFacts,
  { recipientId: id, asking }: SigningLink,
): Letter | null {
  const contact = row?.asked.find((each) => each.contactId === id && each.asking === asking);
  if (contact) return { signer: { id, as: 'parent' }, asking, takenBackSince: contact.takenBackSince };
  const keyAdult = row?.signatories.find((each) => each.keyAdultId === id && each.asking === asking);
  return keyAdult ? { signer: { id, as: keyAdult.signatory }, asking, takenBackSince: false } : null;
}

/** What there is to sign; null where the edition has no form that is signed by a link. */
export const formFor = (facts: PlacementFacts, { as }: Signer, today: Day): SignedForm | null =>
  as === 'parent' ? signedForm(facts, today) : signatoryForm(facts, today, as);

/** What whoever has the link has signed by it, or by another letter to them. */
export function signedBefore(facts: PlacementFacts, { signer }: Letter): SignedByLink | null {
  const { placement, signing, timeline } = facts;
  if (signer.as === 'parent') {
    const { agreed } = signing.row ?? {};
    if (agreed?.channel !== 'link' || agreed.contactId !== signer.id) return null;
    const { signed } = placement;
    return { facts, signer, at: agreed.at, form: signed === undefined || signed === erased ? null : signed };
  }
  const row = signing.row?.signatories.findLast(({ keyAdultId, signed }) => keyAdultId === signer.id && signed);
  if (!row?.signed) return null;
  const event = timeline.findLast(({ type, actor }) => type === 'SignatorySigned' && actor.id === signer.id);
  // The details are the event's data as the journal gave it: its type says its shape.
  const form =
    typeof event?.details === 'string' ? (JSON.parse(event.details) as { signed?: SignedForm }).signed : null;
  return { facts, signer, at: row.signed.at, form: form ?? null };
}

/** Whether nobody is asked for this signature any more: it came by another way, or from another. */
export const isSignedOtherwise = ({ placement, signing }: PlacementFacts, { as }: Signer): boolean =>
  as === 'parent'
    ? signing.row?.agreed !== undefined
    : placement.evidence.some(({ evidence }) => evidence === signedBy(as));

/** The order that comes of the signature, with what the page showed to be arranged. */
export function signCommand(
  { facts, form, signer, asking, today }: LinkedAgreement,
  signedBy: string,
): PlacementCommand {
  const { id, as } = signer;
  const given = { ...aboutOf(facts.placement), asking, signedBy, signed: form, arranged: arrangedIn(facts, today) };
  return as === 'parent'
    ? { type: 'SignAgreement', data: { ...given, contactId: id, agreedOn: today } }
    : { type: 'SignAsSignatory', data: { ...given, signatory: as, keyAdultId: id, signedOn: today } };
}

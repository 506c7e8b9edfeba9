import { newId, type Id } from '#event-sourcing';
import { endOfLink, ProviderLinks } from '#letters';
import { contactId, personId, providerId, schoolId, siteId, subjectId } from '../../libs/simulation/src/week/names.js';
import type { WebWorld } from './web-world.js';

const hollinBank = schoolId('hollin-bank');
export const wendy = contactId('callum');

/** A placement of Callum's that waits for its agreement. */
export async function proposeToSign(world: WebWorld): Promise<{ placementId: Id; subjectId: Id; schoolId: Id }> {
  const about = { placementId: newId(), subjectId: subjectId('callum'), schoolId: hollinBank };
  const { id, edition } = world.edition;
  const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
  const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
  const plan = { purpose: 'To learn to cook.', startOn: '2026-11-24', slots, restOfWeek: 'taught' };
  await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } });
  return about;
}

/** Callum's grandmother, who has parental responsibility and an address unless it is said otherwise. */
export async function nameWendy(world: WebWorld, otherwise: object = {}): Promise<void> {
  const contact = { name: 'Wendy Dray', relation: 'grandmother', telephone: '01632 960302', mayBeRung: true };
  const authority = { mayBeTold: true, parentalResponsibility: 'yes', email: 'wendy@home.example' };
  const about = { subjectId: subjectId('callum'), schoolId: hollinBank, contactId: wendy, order: 1 };
  await world.send({ type: 'NameContact', data: { ...about, ...contact, ...authority, ...otherwise } });
}

/** The way to what she is asked to sign, as a letter has it. */
export function signingLinkOf(world: WebWorld, placementId: Id, endsOn: string, asking = 1, recipientId = wendy) {
  const { masterKey, config } = world.installation;
  const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
  const endsAt = endOfLink(endsOn);
  return `/p/${links.signingTokenOf({ placementId, asking, recipientId, endsAt })}/agreement`;
}

/** Asks her, and gives the way to the page. */
export async function askWendy(world: WebWorld, endsOn: string): Promise<string> {
  const about = await proposeToSign(world);
  await nameWendy(world);
  const asked = { contactId: wendy, asking: 1, personId: personId('priya-raman'), on: '2026-11-16', version: '1' };
  await world.send({ type: 'AskForSignature', data: { ...about, ...asked } });
  return signingLinkOf(world, about.placementId, endsOn);
}

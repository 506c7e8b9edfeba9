import { assuranceIdOf } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { personId } from '../../libs/simulation/src/week/names.js';
import type { WebWorld } from './web-world.js';

type About = {
  readonly schoolId: Id;
  readonly providerId: Id;
  readonly siteId: Id;
  /** Everybody at the site. */
  readonly adultIds: readonly [Id, ...Id[]];
};

/** A provider confirms in writing all that the edition asks, and the school accepts it, all on one day. */
export async function enterAssurance(world: WebWorld, { adultIds, ...where }: About, on: Day): Promise<void> {
  const { id, edition, assurance } = world.edition;
  if (!assurance) throw new Error(`Edition ${edition} asks no provider for written assurance.`);
  const round = { ...where, assuranceId: assuranceIdOf(where.schoolId, where.siteId), round: 1 };
  const asked = { recipientId: adultIds[0], personId: personId('priya-raman'), on, replyBy: on };
  await world.send({ type: 'RequestAssurance', data: { ...round, ...asked, procedure: { id, edition } } });
  const yes = (items: typeof assurance.provider) =>
    items.map(({ id: item, withDay }) => ({ item, answer: 'yes', ...(withDay ? { on } : {}) }));
  const adults = adultIds.map((adultId) => ({ adultId, answers: yes(assurance.eachAdult) }));
  const signed = { channel: 'paper', byId: asked.personId, answeredBy: 'The manager', position: 'Manager' };
  const answer = { ...signed, on, adultIds, othersIds: [], answers: yes(assurance.provider), adults };
  await world.send({ type: 'AnswerAssurance', data: { ...round, ...answer } });
  await world.send({ type: 'AcceptAssurance', data: { ...round, personId: personId('ruth-calloway'), on } });
}

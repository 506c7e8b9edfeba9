import { CommandBus } from '@nestjs/cqrs';
import { ToAssurance, ToProvider } from '#commands';
import type { AssuranceCommand } from '#domain';
import { idFrom, type Day, type Id, type Meta, type Position } from '#event-sourcing';
import type { AssuranceRow } from '#read-models';
import type { Answered } from './answer-form.js';

/** Who gave a reply, in which way, and of which day it is. */
export type Given = { readonly on: Day; readonly channel: 'link' | 'paper'; readonly byId: Id };

/**
 * Records a reply. Whoever is named in it and not known yet is entered at the site first, so that what is asked of them can
 * be answered, and so that somebody notices when they leave.
 */
// Procedure: S23.13
export async function recordReply(
  commands: CommandBus,
  row: Pick<AssuranceRow, 'assuranceId' | 'schoolId' | 'providerId' | 'siteId'>,
  round: number,
  { newcomer, words, ...answered }: Answered,
  { form, ...given }: Given & { readonly form: Id },
  meta: Meta,
): Promise<{ readonly position: Position; readonly events: readonly unknown[] }> {
  const { assuranceId, schoolId, providerId, siteId } = row;
  const adultIds = [...answered.adultIds];
  const adults = [...answered.adults];
  if (newcomer) {
    // The same form sent twice is the same person.
    const adultId = idFrom('adult', siteId, form);
    const data = { providerId, siteId, adultId, ...newcomer, attendanceContact: false };
    await commands.execute(new ToProvider(providerId, { type: 'NameAdult', data }, meta));
    adultIds.push(adultId);
    adults.push({ adultId, answers: [] });
  }
  const command: AssuranceCommand = {
    type: 'AnswerAssurance',
    data: {
      assuranceId,
      schoolId,
      providerId,
      siteId,
      round,
      ...given,
      ...answered,
      adultIds,
      adults,
      ...(Object.keys(words).length > 0 && { words: { ...words } }),
      othersIds: [...answered.othersIds],
    },
  };
  return commands.execute(new ToAssurance(assuranceId, command, meta));
}

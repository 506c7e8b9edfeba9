import { z } from 'zod';
import { day, id, personal, type Day, type Id, type MessageOf, type Messages } from '#event-sourcing';
import type { Part } from '../pupil/file.js';
import { no } from '../refusals.js';
import type { EvidenceEvent } from './evidence-facts.js';
import { signedForm } from './signed-form.js';

/**
 * Beside a parent, some sign the agreement for themselves who are neither of the school nor of the provider, and have no account
 * here. Where the pupil's page names them among the key adults they sign by a link, too: it is for that key adult, that placement
 * and that letter. On paper each may sign as before.
 */
const about = { placementId: id, subjectId: id, schoolId: id };

/** Those who may sign by a link, and by which part they play for the pupil. */
export const linkSignatory = z.enum(['social-worker', 'sen-caseworker', 'virtual-school']);
export type LinkSignatory = z.output<typeof linkSignatory>;
// Procedure: S14.20, S16.10, S16.11, S16.12
const partsOf: Readonly<Record<LinkSignatory, Part>> = {
  'social-worker': 'social-worker',
  // Taken as one: nothing says that the key worker of the authority is another than the one who signs for it.
  'sen-caseworker': 'sen-key-worker',
  'virtual-school': 'virtual-school',
};

/** As what somebody may sign by the part that they play; what is erased, or was never said, lets nobody sign. */
export const signatoryOf = (keyAdult: { readonly part?: unknown } | undefined): LinkSignatory | null =>
  linkSignatory.options.find((each) => partsOf[each] === keyAdult?.part) ?? null;

/** `asking` counts the letters to that key adult about that placement; `personId` is who asks. */
const asked = z.object({
  ...about,
  signatory: linkSignatory,
  keyAdultId: id,
  asking: z.int().min(1),
  personId: id,
  on: day,
});
const signed = z.object({
  ...about,
  signatory: linkSignatory,
  keyAdultId: id,
  asking: z.int().min(1),
  signedOn: day,
  signedBy: personal(z.string().trim().min(1).max(160)),
  signed: personal(signedForm),
});

export const signatoryEvents = {
  // Procedure: S16.10, S16.11, S16.12
  SignatoryAsked: asked.describe(
    'The school asked somebody who plays a part for the pupil to sign the agreement, by a letter with a link to it.',
  ),
  SignatorySigned: signed.describe(
    'Somebody who plays a part for the pupil signed the agreement for themselves, by the link in a letter.',
  ),
};
/** `arranged` is what the page showed to be arranged, which the event does not keep by that name. */
export const signatoryCommands = {
  AskSignatory: asked,
  SignAsSignatory: signed.extend({ arranged: id }),
};
export type SignatoryCommand = MessageOf<Messages<typeof signatoryCommands>>;
export const isAboutSignatory = <C extends { readonly type: string }>(
  command: C,
): command is Extract<C, { type: SignatoryCommand['type'] }> => Object.hasOwn(signatoryCommands, command.type);

/** The signature of somebody is one fact, however it came. */
export const signatureKey = (signatory: string): string => `signature ${signatory}`;
export const signatoryAskedKey = ({ keyAdultId, asking }: { keyAdultId: Id; asking: number }): string =>
  `SignatoryAsked ${keyAdultId} ${asking}`;

type Known = {
  readonly facts: Readonly<Record<string, EvidenceEvent>>;
  readonly hasEnded: boolean;
  /** What is arranged on a day, as whoever signs has to have seen it. */
  readonly arrangedOn: (on: Day) => Id;
};

/** What comes of asking somebody to sign for themselves, and of their signature; the same again is nothing. */
export function decideSignatory({ type, data }: SignatoryCommand, known: Known): readonly EvidenceEvent[] {
  const { facts, hasEnded, arrangedOn } = known;
  const given = facts[signatureKey(data.signatory)];
  const letter = facts[signatoryAskedKey(data)];
  // A link that is used twice has signed once, whatever name is typed the second time; the same form sent twice is one letter.
  if (type === 'SignAsSignatory' && given?.type === 'SignatorySigned' && given.data.keyAdultId === data.keyAdultId) {
    return [];
  }
  if (type === 'AskSignatory' && letter) return [];
  if (given) return no('signatory-has-signed');
  if (hasEnded) return no('placement-ended');
  if (type === 'AskSignatory') return [{ type: 'SignatoryAsked', data }];
  const isAsked = letter?.type === 'SignatoryAsked' && letter.data.signatory === data.signatory;
  if (!isAsked) return no('signature-not-asked');
  const { arranged, ...signature } = data;
  if (arranged !== arrangedOn(data.signedOn)) return no('arrangements-changed');
  return [{ type: 'SignatorySigned', data: signature }];
}

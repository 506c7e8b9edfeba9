import { z } from 'zod';
import { day, erased, id, idFrom, personal, type Id } from '#event-sourcing';
import type { Pupil } from '../pupil/pupil.js';

/**
 * The briefing is what a provider must know of a pupil before they come: their health, what they need, what could go wrong
 * and how that is met, and how they get there. The school writes it; whom to ring is never written here, because the pupil's
 * own contacts say it. A version is both as they stood, so what was acknowledged is outstanding again once either changes.
 */
const about = { placementId: id, subjectId: id, schoolId: id };
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

export const travel = z.enum([
  'on-foot',
  'bicycle',
  'public-transport',
  'brought-by-family',
  'brought-by-school',
  'fetched-by-provider',
  'taxi',
]);
export type Travel = z.output<typeof travel>;

// Procedure: S8.14, S8.21, S13.6, X7
export const briefing = z.strictObject({
  health: words,
  medication: words,
  allergies: words,
  /** What the pupil needs beside that, and how it is met. */
  needs: words,
  /** The pupil's own risk assessment: each risk with how it is met. */
  risks: z
    .array(z.strictObject({ risk: words, met: words }))
    .min(1)
    .max(6),
  /** The day on which that assessment is looked at again. */
  reviewOn: day,
  transport: z.strictObject({
    travel,
    operator: line.optional(),
    times: line,
    escort: line.optional(),
    /** Whom to ring about it on the way. */
    telephone: line,
    ifItFails: words,
  }),
});
export type Briefing = z.output<typeof briefing>;

const written = z.object({ ...about, says: personal(briefing) });
/** `sending` counts within the placement; `recipientId` is the adult to whom the letter goes, `personId` who sends it. */
const sent = z.object({ ...about, siteId: id, sending: z.int().min(1), recipientId: id, personId: id, on: day });
const acknowledged = z.object({
  ...about,
  /** Who of the site acknowledged it. */
  adultId: id,
  channel: z.enum(['link', 'paper']),
  acknowledgedOn: day,
  /** What they had before them. It is made of sealed things, some of which could be guessed: so it is sealed as well. */
  version: personal(id),
});

export const briefingEvents = {
  BriefingWritten: written.describe(
    'The school wrote what the provider must know: health, needs, risks and how each is met, and transport.',
  ),
  BriefingSent: sent.describe('The school sent an adult at the site a letter with the way to what they must know.'),
  BriefingAcknowledged: acknowledged.describe(
    'An adult at the site acknowledged what they must know of the pupil and whom to ring, as it stood then.',
  ),
};
export const briefingCommands = {
  WriteBriefing: written,
  SendBriefing: sent,
  /** Without a version it is the one that stands: whoever sends the command sees to that. */
  AcknowledgeBriefing: acknowledged.partial({ version: true }),
};

/** Whom a provider may ring about the pupil, in their order, and what they may be told. */
export function whoMayBeRung(pupil: Pupil) {
  return Object.values(pupil?.contacts ?? {})
    .filter(({ mayBeRung }) => mayBeRung === true)
    .sort((a, b) => a.order - b.order || (a.contactId < b.contactId ? -1 : 1));
}
export type Rung = Omit<ReturnType<typeof whoMayBeRung>[number], 'schoolId'>;

/**
 * The version that a briefing and the pupil's contacts make: the same words and the same contacts, the same version. Null
 * where nothing is written, or what was is erased. Nothing else of a contact counts, because nothing else of it is shown.
 */
// Procedure: S13.9
export function briefingVersion(says: Briefing | typeof erased | undefined, rung: readonly Rung[]): Id | null {
  if (says === undefined || says === erased) return null;
  const { health, medication, allergies, needs, risks, reviewOn, transport } = says;
  const { travel: by, operator = '', times, escort = '', telephone, ifItFails } = transport;
  const contacts = rung.map(({ contactId, name, relation, telephone, mayBeTold, ...more }) =>
    [contactId, name, relation, telephone, mayBeTold, more.whereaboutsWithheld, more.language, more.interpreterNeeded]
      // What was not said is no other answer than what was never asked.
      .map((each) => (each === erased || each === undefined ? '' : String(each))),
  );
  const said = [health, medication, allergies, needs, reviewOn];
  const journey = [by, operator, times, escort, telephone, ifItFails];
  return idFrom(
    'briefing',
    ...said,
    ...journey,
    JSON.stringify(risks.map(({ risk, met }) => [risk, met])),
    JSON.stringify(contacts),
  );
}

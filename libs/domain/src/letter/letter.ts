import { z } from 'zod';
import { day, id, instant, messages, personal, type MessageOf } from '#event-sourcing';
import { session } from '../vocabulary.js';

/**
 * A letter goes to one recipient on one occasion and names the duties it carries by their ids. Its text is made when it
 * is handed over, from what is true then. `accepted` is all that a mail server tells us; it does not mean read.
 */
export const letterKind = z.enum([
  'attendance-request',
  'attendance-chase',
  'attendance-unanswered',
  'find-the-pupil',
  'fresh-link',
]);
export type LetterKind = z.output<typeof letterKind>;

const about = { letterId: id, kind: letterKind, recipientId: id };
const composed = z.object({
  ...about,
  recipientKind: z.enum(['person', 'adult']),
  /** What the letter is about, such as `attendance-check-<site>-<date>-am-chase`: ids and days only. */
  occasion: z.string().min(1).max(160),
  siteId: id.optional(),
  on: day,
  session: session.optional(),
  step: z.string().max(60).optional(),
  duties: z.array(z.strictObject({ dutyId: id, placementId: id, subjectId: id, schoolId: id })).max(500),
  composedAt: instant,
});
const begun = z.object({ ...about, attempt: z.int().min(1), begunAt: instant });
const accepted = z.object({ ...about, acceptedAt: instant });
const refused = z.object({
  ...about,
  refusedAt: instant,
  /** Permanent: no further attempt will do. Otherwise the letter goes again at `againAt`. */
  permanent: z.boolean(),
  againAt: instant.optional(),
  /** The mail server's reply, which may quote the address. */
  reply: personal(z.string().max(1_000)),
});

/** Nothing is left to say: every duty that it carries was settled before it could go. It never leaves. */
const calledOff = z.object({ ...about, calledOffAt: instant });

const sealed = { subject: 'recipientId', kept: 'contact' } as const;

export const letterEvents = messages(
  {
    LetterComposed: composed,
    HandingOverBegun: begun,
    LetterAccepted: accepted,
    LetterRefused: refused,
    LetterCalledOff: calledOff,
  },
  sealed,
);
export type LetterEvent = MessageOf<typeof letterEvents>;

export const letterCommands = messages(
  {
    ComposeLetter: composed,
    BeginHandingOver: begun,
    AcceptLetter: accepted,
    RefuseLetter: refused,
    CallOffLetter: calledOff,
  },
  sealed,
);
export type LetterCommand = MessageOf<typeof letterCommands>;

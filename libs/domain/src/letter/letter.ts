import { z } from 'zod';
import { day, id, instant, messages, personal, type Decider, type Instant, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { session, type DutyKind } from '../vocabulary.js';

/**
 * A letter goes to one recipient on one occasion and names the duties it carries by their ids. Its text is made when it
 * is handed over, from what is true then. `accepted` is all that a mail server tells us; it does not mean read.
 */
export const letterKind = z.enum([
  'attendance-request',
  'attendance-chase',
  'attendance-unanswered',
  'find-the-pupil',
  'gap-due',
  'gap-overdue',
  'liaison-due',
  'liaison-missed',
  'welfare-check-due',
  'welfare-check-missed',
  'visit-due',
  'visit-missed',
  'assurance-request',
  'assurance-chase',
  'briefing',
  'signature-request',
  'fresh-link',
  'sign-in-link',
  'address-left',
  'address-entered',
]);
export type LetterKind = z.output<typeof letterKind>;

/** Which kind of duty each kind of letter is a step of; a link that was asked for is a step of none. */
export const kindOfLetter: Readonly<Record<LetterKind, DutyKind | null>> = {
  'attendance-request': 'attendance-check',
  'attendance-chase': 'attendance-check',
  'attendance-unanswered': 'attendance-check',
  'find-the-pupil': 'find-the-pupil',
  'gap-due': 'placement-gap',
  'gap-overdue': 'placement-gap',
  'liaison-due': 'weekly-liaison',
  'liaison-missed': 'weekly-liaison',
  'welfare-check-due': 'welfare-check',
  'welfare-check-missed': 'welfare-check',
  'visit-due': 'monitoring-visit',
  'visit-missed': 'monitoring-visit',
  'assurance-request': null,
  'assurance-chase': null,
  briefing: null,
  'signature-request': null,
  'fresh-link': null,
  'sign-in-link': null,
  'address-left': null,
  'address-entered': null,
};

/** Of a school’s staff, of a provider, or one of a pupil’s contacts or key adults. */
export const recipientKind = z.enum(['person', 'adult', 'contact', 'key-adult']);

const about = { letterId: id, kind: letterKind, recipientId: id };
const composed = z.object({
  ...about,
  recipientKind,
  /** What the letter is about, such as `attendance-check-<site>-<date>-am-chase`: ids and days only. */
  occasion: z.string().min(1).max(160),
  siteId: id.optional(),
  on: day,
  session: session.optional(),
  step: z.string().max(60).optional(),
  duties: z.array(z.strictObject({ dutyId: id, placementId: id, subjectId: id, schoolId: id })).max(500),
  /** The round of written assurance that the letter asks for. */
  assurance: z.strictObject({ assuranceId: id, round: z.int().min(1) }).optional(),
  /** The placement of whose pupil the letter leads to what the provider must know, and which of such letters it is. */
  briefing: z.strictObject({ placementId: id, sending: z.int().min(1) }).optional(),
  /** The placement whose agreement the letter leads to, and which of the recipient’s letters about it this is. */
  signing: z.strictObject({ placementId: id, asking: z.int().min(1) }).optional(),
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
    LetterComposed: composed.describe('A letter is to go to this recipient on this occasion, about these duties.'),
    HandingOverBegun: begun.describe('A mail server is about to be spoken to: from here on the letter may have left.'),
    LetterAccepted: accepted.describe('A mail server took the letter, which is all that it tells us.'),
    LetterRefused: refused.describe('A mail server did not take the letter: for good, or until it goes again.'),
    LetterCalledOff: calledOff.describe('Nothing was left to say before the letter could go: it never leaves.'),
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

type Refused = z.output<typeof refused>;

/** How a letter stands; null before it is composed. */
export type Letter = {
  /** `begun`: on its way, and perhaps there. `deferred`: refused for now, and goes again. `refused`: for good. */
  readonly status: 'composed' | 'begun' | 'deferred' | 'accepted' | 'refused' | 'called-off';
  readonly composed: z.output<typeof composed>;
  /** How many times handing over has begun. */
  readonly attempts: number;
  /** When the last of them began. */
  readonly begunAt: Instant | null;
  readonly refusal: Refused | null;
} | null;

/** Whether nothing more happens to a letter by itself. */
export const isLetterSettled = (letter: NonNullable<Letter>): boolean =>
  letter.status === 'accepted' || letter.status === 'refused' || letter.status === 'called-off';

export const letter: Decider<LetterCommand, LetterEvent, Letter> = {
  category: 'letter',
  initial: null,

  evolve: (letter, { type, data }) => {
    if (type === 'LetterComposed') {
      return { status: 'composed', composed: data, attempts: 0, begunAt: null, refusal: null };
    }
    if (!letter) return letter;
    switch (type) {
      case 'HandingOverBegun':
        return { ...letter, status: 'begun', attempts: data.attempt, begunAt: data.begunAt };
      case 'LetterAccepted':
        return { ...letter, status: 'accepted' };
      case 'LetterRefused':
        return { ...letter, status: data.permanent ? 'refused' : 'deferred', refusal: data };
      case 'LetterCalledOff':
        return { ...letter, status: 'called-off' };
    }
  },

  decide: ({ type, data }, letter) => {
    if (type === 'ComposeLetter') {
      if (!letter) return [{ type: 'LetterComposed', data }];
      // The same occasion again is the same letter. But a duty that it does not carry would be written off as told.
      const carried = new Set(letter.composed.duties.map(({ dutyId }) => dutyId));
      return data.duties.every(({ dutyId }) => carried.has(dutyId)) ? [] : no('letter-already-composed');
    }
    if (!letter) return no('letter-not-composed');
    switch (type) {
      // Only the one who is told that something was decided may speak to a mail server: the attempt is theirs.
      case 'BeginHandingOver':
        if (isLetterSettled(letter) || data.attempt <= letter.attempts) return [];
        return data.attempt === letter.attempts + 1 ? [{ type: 'HandingOverBegun', data }] : no('attempt-not-next');

      // That a mail server took it is a fact, also when an attempt that crossed it was refused.
      case 'AcceptLetter':
        if (letter.status === 'accepted') return [];
        return letter.attempts === 0 ? no('handing-over-not-begun') : [{ type: 'LetterAccepted', data }];

      case 'RefuseLetter':
        if (letter.status === 'accepted') return [];
        if (letter.refusal && sameAsKnown(letter.refusal, data)) return [];
        if (letter.status !== 'begun') return no('handing-over-not-begun');
        if (!data.permanent && data.againAt === undefined) return no('no-next-attempt');
        return [{ type: 'LetterRefused', data }];

      // On its way, or settled otherwise, it can't be held back any more: whoever wanted to has nothing left to do.
      case 'CallOffLetter':
        return letter.status === 'composed' || letter.status === 'deferred' ? [{ type: 'LetterCalledOff', data }] : [];
    }
  },
};

import { z } from 'zod';
import { answer, certainty, channel, dutyKind, place, pupilSession, searchCause } from '#domain';
import { id, instant, personal } from '#event-sourcing';

export const stepOfDuty = z.strictObject({
  step: z.string(),
  takenAt: instant,
  /** Whom the step told; empty where no one was left to tell. */
  told: z.array(id),
  letters: z.array(id),
  /** Taken in catching up: the moment for its letter had passed, and none was sent. */
  stale: z.boolean(),
  /** Of its letters, those that reached nobody; if all did not, the step is owed again, to somebody else. */
  failedLetters: z.array(id),
});

export const dutyOfSession = z.strictObject({
  dutyId: id,
  kind: dutyKind,
  status: z.enum(['open', 'met', 'missed', 'withdrawn', 'shown-done-on-time']),
  raisedAt: instant,
  dueAt: instant,
  missedAt: instant.optional(),
  late: z.boolean(),
  steps: z.array(stepOfDuty),
  /** The named person who took it on, and when. */
  takenBy: id.optional(),
  takenAt: instant.optional(),
});
/** Whether all letters of a step came back, so that nobody was told by it. */
export const reachedNobody = ({ letters, failedLetters }: z.output<typeof stepOfDuty>): boolean =>
  letters.length > 0 && letters.every((letterId) => failedLetters.includes(letterId));

export type DutyOfSession = z.output<typeof dutyOfSession>;

/** A pupil's session at a site: what was said, what was searched for, and what was owed. */
export const sessionRow = z.object({
  ...pupilSession,

  /**
   * Once the key is gone, each personal field reads as `erased`, whether it ever held something or not: `answeredAt`,
   * `searchOpenedAt` and `accountedAt` are what says that there was an answer, a search or an account.
   */
  answer: personal(answer).optional(),
  /** The answer that this one took the place of; a register keeps both. */
  before: personal(answer).optional(),
  words: personal(z.string()).optional(),
  answeredAt: instant.optional(),
  answerRecordedAt: instant.optional(),
  channel: channel.optional(),
  byId: id.optional(),

  searchId: id.optional(),
  searchBecause: personal(searchCause).optional(),
  searchOpenedAt: instant.optional(),
  accountedAt: instant.optional(),
  place: personal(place).optional(),
  onTheWordOf: personal(z.string()).optional(),
  certainty: personal(certainty).optional(),
  accountedBy: id.optional(),
  /** A search is open: nobody has said yet where the pupil is. */
  notAccountedFor: z.boolean(),

  duties: z.array(dutyOfSession),
});
export type SessionRow = z.output<typeof sessionRow>;

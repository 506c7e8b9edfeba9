import { z } from 'zod';
import { id, instant, messages, type MessageOf } from '#event-sourcing';
import { dutyKind, pupilSession } from '../vocabulary.js';

/**
 * A duty is something that somebody owes by a time. It says nothing of what happened in the world: facts have streams of
 * their own, and meet it. Missed stays missed; a fact that was in time and recorded late shows as such.
 */
export const aboutDuty = { dutyId: id, kind: dutyKind, ...pupilSession };
const step = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
const raised = z.object({
  ...aboutDuty,
  raisedAt: instant,
  dueAt: instant,
  /** From when on it is missed; a duty without it stays open until it is met. */
  missedAt: instant.optional(),
  /** Raised in catching up, after the moment at which it should have been. */
  late: z.boolean(),
});
const stepTaken = z.object({
  ...aboutDuty,
  step,
  takenAt: instant,
  /** The people that the step told, adults at a provider among them; empty where no one was left to tell. */
  told: z.array(id),
  letters: z.array(id),
  /** Taken in catching up: the moment for its letter had passed, and none was sent. */
  stale: z.boolean(),
});
const stepFailed = z.object({ ...aboutDuty, step, letterId: id });
const taken = z.object({ ...aboutDuty, personId: id, takenAt: instant });
/** `fact` is the stream that met it, doneAt when it was done, and factRecordedAt when we came to know. */
const met = z.object({ ...aboutDuty, fact: z.string().max(200), doneAt: instant, factRecordedAt: instant });
const missed = z.object({ ...aboutDuty, clockAt: instant });
const withdrawn = z.object({
  ...aboutDuty,
  because: z.enum(['provider-closed', 'school-closed', 'placement-ended', 'week-changed']),
});

export const dutyEvents = messages({
  DutyRaised: raised,
  DutyStepTaken: stepTaken,
  /** All letters of a step reached nobody: the step is owed again, to somebody else. */
  DutyStepFailed: stepFailed,
  DutyTaken: taken,
  DutyMet: met,
  DutyMissed: missed,
  DutyShownDoneOnTime: met,
  DutyWithdrawn: withdrawn,
});
export type DutyEvent = MessageOf<typeof dutyEvents>;

export const dutyCommands = messages({
  RaiseDuty: raised,
  TakeStep: stepTaken,
  FailStep: stepFailed,
  TakeDuty: taken,
  MeetDuty: met,
  LetTimePass: missed,
  WithdrawDuty: withdrawn,
});
export type DutyCommand = MessageOf<typeof dutyCommands>;

import { z } from 'zod';
import { id, instant, messages, type Decider, type Id, type Instant, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { dutyKind, dutySubject, subjectOf } from '../vocabulary.js';

/**
 * A duty is something that somebody owes by a time. It says nothing of what happened in the world: facts have streams of
 * their own, and meet it. Missed stays missed; a fact that was in time and recorded late shows as such.
 */
export const aboutDuty = { dutyId: id, kind: dutyKind, ...dutySubject };
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
/** `movedAt` is when the other date was set, by which moves stay in order, however late they are told. */
const moved = z.object({ ...aboutDuty, dueAt: instant, missedAt: instant.optional(), movedAt: instant });
/** `insteadOf` is who had taken it before, and is not there for it any more. */
const taken = z.object({ ...aboutDuty, personId: id, takenAt: instant, insteadOf: id.optional() });
/** `fact` is the stream that met it, doneAt when it was done, and factRecordedAt when we came to know. */
const met = z.object({ ...aboutDuty, fact: z.string().max(200), doneAt: instant, factRecordedAt: instant });
const missed = z.object({ ...aboutDuty, clockAt: instant });
const withdrawn = z.object({
  ...aboutDuty,
  because: z.enum(['provider-closed', 'school-closed', 'placement-ended', 'placement-suspended', 'week-changed']),
});

export const dutyEvents = messages({
  DutyRaised: raised.describe('Somebody owes something by a time; nothing is said yet of whether it was done.'),
  DutyStepTaken: stepTaken.describe('A step of the duty’s ladder was taken: who was told, by which letters.'),
  DutyStepFailed: stepFailed.describe(
    'A letter of a step reached nobody. When none of its letters did, the step is owed again, to somebody else.',
  ),
  DutyMoved: moved.describe(
    'It is due by another date now, and its ladder begins anew. Missed by the old date, it stays so.',
  ),
  DutyTaken: taken.describe('A named person took the duty upon themselves: escalations that wait for that end.'),
  DutyMet: met.describe('A fact met the duty in time.'),
  DutyMissed: missed.describe('The time ran out before a fact met the duty. Missed stays missed.'),
  DutyShownDoneOnTime: met.describe('A fact was in time and recorded too late: the duty had been done.'),
  DutyWithdrawn: withdrawn.describe(
    'The duty is not owed: provider or school was closed, the week was another, or the placement has ended.',
  ),
});
export type DutyEvent = MessageOf<typeof dutyEvents>;

export const dutyCommands = messages({
  RaiseDuty: raised,
  TakeStep: stepTaken,
  /** What the duty is about, it knows by itself. */
  FailStep: stepFailed.pick({ dutyId: true, kind: true, step: true, letterId: true }),
  MoveDuty: moved,
  TakeDuty: taken,
  MeetDuty: met,
  LetTimePass: missed,
  WithdrawDuty: withdrawn,
});
export type DutyCommand = MessageOf<typeof dutyCommands>;

/** A step of the ladder as it was last taken. */
export type Step = {
  readonly takenAt: Instant;
  readonly letters: readonly Id[];
  /** Of these letters, the ones that reached nobody. */
  readonly failed: readonly Id[];
  readonly stale: boolean;
};

/** How a duty stands, and what has been done about it; null as long as it is not raised. */
export type Duty = {
  readonly status: 'open' | 'missed' | 'met' | 'shown-done-on-time' | 'withdrawn';
  /** As it was last raised. */
  readonly raised: z.output<typeof raised>;
  /** By when it is due now, and from when on it is missed: a date that has been missed stays the one that was. */
  readonly dueAt: Instant;
  readonly missedAt: Instant | undefined;
  /** When its date was last moved. */
  readonly movedAt: Instant | null;
  readonly steps: Readonly<Record<string, Step>>;
  /** Everybody who was told, also by letters that failed: the next step passes them over. */
  readonly told: readonly Id[];
  /** Every letter that reached nobody, in whichever taking of a step. */
  readonly failedLetters: readonly Id[];
  readonly taken: { readonly personId: Id; readonly takenAt: Instant } | null;
} | null;

/** Whether nothing is owed any more, one way or the other. */
export const isDutyClosed = (duty: NonNullable<Duty>): boolean => duty.status !== 'open' && duty.status !== 'missed';

/** Whether a step was taken and stands: not owed, and not owed again because its letters reached nobody. */
export function stepStands(duty: NonNullable<Duty>, name: string): boolean {
  const step = duty.steps[name];
  return step !== undefined && (step.letters.length === 0 || step.failed.length < step.letters.length);
}

const sameDate = (
  a: { readonly dueAt: Instant; readonly movedAt: Instant | null },
  b: z.output<typeof moved>,
): boolean => a.dueAt === b.dueAt && a.movedAt === b.movedAt;

export const duty: Decider<DutyCommand, DutyEvent, Duty> = {
  category: 'duty',
  initial: null,

  evolve: (duty, { type, data }) => {
    if (type === 'DutyRaised') {
      const fresh = { steps: {}, told: [], failedLetters: [], taken: null };
      const { dueAt, missedAt } = data;
      return { ...(duty ?? fresh), status: 'open', raised: data, dueAt, missedAt, movedAt: null };
    }
    if (!duty) return duty;
    switch (type) {
      case 'DutyStepTaken': {
        const { takenAt, letters, stale } = data;
        const steps = { ...duty.steps, [data.step]: { takenAt, letters, failed: [], stale } };
        return { ...duty, steps, told: [...new Set([...duty.told, ...data.told])] };
      }
      case 'DutyStepFailed': {
        const failedLetters = [...duty.failedLetters, data.letterId];
        const step = duty.steps[data.step];
        if (!step) return { ...duty, failedLetters };
        const failed = [...step.failed, data.letterId];
        return { ...duty, failedLetters, steps: { ...duty.steps, [data.step]: { ...step, failed } } };
      }
      case 'DutyMoved': {
        const missedAt = duty.status === 'missed' ? duty.missedAt : data.missedAt;
        return { ...duty, dueAt: data.dueAt, missedAt, movedAt: data.movedAt, steps: {}, told: [] };
      }
      case 'DutyTaken':
        return { ...duty, taken: { personId: data.personId, takenAt: data.takenAt } };
      case 'DutyMet':
        return { ...duty, status: 'met' };
      case 'DutyMissed':
        return { ...duty, status: 'missed' };
      case 'DutyShownDoneOnTime':
        return { ...duty, status: 'shown-done-on-time' };
      case 'DutyWithdrawn':
        return { ...duty, status: 'withdrawn' };
    }
  },

  decide: ({ type, data }, duty) => {
    // What was withdrawn may turn out to be owed after all, when a closure is lifted on the same morning.
    if (type === 'RaiseDuty') return !duty || duty.status === 'withdrawn' ? [{ type: 'DutyRaised', data }] : [];
    if (!duty || isDutyClosed(duty)) return [];
    const { missedAt } = duty;
    switch (type) {
      case 'TakeStep': {
        // A step that is owed again goes to other people by other letters: the old letters are an old order.
        const old = data.letters.length > 0 && data.letters.every((letter) => duty.failedLetters.includes(letter));
        return stepStands(duty, data.step) || old ? [] : [{ type: 'DutyStepTaken', data }];
      }
      case 'FailStep': {
        const step = duty.steps[data.step];
        if (!step?.letters.includes(data.letterId) || step.failed.includes(data.letterId)) return [];
        return [{ type: 'DutyStepFailed', data: { ...subjectOf(duty.raised), ...data } }];
      }
      case 'MoveDuty': {
        const isOld = duty.movedAt !== null && (data.movedAt < duty.movedAt || sameDate(duty, data));
        if (isOld) return [];
        // A date that had passed before another was set has been missed, whoever comes first to say so.
        const hadPassed = duty.status === 'open' && missedAt !== undefined && data.movedAt > missedAt;
        const missed = { ...subjectOf(data), dutyId: data.dutyId, kind: data.kind, clockAt: data.movedAt };
        return [...(hadPassed ? [{ type: 'DutyMissed' as const, data: missed }] : []), { type: 'DutyMoved', data }];
      }
      case 'TakeDuty':
        if (!duty.taken) return [{ type: 'DutyTaken', data }];
        if (duty.taken.personId === data.personId) return [];
        return duty.taken.personId === data.insteadOf ? [{ type: 'DutyTaken', data }] : no('already-taken');
      case 'MeetDuty':
        if (missedAt !== undefined && data.doneAt > missedAt) return []; // Too late. That it is missed is for time to say.
        if (duty.status === 'missed' || (missedAt !== undefined && data.factRecordedAt > missedAt)) {
          return [{ type: 'DutyShownDoneOnTime', data }];
        }
        return [{ type: 'DutyMet', data }];
      case 'LetTimePass':
        if (duty.status === 'missed' || missedAt === undefined || data.clockAt <= missedAt) return [];
        return [{ type: 'DutyMissed', data }];
      case 'WithdrawDuty':
        return [{ type: 'DutyWithdrawn', data }];
    }
  },
};

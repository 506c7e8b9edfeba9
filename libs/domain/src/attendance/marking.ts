import { z } from 'zod';
import { erased, id, instant, messages, personal, type Erased, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { pupilSession } from '../vocabulary.js';
import type { Answer } from './attendance.js';
import { ground, question } from './mark-grounds.js';
import { nature } from './proposed-mark.js';
import { isInForce, registerCode, registerCodes, type RegisterCode } from './register-codes.js';

/**
 * What a school's register says of a session off-site: a person decides it, and whoever amends it says why, because a
 * register keeps the entry before. That it was typed into the system that holds the register is a fact of its own.
 */
const text = z.string().trim().min(1).max(500);
const mark = z.object({
  ...pupilSession,
  code: personal(registerCode),
  /** What it rests on: what was proposed so, or the question that a person decided. */
  basis: personal(z.enum([...ground.options, ...question.options])),
  /** What the pupil did there, where the register says so beside the code. */
  nature: personal(nature).optional(),
  /** What somebody says about it: how a question was decided, or what the nature is in words. */
  words: personal(text).optional(),
  decidedBy: id,
  decidedAt: instant,
  /** Who authorised an absence; nobody does so by accepting a proposal. */
  authorisedBy: id.optional(),
});
export type RegisterMark = z.output<typeof mark>;

const amendment = { before: personal(registerCode), because: personal(text) };
const entered = z.object({ ...pupilSession, code: personal(registerCode), enteredBy: id, enteredAt: instant });

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const markingEvents = messages(
  {
    MarkDecided: mark.describe(
      'The school decided what its register says of a session off-site: the code, what it rests on, what the pupil did there.',
    ),
    MarkAmended: mark
      .extend(amendment)
      .describe(
        'The school decided it otherwise; the code before and the reason stand in it, because a register keeps both.',
      ),
    MarkEntered: entered.describe('Somebody typed the code into the system that holds the school’s register.'),
  },
  sealed,
);
export type MarkingEvent = MessageOf<typeof markingEvents>;

export const markingCommands = messages(
  {
    /** `because` is for a mark that takes the place of one; `sessionBeginsAt` is what the rule about time needs. */
    DecideMark: mark.extend({ because: amendment.because.optional(), sessionBeginsAt: instant }),
    EnterMark: entered,
  },
  sealed,
);
export type MarkingCommand = MessageOf<typeof markingCommands>;

/** What was decided, and which code was typed in last. */
export type Marking = { readonly mark: RegisterMark | null; readonly entered: RegisterCode | Erased | null };
export const unmarked: Marking = { mark: null, entered: null };

export function evolveMarking(marking: Marking, { type, data }: MarkingEvent): Marking {
  switch (type) {
    case 'MarkDecided':
      return { ...marking, mark: data };
    case 'MarkAmended': {
      const { before: _before, because: _because, ...decided } = data;
      return { ...marking, mark: decided };
    }
    case 'MarkEntered':
      return { ...marking, entered: data.code };
  }
}

/** The codes with which a register says what the pupil did. */
const withNature: readonly (RegisterCode | Erased)[] = ['B', 'K', 'P', 'V', 'W'];
/** What is authorised by something else than somebody's decision about this session. */
const settledBefore: readonly (RegisterMark['basis'] | undefined)[] = ['part-time-plan', 'suspension-first-days'];

// Procedure: S8.16, S8.22, S8.23
export function decideMarking(
  { type, data }: MarkingCommand,
  marking: Marking,
  said: Answer | Erased | null,
): MarkingEvent[] {
  const { mark: known } = marking;
  if (known?.code === erased || said === erased) return [];
  if (type === 'EnterMark') {
    if (known === null) return no('mark-not-decided');
    if (known.code !== data.code) return no('mark-decided-otherwise');
    return marking.entered === data.code ? [] : [{ type: 'MarkEntered', data }];
  }

  const { because, sessionBeginsAt, ...decided } = data;
  if (known && known.code === decided.code && known.nature === decided.nature) return [];
  if (decided.decidedAt < sessionBeginsAt) no('mark-before-session');
  assertMayStand(decided, said);
  if (known === null) return [{ type: 'MarkDecided', data: decided }];
  if (because === undefined) return no('amended-without-reason');
  return [{ type: 'MarkAmended', data: { ...decided, before: known.code, because } }];
}

/** Refuses a code that does not count on the day, or that nothing or nobody stands behind. */
function assertMayStand({ on, code, basis, nature: does, authorisedBy }: RegisterMark, said: Answer | null): void {
  if (code === erased) return;
  if (!isInForce(code, on)) no('code-not-in-force');
  const there = said === 'present' || said === 'late';
  if (registerCodes[code].class === 'attending' && !there && basis !== 'at-school') no('attendance-unconfirmed');
  if (withNature.includes(code) && does === undefined) no('mark-without-nature');
  if (code === 'C2' && basis !== 'part-time-plan') no('leave-not-in-plan');
  const authorises = registerCodes[code].class === 'authorised' && !settledBefore.includes(basis);
  if (authorises && authorisedBy === undefined) no('absence-not-authorised');
}

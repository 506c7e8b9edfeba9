import { z } from 'zod';
import { id, instant, messages, personal, type MessageOf } from '#event-sourcing';
import { pupilSession } from '../vocabulary.js';

/**
 * An attendance is what the provider said of one pupil in one session. Nobody is assumed present: without an answer there
 * is no event. The provider's words are kept as they were said; what the register says is the school's decision.
 */
export const answer = z.enum(['present', 'late', 'absent']);
export type Answer = z.output<typeof answer>;

/** How we came to know: the provider's own entry through its link, or a telephone call that staff entered. */
export const channel = z.enum(['link', 'telephone']);

const said = z.object({
  ...pupilSession,
  answer: personal(answer),
  words: personal(z.string().trim().max(500)).optional(),
  answeredAt: instant,
  channel,
  /** Who gave the answer: an adult at the provider when it came by link, the member of staff when by telephone. */
  byId: id,
});

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const attendanceEvents = messages(
  {
    ProviderAnswered: said,
    /** A later answer that differs. The one before stands in `before`, because a register keeps both. */
    AnswerChanged: said.extend({ before: personal(answer) }),
  },
  sealed,
);
export type AttendanceEvent = MessageOf<typeof attendanceEvents>;

export const attendanceCommands = messages({ RecordAnswer: said }, sealed);
export type AttendanceCommand = MessageOf<typeof attendanceCommands>;

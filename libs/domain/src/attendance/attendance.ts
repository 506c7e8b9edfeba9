import { z } from 'zod';
import { erased, id, instant, messages, personal, same, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
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
    ProviderAnswered: said.describe('The provider said for the first time whether the pupil is there in this session.'),
    AnswerChanged: said
      .extend({ before: personal(answer) })
      .describe('A later answer that differs; the one before stands in it, because a register keeps both.'),
  },
  sealed,
);
export type AttendanceEvent = MessageOf<typeof attendanceEvents>;

export const attendanceCommands = messages(
  {
    /** `sessionBeginsAt` is what the rule about being present too soon needs; the answer itself does not keep it. */
    RecordAnswer: said.extend({ sessionBeginsAt: instant }),
  },
  sealed,
);
export type AttendanceCommand = MessageOf<typeof attendanceCommands>;

type Said = z.output<typeof said>;

/** What the provider has said: the answer that stands, and every answer in order; null as long as it is silent. */
export type Attendance = { readonly stands: Said; readonly all: readonly Said[] } | null;

export const attendance: Decider<AttendanceCommand, AttendanceEvent, Attendance> = {
  category: 'attendance',
  initial: null,

  evolve: (attendance, { type, data }) => {
    if (type === 'ProviderAnswered') return { stands: data, all: [data] };
    const { before: _before, ...stands } = data;
    return { stands, all: [...(attendance?.all ?? []), stands] };
  },

  // The same again is nothing new, unless it comes with words that were not said before. An answer that has been changed
  // since does not come back because its form is sent a second time; said again at another time, it does.
  decide: ({ data }, attendance) => {
    const { sessionBeginsAt, ...said } = data;
    if (said.answer !== 'absent' && said.answeredAt < sessionBeginsAt) return no('session-not-begun');
    if (!attendance) return [{ type: 'ProviderAnswered', data: said }];

    const { stands, all } = attendance;
    // Whose data is erased is no longer asked about, and an old order must not bring anything back.
    if (stands.answer === erased || all.some((each) => same(each, said))) return [];
    const nothingNew = said.words === undefined || said.words === stands.words;
    if (said.answer === stands.answer && nothingNew) return [];
    return [{ type: 'AnswerChanged', data: { ...said, before: stands.answer } }];
  },
};

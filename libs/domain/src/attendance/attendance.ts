import { z } from 'zod';
import { erased, id, instant, messages, personal, same, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { pupilSession } from '../vocabulary.js';
import {
  decideMarking,
  evolveMarking,
  markingCommands,
  markingEvents,
  unmarked,
  type Marking,
  type MarkingEvent,
} from './marking.js';

/**
 * An attendance is what the provider said of one pupil in one session, and what the school made of it. Nobody is assumed
 * present: without an answer there is none. The provider's words are kept as they were said; what the register says is the
 * school's decision, which stands beside them (`marking.ts`).
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

/** What the provider said. */
export const answerEvents = messages(
  {
    ProviderAnswered: said.describe('The provider said for the first time whether the pupil is there in this session.'),
    AnswerChanged: said
      .extend({ before: personal(answer) })
      .describe('A later answer that differs; the one before stands in it, because a register keeps both.'),
  },
  sealed,
);
export type AnswerEvent = MessageOf<typeof answerEvents>;

export const attendanceEvents = messages({ ...answerEvents.shapes, ...markingEvents.shapes }, sealed);
export type AttendanceEvent = AnswerEvent | MarkingEvent;

export const attendanceCommands = messages(
  {
    /** `sessionBeginsAt` is what the rule about being present too soon needs; the answer itself does not keep it. */
    RecordAnswer: said.extend({ sessionBeginsAt: instant }),
    ...markingCommands.shapes,
  },
  sealed,
);
export type AttendanceCommand = MessageOf<typeof attendanceCommands>;

type Said = z.output<typeof said>;

/** What the provider has said: the answer that stands, and every answer in order; null as long as it is silent. */
type Answers = { readonly stands: Said; readonly all: readonly Said[] } | null;

/** What the provider has said, and what the school's register says. */
export type Attendance = { readonly answers: Answers; readonly marking: Marking };

export const attendance: Decider<AttendanceCommand, AttendanceEvent, Attendance> = {
  category: 'attendance',
  initial: { answers: null, marking: unmarked },

  evolve: (attendance, event) => {
    switch (event.type) {
      case 'ProviderAnswered':
        return { ...attendance, answers: { stands: event.data, all: [event.data] } };
      case 'AnswerChanged': {
        const { before: _before, ...stands } = event.data;
        return { ...attendance, answers: { stands, all: [...(attendance.answers?.all ?? []), stands] } };
      }
      case 'MarkAmended':
      case 'MarkDecided':
      case 'MarkEntered':
        return { ...attendance, marking: evolveMarking(attendance.marking, event) };
    }
  },

  decide: (command, { answers, marking }) =>
    command.type === 'RecordAnswer'
      ? decideAnswer(command, answers)
      : decideMarking(command, marking, answers?.stands.answer ?? null),
};

// The same again is nothing new, unless it comes with words that were not said before. An answer that has been changed
// since does not come back because its form is sent a second time; said again at another time, it does.
function decideAnswer({ data }: AttendanceCommand & { type: 'RecordAnswer' }, answers: Answers): AnswerEvent[] {
  const { sessionBeginsAt, ...said } = data;
  if (said.answer !== 'absent' && said.answeredAt < sessionBeginsAt) return no('session-not-begun');
  if (!answers) return [{ type: 'ProviderAnswered', data: said }];

  const { stands, all } = answers;
  // Whose data is erased is no longer asked about, and an old order must not bring anything back.
  if (stands.answer === erased || all.some((each) => same(each, said))) return [];
  const nothingNew = said.words === undefined || said.words === stands.words;
  if (said.answer === stands.answer && nothingNew) return [];
  return [{ type: 'AnswerChanged', data: { ...said, before: stands.answer } }];
}

import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { DutyCommand } from '../duty/duty.js';
import { letterEvents, type LetterKind } from '../letter/letter.js';
import type { DutyKind } from '../vocabulary.js';

const hears = pick(letterEvents, 'LetterComposed', 'LetterRefused');
type FailStep = Extract<DutyCommand, { type: 'FailStep' }>;

/** Which kind of duty each kind of letter is a step of; a fresh link is a step of none. */
const dutyOf: Readonly<Record<LetterKind, DutyKind | null>> = {
  'attendance-request': 'attendance-check',
  'attendance-chase': 'attendance-check',
  'attendance-unanswered': 'attendance-check',
  'find-the-pupil': 'find-the-pupil',
  'fresh-link': null,
};

/**
 * A letter that reaches nobody is a failure, not a step done. Each duty that it carried hears that its step failed, and
 * the step goes to somebody else once none of its letters is left. A refusal for now is no failure: the letter goes again.
 */
export const tellSomebodyElseWhenALetterIsRefused: Process<MessageOf<typeof hears>, readonly FailStep[], FailStep> = {
  name: 'tell-somebody-else-when-a-letter-is-refused',
  hears: [hears],
  instance: ({ data }) => data.letterId,

  /** What is to be said to each duty if the letter is refused: known from its composing, and ids alone. */
  initial: [],

  evolve: (failures, { type, data }) => {
    if (type === 'LetterRefused') return failures;
    const { letterId, siteId, on, session, step } = data;
    const kind = dutyOf[data.kind];
    if (kind === null || siteId === undefined || session === undefined || step === undefined) return [];
    return data.duties.map((carried) => ({
      type: 'FailStep',
      data: { ...carried, kind, siteId, on, session, step, letterId },
    }));
  },

  react: ({ type, data }, failures) => (type === 'LetterRefused' && data.permanent ? failures : []),
};

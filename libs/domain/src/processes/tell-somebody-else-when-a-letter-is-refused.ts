import { pick, type MessageOf, type Process } from '#event-sourcing';
import type { DutyCommand } from '../duty/duty.js';
import { kindOfLetter, letterEvents } from '../letter/letter.js';

const hears = pick(letterEvents, 'LetterComposed', 'LetterRefused');
type FailStep = Extract<DutyCommand, { type: 'FailStep' }>;

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
    const { letterId, step } = data;
    const kind = kindOfLetter[data.kind];
    if (kind === null || step === undefined) return [];
    return data.duties.map(({ dutyId }) => ({ type: 'FailStep', data: { dutyId, kind, step, letterId } }));
  },

  react: ({ type, data }, failures) => (type === 'LetterRefused' && data.permanent ? failures : []),
};

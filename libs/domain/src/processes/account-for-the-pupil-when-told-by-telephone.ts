import { pick, type Id, type Instant, type MessageOf, type Process } from '#event-sourcing';
import { attendanceEvents, type AnswerEvent } from '../attendance/attendance.js';
import { aboutSession, whereaboutsIdOf } from '../vocabulary.js';
import { whereaboutsEvents, type WhereaboutsCommand } from '../whereabouts/whereabouts.js';

const answers = pick(attendanceEvents, 'ProviderAnswered', 'AnswerChanged');
const searches = pick(whereaboutsEvents, 'WhereaboutsOpened', 'PupilAccountedFor');
type Word = MessageOf<typeof answers> | MessageOf<typeof searches>;

/**
 * What is remembered of a search: whether it is open, and who took the last telephone call in which the pupil was said to
 * be there. It lies beside the checkpoint and is not sealed, so it holds nothing that the log does not say in the open:
 * an answer after which nobody looks for the pupil.
 */
type Search = { readonly open: boolean; readonly call: { readonly takenBy: Id; readonly at: Instant } | null };

/**
 * Only the school's own word ends a search, and a telephone call that staff take and enter is that: somebody of the school
 * has spoken to somebody who sees the pupil. What a provider enters by itself, through its link, ends nothing.
 *
 * The call may be entered a moment before the search is opened because of the silence that it broke: then it ends the
 * search as soon as that is heard of.
 */
export const accountForThePupilWhenToldByTelephone: Process<Word, Search, WhereaboutsCommand> = {
  name: 'account-for-the-pupil-when-told-by-telephone',
  hears: [answers, searches],
  instance: ({ data }) => whereaboutsIdOf(data.subjectId, data.on, data.session),
  initial: { open: false, call: null },

  evolve: (search, { type, data }) => {
    switch (type) {
      case 'WhereaboutsOpened':
        return { ...search, open: true };
      case 'PupilAccountedFor':
        return { open: false, call: null };
      case 'ProviderAnswered':
      case 'AnswerChanged':
        return { ...search, call: saysPresent(data) ? { takenBy: data.byId, at: data.answeredAt } : null };
    }
  },

  react: ({ type, data }, { open, call }) => {
    if (type === 'PupilAccountedFor' || !open || !call) return [];
    const { takenBy, at } = call;
    const accountedAt = type === 'WhereaboutsOpened' && data.openedAt > at ? data.openedAt : at;
    return [
      {
        type: 'TakeProvidersWord',
        data: {
          whereaboutsId: whereaboutsIdOf(data.subjectId, data.on, data.session),
          ...aboutSession(data),
          place: 'at-provider',
          onTheWordOf: 'the provider, by telephone',
          certainty: 'told',
          personId: takenBy,
          accountedAt,
        },
      },
    ];
  },
};

const saysPresent = ({ answer, channel }: AnswerEvent['data']): boolean =>
  channel === 'telephone' && (answer === 'present' || answer === 'late');

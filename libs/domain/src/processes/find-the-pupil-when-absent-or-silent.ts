import { pick, type MessageOf, type Process } from '#event-sourcing';
import { attendanceEvents } from '../attendance/attendance.js';
import { dutyEvents } from '../duty/duty.js';
import { sessionKeyIfAny, sessionOf, whereaboutsIdOf, type DutySubject } from '../vocabulary.js';
import type { SearchCause, WhereaboutsCommand } from '../whereabouts/whereabouts.js';

const answers = pick(attendanceEvents, 'ProviderAnswered', 'AnswerChanged');
const steps = pick(dutyEvents, 'DutyStepTaken');
type Word = MessageOf<typeof answers> | MessageOf<typeof steps>;

/**
 * Silence is not presence. When a provider has not answered in time, or says that the pupil is not there, the school looks;
 * and only the school's own word ends the search, so nothing here does.
 *
 * An absence that is told ahead of the day opens its search at once as well, as of when it was told. A process has no
 * clock, so it could only wait for an event that may never come, and a search that is not opened is a pupil out of sight.
 * That nobody is missing on the eve is the clock's business: it asks nobody to find the pupil before they are expected.
 *
 * A step that was taken too late to matter opens nothing: the day is over, and the check shows as missed.
 */
export const findThePupilWhenAbsentOrSilent: Process<Word, { answered: boolean }, WhereaboutsCommand> = {
  name: 'find-the-pupil-when-absent-or-silent',
  hears: [answers, steps],
  instance: sessionKeyIfAny,
  initial: { answered: false },

  evolve: (state, { type }) => (type === 'DutyStepTaken' ? state : { answered: true }),

  react: ({ type, data }, { answered }) => {
    if (type !== 'DutyStepTaken') return data.answer === 'absent' ? open(data, 'absence', data.answeredAt) : [];
    const silent = data.kind === 'attendance-check' && data.step === 'unconfirmed' && !data.stale && !answered;
    return silent ? open(data, 'silence', data.takenAt) : [];
  },
};

function open(data: DutySubject, because: SearchCause, openedAt: string): readonly WhereaboutsCommand[] {
  const about = sessionOf(data);
  if (!about) return [];
  // The id is made from what the search is about: heard twice, or silent and then absent, it is one search.
  const whereaboutsId = whereaboutsIdOf(about.subjectId, about.on, about.session);
  return [{ type: 'OpenWhereabouts', data: { whereaboutsId, ...about, because, openedAt } }];
}

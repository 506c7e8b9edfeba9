import { pick, type Heard, type MessageOf, type Process } from '#event-sourcing';
import { attendanceEvents } from '../attendance/attendance.js';
import type { DutyCommand } from '../duty/duty.js';
import { aboutSession, attendanceIdOf, dutyIdOf, sessionKey } from '../vocabulary.js';
import { whereaboutsEvents } from '../whereabouts/whereabouts.js';

const answers = pick(attendanceEvents, 'ProviderAnswered', 'AnswerChanged');
const accounts = pick(whereaboutsEvents, 'PupilAccountedFor');
type Fact = MessageOf<typeof answers> | MessageOf<typeof accounts>;
type MeetDuty = Extract<DutyCommand, { type: 'MeetDuty' }>;

/**
 * A fact meets the duty that asked for it. Whether it came in time, or meets anything at all, is for the duty to say: one
 * that is raised after its fact finds the fact in its stream.
 */
export const meetDutyWhenRecorded: Process<Fact, null, MeetDuty> = {
  name: 'meet-duty-when-recorded',
  hears: [answers, accounts],
  instance: sessionKey,
  initial: null,
  evolve: (state) => state,
  react: (fact) => [{ type: 'MeetDuty', data: meeting(fact) }],
};

function meeting(fact: Heard<Fact>): MeetDuty['data'] {
  const shared = { ...aboutSession(fact.data), fact: fact.stream, factRecordedAt: fact.meta.recordedAt };
  switch (fact.type) {
    case 'ProviderAnswered':
    case 'AnswerChanged': {
      const kind = 'attendance-check';
      return { dutyId: dutyIdOf(kind, attendanceIdOf(fact.data)), kind, ...shared, doneAt: fact.data.answeredAt };
    }
    case 'PupilAccountedFor': {
      const kind = 'find-the-pupil';
      return { dutyId: dutyIdOf(kind, fact.data.whereaboutsId), kind, ...shared, doneAt: fact.data.accountedAt };
    }
  }
}

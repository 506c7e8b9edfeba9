import { z } from 'zod';
import { day, id, messages, timeOfDay, type MessageOf } from '#event-sourcing';
import { role, standing } from '../vocabulary.js';

/**
 * A school is the home of its pupils and answers for them: who holds which role there, on which days it is open and when
 * its sessions begin and end. It is a register without an end.
 */
const opened = z.object({
  schoolId: id,
  name: z.string().trim().min(1).max(120),
  telephone: z.string().trim().min(1).max(40),
  /** The office's mailbox for attendance: where replies to letters go. */
  attendanceMailbox: z.email(),
});
const times = z.object({ start: timeOfDay, end: timeOfDay });
const sessionTimes = z.object({ schoolId: id, from: day, am: times, pm: times });
/** A stretch of days on which the school meets, Mondays to Fridays, but for the days off within it. */
const term = z.object({ schoolId: id, name: z.string().trim().min(1).max(60), from: day, to: day });
const dayOffKind = z.enum(['inset', 'bank-holiday', 'closure', 'holiday']);
const dayOff = z.object({ schoolId: id, on: day, kind: dayOffKind });
const givenRole = z.object({ schoolId: id, role, personId: id, standing, from: day, until: day.optional() });

export const schoolEvents = messages({
  SchoolOpened: opened,
  SessionTimesSet: sessionTimes,
  TermSet: term,
  DayOffSet: dayOff,
  DayOffLifted: z.object({ schoolId: id, on: day }),
  RoleGiven: givenRole,
  RoleEnded: z.object({ schoolId: id, role, personId: id, standing, on: day }),
});
export type SchoolEvent = MessageOf<typeof schoolEvents>;

export const schoolCommands = messages({
  OpenSchool: opened,
  SetSessionTimes: sessionTimes,
  SetTerm: term,
  SetDayOff: dayOff,
  LiftDayOff: z.object({ schoolId: id, on: day }),
  GiveRole: givenRole,
  EndRole: z.object({ schoolId: id, role, personId: id, standing, on: day }),
});
export type SchoolCommand = MessageOf<typeof schoolCommands>;

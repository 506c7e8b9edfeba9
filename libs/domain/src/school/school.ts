import { z } from 'zod';
import { day, id, messages, same, timeOfDay, type Day, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
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
  /** The school's number in the register of schools. */
  urn: z
    .string()
    .regex(/^\d{6}$/, 'is not a URN, which has six digits')
    .optional(),
  /** The number of the local authority that the school is in, such as 860. */
  localAuthority: z
    .string()
    .regex(/^\d{3}$/, 'is not the number of a local authority, which has three digits')
    .optional(),
  address: z.string().trim().min(1).max(300).optional(),
});
const times = z.object({ start: timeOfDay, end: timeOfDay });
const sessionTimes = z.object({ schoolId: id, from: day, am: times, pm: times });
/** A stretch of days on which the school meets, Mondays to Fridays, but for the days off within it. */
const term = z.object({ schoolId: id, name: z.string().trim().min(1).max(60), from: day, to: day });
const termDropped = z.object({ schoolId: id, name: term.shape.name });
const dayOffKind = z.enum(['inset', 'bank-holiday', 'closure', 'holiday']);
const dayOff = z.object({ schoolId: id, on: day, kind: dayOffKind });
const dayOffLifted = z.object({ schoolId: id, on: day });
const roleHeld = z.object({ schoolId: id, role, personId: id, standing });
/** `until` is the last day, as far as it is known when the role is given. */
const roleGiven = roleHeld.extend({ from: day, until: day.optional() });
/** `on` is the last day. */
const roleEnded = roleHeld.extend({ on: day });

/** Whether the words of concerns and incidents are kept here, or that there were some alone, and what the safeguarding system calls them. */
const concernWords = z.object({ schoolId: id, kept: z.boolean() });

export const schoolEvents = messages({
  SchoolOpened: opened.describe('A school was entered: its name and how its office is reached.'),
  SchoolDetailsChanged: opened.describe('A school’s name, how it is reached, or its numbers are others now.'),
  SessionTimesSet: sessionTimes.describe('From this day on, morning and afternoon begin and end at these times.'),
  TermSet: term.describe('The school meets from one day to another; set again under its name, a term is moved.'),
  TermDropped: termDropped.describe('There is no such term: the school does not meet because of it.'),
  DayOffSet: dayOff.describe('On this day the school does not meet.'),
  DayOffLifted: dayOffLifted.describe('The school meets on this day after all.'),
  RoleGiven: roleGiven.describe('Somebody holds a role, deputises in it or covers for it, from this day on.'),
  RoleEnded: roleEnded.describe('Somebody’s standing in a role ended; the day named is the last one.'),
  ConcernWordsSet: concernWords.describe(
    'The school keeps the words of concerns and incidents in Waymark from now on, or no longer does; what is there stays.',
  ),
});
export type SchoolEvent = MessageOf<typeof schoolEvents>;

export const schoolCommands = messages({
  OpenSchool: opened,
  ChangeSchool: opened,
  SetSessionTimes: sessionTimes,
  SetTerm: term,
  DropTerm: termDropped,
  SetDayOff: dayOff,
  LiftDayOff: dayOffLifted,
  GiveRole: roleGiven,
  EndRole: roleEnded,
  SetConcernWords: concernWords,
});
export type SchoolCommand = MessageOf<typeof schoolCommands>;

type RoleHeld = z.output<typeof roleHeld>;

/** What a school decides by: its own entry, its calendar, and the last that was said of each person in each role. */
export type School = {
  readonly opened: z.output<typeof opened> | null;
  /** As they are now. */
  readonly details: z.output<typeof opened> | null;
  /** By the day from which they hold. */
  readonly sessionTimes: Readonly<Record<Day, z.output<typeof sessionTimes>>>;
  /** By name. */
  readonly terms: Readonly<Record<string, z.output<typeof term>>>;
  readonly daysOff: Readonly<Record<Day, z.output<typeof dayOffKind>>>;
  readonly roles: Readonly<Record<string, { given: z.output<typeof roleGiven>; endedOn: Day | null }>>;
  /** Until a school says that it keeps words, it does not. */
  readonly keepsWords: boolean;
};

const roleKey = ({ role, personId, standing }: RoleHeld) => `${role} ${standing} ${personId}`;

export const school: Decider<SchoolCommand, SchoolEvent, School> = {
  category: 'school',
  initial: { opened: null, details: null, sessionTimes: {}, terms: {}, daysOff: {}, roles: {}, keepsWords: false },

  evolve: (school, { type, data }) => {
    switch (type) {
      case 'SchoolOpened':
        return { ...school, opened: data, details: data };
      case 'SchoolDetailsChanged':
        return { ...school, details: data };
      case 'SessionTimesSet':
        return { ...school, sessionTimes: { ...school.sessionTimes, [data.from]: data } };
      case 'TermSet':
        return { ...school, terms: { ...school.terms, [data.name]: data } };
      case 'TermDropped': {
        const { [data.name]: _dropped, ...terms } = school.terms;
        return { ...school, terms };
      }
      case 'DayOffSet':
        return { ...school, daysOff: { ...school.daysOff, [data.on]: data.kind } };
      case 'DayOffLifted': {
        const { [data.on]: _lifted, ...daysOff } = school.daysOff;
        return { ...school, daysOff };
      }
      case 'RoleGiven':
        return { ...school, roles: { ...school.roles, [roleKey(data)]: { given: data, endedOn: null } } };
      case 'RoleEnded': {
        const held = school.roles[roleKey(data)];
        return held
          ? { ...school, roles: { ...school.roles, [roleKey(data)]: { ...held, endedOn: data.on } } }
          : school;
      }
      case 'ConcernWordsSet':
        return { ...school, keepsWords: data.kept };
    }
  },

  // Said again, a fact is nothing new; said otherwise, it changes. A school's first entry is changed by its own command.
  decide: ({ type, data }, school) => {
    if (type === 'OpenSchool') {
      if (!school.opened) return [{ type: 'SchoolOpened', data }];
      // The first entry said again is an old form sent twice, even when the details have changed since.
      return same(school.opened, data) || same(school.details, data) ? [] : no('school-already-opened');
    }
    if (!school.opened) return no('school-not-opened');
    switch (type) {
      case 'ChangeSchool':
        return same(school.details, data) ? [] : [{ type: 'SchoolDetailsChanged', data }];
      case 'SetSessionTimes': {
        const { am, pm } = data;
        if (!(am.start < am.end && am.end <= pm.start && pm.start < pm.end)) return no('session-times-out-of-order');
        return same(school.sessionTimes[data.from], data) ? [] : [{ type: 'SessionTimesSet', data }];
      }
      case 'SetTerm':
        if (data.to < data.from) return no('term-ends-before-it-begins');
        return same(school.terms[data.name], data) ? [] : [{ type: 'TermSet', data }];
      case 'DropTerm':
        return school.terms[data.name] ? [{ type: 'TermDropped', data }] : [];
      case 'SetDayOff':
        return school.daysOff[data.on] === data.kind ? [] : [{ type: 'DayOffSet', data }];
      case 'LiftDayOff':
        return school.daysOff[data.on] ? [{ type: 'DayOffLifted', data }] : [];
      case 'SetConcernWords':
        return school.keepsWords === data.kept ? [] : [{ type: 'ConcernWordsSet', data }];
      case 'GiveRole':
        if (data.until !== undefined && data.until < data.from) return no('role-ends-before-it-begins');
        // Also once it has ended: whoever gets the role again gets it from another day.
        return same(school.roles[roleKey(data)]?.given, data) ? [] : [{ type: 'RoleGiven', data }];
      case 'EndRole': {
        const held = school.roles[roleKey(data)];
        if (!held) return no('role-not-given');
        if (held.endedOn === data.on) return [];
        return data.on < held.given.from ? no('role-ends-before-it-begins') : [{ type: 'RoleEnded', data }];
      }
    }
  },
};

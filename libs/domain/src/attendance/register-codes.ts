import { z } from 'zod';
import type { Day } from '#event-sourcing';
import type { AttendedMark } from '../placement/register.js';

/**
 * The codes of the attendance register, those of other years among them, so that what was entered then can still be read.
 * That a code is here says nothing of whether it is right for a session: that is `proposedMark`, and then a person.
 */
export const registerCode = z.enum([
  ...([
    '/',
    '\\',
    'L',
    'K',
    'V',
    'P',
    'W',
    'B',
    'D',
    'C1',
    'M',
    'J1',
    'S',
    'X',
    'C2',
    'C',
    'T',
    'R',
    'I',
    'E',
  ] as const),
  ...(['Q', 'Y1', 'Y2', 'Y3', 'Y4', 'Y5', 'Y6', 'Y7', 'G', 'N', 'O', 'U', 'Z', '#', 'F', 'H', 'J', 'Y'] as const),
]);
export type RegisterCode = z.output<typeof registerCode>;

/** What a code counts as. A session that was not possible counts neither way. */
export const codeClass = z.enum(['attending', 'authorised', 'unauthorised', 'not-possible', 'administrative']);
export type CodeClass = z.output<typeof codeClass>;

export type CodeRule = {
  readonly meaning: string;
  readonly class: CodeClass;
  /** Whether its class was read in the department's own data, or is known from others' accounts of the regulations. */
  readonly certainty: AttendedMark['certainty'];
  /** The first day on which it could be entered, where not always, and the last one, where it no longer can. */
  readonly from?: Day;
  readonly until?: Day;
};

/** The School Attendance (Pupil Registration) (England) Regulations 2024 came into force. */
const since2024 = { from: '2024-08-19' } as const;
const until2024 = { until: '2024-08-18' } as const;
const attending = { class: 'attending', certainty: 'seen' } as const;
const authorised = { class: 'authorised', certainty: 'seen' } as const;
const unauthorised = { class: 'unauthorised', certainty: 'seen' } as const;
const notPossible = { class: 'not-possible', certainty: 'second-hand' } as const;

/** Source: tables of regulation 10 of the Regulations of 2024; of codes that no longer count, accounts of what came before. */
export const registerCodes: Readonly<Record<RegisterCode, CodeRule>> = {
  '/': { meaning: 'Present in the morning', ...attending },
  '\\': { meaning: 'Present in the afternoon', ...attending },
  L: { meaning: 'Late, before the register closed', ...attending },
  K: { meaning: 'Education that the local authority arranged', ...attending, ...since2024 },
  V: { meaning: 'Educational visit, supervised by the school’s staff', ...attending },
  P: { meaning: 'Approved sporting activity', ...attending },
  W: { meaning: 'Work experience', ...attending },
  B: { meaning: 'Another approved educational activity', ...attending },
  D: { meaning: 'Registered at another school, and due there', ...notPossible },
  C1: { meaning: 'Leave for a performance or employment abroad', ...authorised, ...since2024 },
  M: { meaning: 'Leave for a medical or dental appointment', ...authorised },
  J1: { meaning: 'Leave for an interview', ...authorised, ...since2024 },
  S: { meaning: 'Leave to study for a public examination', ...authorised },
  X: { meaning: 'Not of compulsory school age, and not required to attend', ...notPossible },
  C2: { meaning: 'Leave for a temporary part-time timetable', ...authorised, ...since2024 },
  C: { meaning: 'Leave in exceptional circumstances', ...authorised },
  T: { meaning: 'Parent travelling for work', ...authorised },
  R: { meaning: 'Religious observance', ...authorised },
  I: { meaning: 'Illness', ...authorised },
  E: { meaning: 'Suspended or excluded, and no education arranged', ...authorised },
  Q: { meaning: 'No access arrangements by the local authority', ...notPossible, ...since2024 },
  Y1: { meaning: 'Transport that is normally provided not available', ...notPossible, ...since2024 },
  Y2: { meaning: 'Widespread disruption to travel', ...notPossible, ...since2024 },
  Y3: { meaning: 'Part of the school’s premises closed', ...notPossible, ...since2024 },
  Y4: { meaning: 'The whole school’s premises closed unexpectedly', ...notPossible, ...since2024 },
  Y5: { meaning: 'Detained by the criminal justice system', ...notPossible, ...since2024 },
  Y6: { meaning: 'Public health guidance or law', ...notPossible, ...since2024 },
  Y7: { meaning: 'Another unavoidable cause', ...notPossible, ...since2024 },
  G: { meaning: 'Holiday that the school has not granted', ...unauthorised },
  N: { meaning: 'Reason for the absence not yet established', ...unauthorised },
  O: { meaning: 'Absent in other or unknown circumstances', ...unauthorised },
  U: { meaning: 'Arrived after the register closed', ...unauthorised },
  Z: { meaning: 'Prospective pupil, not on the register', class: 'administrative', certainty: 'second-hand' },
  '#': { meaning: 'Planned closure of the whole school', ...notPossible },
  F: { meaning: 'Extended family holiday that was agreed', ...authorised, certainty: 'second-hand', ...until2024 },
  H: { meaning: 'Family holiday that was agreed', ...authorised, certainty: 'second-hand', ...until2024 },
  J: { meaning: 'Interview', ...attending, certainty: 'second-hand', ...until2024 },
  Y: { meaning: 'Unable to attend in exceptional circumstances', ...notPossible, ...until2024 },
};

/** Whether a code may be entered for a day. */
export function isInForce(code: RegisterCode, on: Day): boolean {
  const { from, until } = registerCodes[code];
  return (from === undefined || from <= on) && (until === undefined || on <= until);
}

/** Whether a code counts as attending. */
export const isAttendance = (code: RegisterCode): boolean => registerCodes[code].class === 'attending';

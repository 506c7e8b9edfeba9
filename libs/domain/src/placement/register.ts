import type { Delivery, Route } from './routes.js';

/** What a school's register says of a session that a pupil attended off-site. */
export type AttendedMark = {
  /** The code of the register; null where the session is an absence, whose code its reason says. */
  readonly code: 'B' | 'D' | 'K' | null;
  /** Whether the rule was read where it is made, or is known from others' accounts of it. */
  readonly certainty: 'seen' | 'second-hand';
};

/**
 * The mark of a session that a pupil attended, by how they came to be there and how they were taught. Online at home is no
 * attendance, whoever provides it; online with somebody who supervises at a place is as good as being taught there.
 *
 * Source: regulation 10 of the School Attendance (Pupil Registration) (England) Regulations 2024; of teaching online,
 * accounts of Working together to improve school attendance alone.
 */
// Procedure: S6.9
export function attendedMark(route: Route, delivery: Delivery): AttendedMark {
  if (delivery === 'online-at-home') return { code: null, certainty: 'second-hand' };
  const certainty = delivery === 'online-supervised' ? 'second-hand' : 'seen';
  switch (route) {
    case 'local-authority':
      return { code: 'K', certainty };
    case 'dual-registered':
      return { code: 'D', certainty };
    case 'agreed':
    case 'directed':
    case 'suspension':
    case 'within-trust':
      return { code: 'B', certainty };
  }
}

import type { LetterKind } from '#domain';
import type { LetterDescription } from '../letter-text.js';
import { attendanceChase } from './attendance-chase.js';
import { attendanceRequest } from './attendance-request.js';
import { attendanceUnanswered } from './attendance-unanswered.js';
import { findThePupil } from './find-the-pupil.js';
import { freshLink } from './fresh-link.js';

/** Every letter that leaves the house. */
export const letterDescriptions: Readonly<Record<LetterKind, LetterDescription>> = {
  'attendance-request': attendanceRequest,
  'attendance-chase': attendanceChase,
  'attendance-unanswered': attendanceUnanswered,
  'find-the-pupil': findThePupil,
  'fresh-link': freshLink,
};

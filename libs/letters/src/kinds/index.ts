import type { LetterKind } from '#domain';
import type { LetterDescription } from '../letter-text.js';
import { addressEntered } from './address-entered.js';
import { addressLeft } from './address-left.js';
import { assuranceChase } from './assurance-chase.js';
import { assuranceRequest } from './assurance-request.js';
import { attendanceChase } from './attendance-chase.js';
import { attendanceRequest } from './attendance-request.js';
import { attendanceUnanswered } from './attendance-unanswered.js';
import { briefing } from './briefing.js';
import { findThePupil } from './find-the-pupil.js';
import { freshLink } from './fresh-link.js';
import { gapDue } from './gap-due.js';
import { gapOverdue } from './gap-overdue.js';
import { liaisonDue } from './liaison-due.js';
import { liaisonMissed } from './liaison-missed.js';
import { signatureRequest } from './signature-request.js';
import { signInLink } from './sign-in-link.js';
import { visitDue } from './visit-due.js';
import { visitMissed } from './visit-missed.js';
import { welfareCheckDue } from './welfare-check-due.js';
import { welfareCheckMissed } from './welfare-check-missed.js';

/** Every letter that leaves the house. */
export const letterDescriptions: Readonly<Record<LetterKind, LetterDescription>> = {
  'attendance-request': attendanceRequest,
  'attendance-chase': attendanceChase,
  'attendance-unanswered': attendanceUnanswered,
  'find-the-pupil': findThePupil,
  'gap-due': gapDue,
  'gap-overdue': gapOverdue,
  'liaison-due': liaisonDue,
  'liaison-missed': liaisonMissed,
  'welfare-check-due': welfareCheckDue,
  'welfare-check-missed': welfareCheckMissed,
  'visit-due': visitDue,
  'visit-missed': visitMissed,
  'assurance-request': assuranceRequest,
  'assurance-chase': assuranceChase,
  briefing,
  'signature-request': signatureRequest,
  'fresh-link': freshLink,
  'sign-in-link': signInLink,
  'address-left': addressLeft,
  'address-entered': addressEntered,
};

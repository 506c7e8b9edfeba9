import type { Role } from '../vocabulary.js';

/**
 * The roles that a school's key staff page names: those whom every form and letter about a pupil off-site may have to reach.
 * Source: the procedure for off-site education, key staff. The school's own name stands at its head.
 */
// Procedure: S2.3, S2.4, S2.5, S2.6, S2.7, S2.8
export const keyRoles: readonly Role[] = [
  'headteacher',
  'alternative-provision-lead',
  'designated-safeguarding-lead',
  'attendance-lead',
  'quality-of-education-lead',
  'special-needs-coordinator',
  'designated-teacher',
];

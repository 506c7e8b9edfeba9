import type { Day } from '#event-sourcing';
import type { Role, Standing } from '../vocabulary.js';

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

/** Who answers for the pupils whom a school has elsewhere, the first of these whom it has. */
const answering: readonly Role[] = ['alternative-provision-lead', 'headteacher'];
const standings: readonly Standing[] = ['holder', 'cover', 'deputy'];

/** A role as somebody is given it, with the last day where one is known. */
type Given = { readonly role: Role; readonly standing: Standing; readonly from: Day; readonly until?: Day | undefined };

/**
 * The key roles that nobody holds on a day, in their order. A deputy and whoever covers stand in for a holder and are none.
 * Until each has a holder, a school proposes no placement; what has begun already is a fact and is recorded all the same.
 */
// Procedure: S1.9
export const unheldKeyRoles = (roles: readonly Given[], on: Day): Role[] =>
  keyRoles.filter(
    (key) =>
      !roles.some(
        ({ role, standing, from, until }) =>
          role === key && standing === 'holder' && from <= on && (until === undefined || on <= until),
      ),
  );

/**
 * Who answers by name for a school's placements on a day: its alternative provision lead, or whoever covers or deputises,
 * or else its head. A provider never does. Null where there is nobody.
 */
// Procedure: S4.25
export function answersFor<G extends Given>(roles: readonly G[], on: Day): G | null {
  const held = roles.filter(({ from, until }) => from <= on && (until === undefined || on <= until));
  for (const asked of answering) {
    for (const as of standings) {
      const found = held.find(({ role, standing }) => role === asked && standing === as);
      if (found) return found;
    }
  }
  return null;
}

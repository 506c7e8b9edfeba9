import { catalogue } from '#event-sourcing';
import { assuranceEvents } from './assurance/assurance.js';
import { attendanceEvents } from './attendance/attendance.js';
import { checkEvents } from './check/check.js';
import { complaintEvents } from './complaint/complaint.js';
import { dutyEvents } from './duty/duty.js';
import { evaluationEvents } from './evaluation/evaluation.js';
import { incidentEvents } from './incident/incident.js';
import { letterEvents } from './letter/letter.js';
import { operationsEvents } from './operations/operations.js';
import { oversightEvents } from './oversight/oversight.js';
import { personEvents } from './person/person.js';
import { placementEvents } from './placement/placement-events.js';
import { providerEvents } from './provider/provider.js';
import { pupilEvents } from './pupil/pupil.js';
import { schoolEvents } from './school/school.js';
import { trustEvents } from './trust/trust.js';
import { weekplanEvents } from './weekplan/weekplan.js';
import { whereaboutsEvents } from './whereabouts/whereabouts.js';

/** Every stream's events, by category. */
export const eventsByCategory = {
  trust: trustEvents,
  school: schoolEvents,
  person: personEvents,
  pupil: pupilEvents,
  provider: providerEvents,
  placement: placementEvents,
  oversight: oversightEvents,
  incident: incidentEvents,
  complaint: complaintEvents,
  weekplan: weekplanEvents,
  check: checkEvents,
  assurance: assuranceEvents,
  evaluation: evaluationEvents,
  attendance: attendanceEvents,
  whereabouts: whereaboutsEvents,
  duty: dutyEvents,
  letter: letterEvents,
  operations: operationsEvents,
};

/** Every event that this version of Waymark knows. */
export const allEvents = catalogue(...Object.values(eventsByCategory));

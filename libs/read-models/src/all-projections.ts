import type { AnyProjection } from '#event-sourcing';
import { activities } from './activities.js';
import { adults } from './adults.js';
import { adultAssurances, assurances } from './assurances.js';
import { briefings } from './briefings.js';
import { checks } from './checks.js';
import { contacts } from './contacts.js';
import { directionReviews } from './direction-reviews.js';
import { editionUse } from './edition-use.js';
import { evaluationActions, evaluations } from './evaluations.js';
import { keyAdults } from './key-adults.js';
import { complaints } from './complaints.js';
import { incidents } from './incidents.js';
import { letters } from './letters.js';
import { marks } from './marks.js';
import { matters } from './matters.js';
import { namedStaff } from './named-staff.js';
import { operations } from './operations.js';
import { followUps, oversightRecords } from './oversight.js';
import { people } from './people.js';
import { placementList } from './placement-list.js';
import { placements } from './placements.js';
import { providerFindings } from './provider-findings.js';
import { providerList } from './provider-list.js';
import { providers } from './providers.js';
import { pupilForms } from './pupil-forms.js';
import { pupils } from './pupils.js';
import { schools } from './schools.js';
import { sessions } from './sessions.js';
import { sharingAgreements } from './sharing.js';
import { signings } from './signings.js';
import { sites } from './sites.js';
import { stops } from './stops.js';
import { timeline } from './timeline.js';
import { trustRows } from './trust.js';
import { weekplans } from './weekplans.js';

/** Every read model: what a worker projects and `rebuild` builds again. */
export const allProjections: readonly AnyProjection[] = [
  trustRows,
  schools,
  people,
  providers,
  providerFindings,
  providerList,
  sites,
  adults,
  pupils,
  pupilForms,
  contacts,
  keyAdults,
  placements,
  placementList,
  editionUse,
  namedStaff,
  oversightRecords,
  followUps,
  incidents,
  complaints,
  weekplans,
  briefings,
  directionReviews,
  signings,
  sharingAgreements,
  stops,
  checks,
  assurances,
  adultAssurances,
  evaluations,
  evaluationActions,
  sessions,
  marks,
  activities,
  matters,
  letters,
  timeline,
  operations,
];

import type { PlacementCommand } from '#domain';
import type { Id } from '#event-sourcing';
import { personId, type PersonName } from './names.js';
import { monday } from './trust.js';

type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };

/** A pupil of the example trust is back at school, and somebody has looked at the first day of it. */
// Procedure: S11.2
export function* returned(about: About): Iterable<readonly [PersonName, PlacementCommand]> {
  const seen = { attended: 'every-session', goes: 'In his form, and with his mentor.', concerns: false } as const;
  const data = {
    ...about,
    checkedOn: monday,
    personId: personId('priya-raman'),
    ...seen,
    nextStep: 'A look on Friday.',
  };
  yield ['priya-raman', { type: 'CheckReturn', data }];
}

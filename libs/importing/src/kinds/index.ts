import type { Kind } from '../kind.js';
import { bankHolidaysKind } from './bank-holidays.js';
import { calendarKind } from './calendar.js';
import { contactsKind } from './contacts.js';
import { placementsKind } from './placements.js';
import { providersKind } from './providers.js';
import { pupilsKind } from './pupils.js';
import { schoolsKind } from './schools.js';
import { sessionTimesKind } from './session-times.js';
import { staffKind } from './staff.js';

/** Every kind of file, in the order in which they need each other. */
export const allKinds: readonly Kind[] = [
  schoolsKind,
  calendarKind,
  bankHolidaysKind,
  sessionTimesKind,
  staffKind,
  pupilsKind,
  contactsKind,
  providersKind,
  placementsKind,
];

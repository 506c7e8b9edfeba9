import type { SchoolRow } from '#read-models';

/** Why a school does not meet on a day, as people say it. */
export const dayOffWords: Readonly<Record<SchoolRow['daysOff'][number]['kind'], string>> = {
  inset: 'INSET day',
  'bank-holiday': 'Bank holiday',
  closure: 'Closure',
  holiday: 'Holiday',
};

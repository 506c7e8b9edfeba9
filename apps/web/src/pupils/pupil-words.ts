import { isTemporaryUpn, type Ethnicity, type Gender, type Part, type Status } from '#domain';
import { erased, orElse } from '#event-sourcing';
import type { PupilRow } from '#read-models';

type Named = Pick<PupilRow, 'givenName' | 'familyName'>;

const gone = 'Name erased';

/** "Amira Khan", for staff of the pupil's own school. */
export function fullName(pupil: Named | undefined): string {
  if (!pupil || pupil.givenName === erased || pupil.familyName === erased) return gone;
  return `${pupil.givenName} ${pupil.familyName}`;
}

/** "Amira K", for everybody else: enough to know who is meant, and no more. */
export function shortName(pupil: Named | undefined): string {
  if (!pupil || pupil.givenName === erased || pupil.familyName === erased) return gone;
  const [first] = new Intl.Segmenter('en').segment(pupil.familyName);
  return `${pupil.givenName} ${first?.segment ?? ''}`.trim();
}

/** "Year 9", "Reception". */
export function yearWords(pupil: Pick<PupilRow, 'yearGroup'> | undefined): string {
  const year = pupil ? orElse(pupil.yearGroup, null) : null;
  if (year === null) return '';
  return year === 0 ? 'Reception' : `Year ${year}`;
}

/** What has to be known of every pupil, as a school says it. */
export const statusWords: Readonly<Record<Status, string>> = {
  'looked-after': 'Looked after by a local authority',
  'child-protection': 'Child protection plan',
  'child-in-need': 'Child in need',
  'ehc-plan': 'Education, health and care plan',
  'sen-support': 'SEN support',
  'known-risk': 'Known risk',
  'early-help': 'Early help assessment',
};

export const ethnicityWords: Readonly<Record<Ethnicity, string>> = {
  white: 'White',
  mixed: 'Mixed or multiple ethnic groups',
  asian: 'Asian or Asian British',
  black: 'Black or Black British',
  chinese: 'Chinese',
  other: 'Any other ethnic group',
  refused: 'Refused to say',
  unknown: 'Not known',
};

export const genderWords: Readonly<Record<Gender, string>> = {
  girl: 'Girl',
  boy: 'Boy',
  other: 'Described in another way',
  refused: 'Refused to say',
  unknown: 'Not known',
};

/** The parts that key adults play, as a school says them. */
export const partWords: Readonly<Record<Part, string>> = {
  'head-of-year': 'Head of year',
  'social-worker': 'Social worker',
  'sen-key-worker': 'SEN key worker',
  'virtual-school': 'Virtual school representative',
  'outside-agency': 'Outside agency',
  other: 'Another part',
};

/** The number, or why there is none. */
export function upnWords({ upn, upnUnknownBecause }: Pick<PupilRow, 'upn' | 'upnUnknownBecause'>): string {
  if (upn === undefined) return `Not known: ${orElse(upnUnknownBecause ?? '', 'Erased')}`;
  const number = orElse(upn, null);
  if (number === null) return 'Erased';
  return isTemporaryUpn(number) ? `${number}, a temporary one` : number;
}

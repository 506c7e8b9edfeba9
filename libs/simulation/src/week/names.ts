import { idFrom, type Id } from '#event-sourcing';

/**
 * The example trust, by short names. Everybody in it is made up, and so are the schools, the providers and the addresses;
 * the telephone numbers are those that are kept free for drama.
 */
export const schoolNames = ['hollin-bank', 'millrace'] as const;
export type SchoolName = (typeof schoolNames)[number];

export const personNames = [
  'priya-raman',
  'martin-ellery',
  'ruth-calloway',
  'dawn-fairley',
  'sam-oduya',
  'helen-strand',
  'nadia-brook',
  'owen-pryce',
] as const;
export type PersonName = (typeof personNames)[number];

export const siteNames = ['wheelhouse', 'greenacre', 'second-stage', 'northlight', 'harbour-kitchen'] as const;
export type SiteName = (typeof siteNames)[number];

export const adultNames = ['tom-arkwright', 'moira-pell', 'leo-marchetti', 'grace-adeyemi', 'dilys-penrose'] as const;
export type AdultName = (typeof adultNames)[number];

export const pupilNames = ['amara', 'callum', 'ryan', 'jodie', 'kian', 'leila', 'sana'] as const;
export type PupilName = (typeof pupilNames)[number];

/** The ids of the week are made from its names, so that what comes of it can be told in names again. */
export const schoolId = (name: SchoolName): Id => idFrom('example', 'school', name);
export const personId = (name: PersonName): Id => idFrom('example', 'person', name);
export const providerId = (site: SiteName): Id => idFrom('example', 'provider', site);
export const siteId = (name: SiteName): Id => idFrom('example', 'site', name);
export const adultId = (name: AdultName): Id => idFrom('example', 'adult', name);
export const subjectId = (name: PupilName): Id => idFrom('example', 'pupil', name);
export const placementId = (pupil: PupilName, site: SiteName): Id => idFrom('example', 'placement', pupil, site);
export const keyAdultId = (pupil: PupilName): Id => idFrom('example', 'key-adult', pupil);
export const contactId = (pupil: PupilName): Id => idFrom('example', 'contact', pupil);

const byId = new Map<string, string>([
  ...schoolNames.map((name): [string, string] => [schoolId(name), name]),
  ...personNames.map((name): [string, string] => [personId(name), name]),
  ...siteNames.map((name): [string, string] => [siteId(name), name]),
  ...adultNames.map((name): [string, string] => [adultId(name), name]),
  ...pupilNames.map((name): [string, string] => [subjectId(name), name]),
]);

/** The name behind an id of the week; the id itself when it is nobody's, so that a surprise shows. */
export const nameOf = (id: Id): string => byId.get(id) ?? id;

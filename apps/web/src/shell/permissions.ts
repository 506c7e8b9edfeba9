import { role, type Role } from '#domain';

/** What members of staff do in Waymark. Everything that a page or a button does is one of these. */
export const permissions = [
  'see-board',
  'search-for-pupils',
  'record-marks',
  'mark-register',
  'authorise-absences',
  'see-placements',
  'oversee-placements',
  'agree-placements',
  'see-briefings',
  'record-checks',
  'evaluate-providers',
  'start-and-end-placements',
  'find-pupils',
  'see-letters',
  'enter-pupils',
  'keep-roll',
  'enter-providers',
  'enter-closures',
  'ask-for-assurance',
  'propose-placements',
  'set-up-school',
  'manage-people',
  'import-data',
  'set-gaps-due',
  'set-stops',
] as const;
export type Permission = (typeof permissions)[number];

const everything = permissions;
/** By when what is missing has to be there is for a head alone to say; an absence is authorised by a head or the attendance lead. */
const allButHeads = permissions.filter((each) => each !== 'set-gaps-due' && each !== 'authorise-absences');
/** A stop is for those who answer for safeguarding. */
const allButPeople = allButHeads.filter((each) => each !== 'manage-people' && each !== 'set-stops');
const looking = ['see-board', 'search-for-pupils', 'see-placements', 'oversee-placements', 'find-pupils'] as const;
/** Whoever rings a provider hears who is there, and also that nobody is. */
const onTheTelephone = [...looking, 'record-marks', 'enter-closures'] as const;

/**
 * Which role may do what, at the school where it is held. Anybody on the staff who is told of a missing pupil may take the
 * search and end it: a safeguarding lead must not meet a closed door at half past nine.
 */
export const allowed: Readonly<Record<Role, readonly Permission[]>> = {
  headteacher: everything,
  'senior-leader': allButHeads,
  'designated-safeguarding-lead': [
    ...onTheTelephone,
    'see-briefings',
    'record-checks',
    'ask-for-assurance',
    'evaluate-providers',
    'see-letters',
    'enter-pupils',
    'set-stops',
  ],
  'alternative-provision-lead': allButPeople,
  'attendance-lead': [
    ...onTheTelephone,
    'mark-register',
    'authorise-absences',
    'see-letters',
    'enter-pupils',
    'keep-roll',
  ],
  'attendance-intervention-manager': [...onTheTelephone, 'mark-register', 'see-letters'],
  'quality-of-education-lead': [
    'see-placements',
    'oversee-placements',
    'record-checks',
    'evaluate-providers',
    'find-pupils',
  ],
  'special-needs-coordinator': [...looking, 'see-briefings', 'record-checks', 'evaluate-providers', 'enter-pupils'],
  'designated-teacher': [...looking],
  'safeguarding-governor': ['see-placements'],
};

/** Whether any of the roles may do it. A role that this version doesn't know may do nothing. */
export const mayDo = (roles: readonly string[], permission: Permission): boolean =>
  roles.some((each) => {
    const known = role.safeParse(each);
    return known.success && allowed[known.data].includes(permission);
  });

/** A role as people say it. */
export const roleWords: Readonly<Record<Role, string>> = {
  headteacher: 'headteacher',
  'senior-leader': 'senior leader',
  'designated-safeguarding-lead': 'designated safeguarding lead',
  'alternative-provision-lead': 'alternative provision lead',
  'attendance-lead': 'attendance lead',
  'attendance-intervention-manager': 'attendance intervention manager',
  'quality-of-education-lead': 'quality of education lead',
  'special-needs-coordinator': 'special needs coordinator',
  'designated-teacher': 'designated teacher',
  'safeguarding-governor': 'safeguarding governor',
};

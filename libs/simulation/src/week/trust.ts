import type { Role, Session, Standing, Status, Weekday } from '#domain';
import type { Day, TimeOfDay } from '#event-sourcing';
import type { AdultName, PersonName, PupilName, SchoolName, SiteName } from './names.js';

/** Who and what there is in the week, as a school office would say it. `setup.ts` turns it into commands. */

/** The Monday of the week. The clocks went back in October, so the wall's time is UTC. */
export const monday: Day = '2026-11-16';
export const week = { mon: '2026-11-16', tue: '2026-11-17', wed: '2026-11-18', thu: '2026-11-19', fri: '2026-11-20' };
export type WeekdayName = keyof typeof week;

type Times = { readonly start: TimeOfDay; readonly end: TimeOfDay };

export const schools: Record<
  SchoolName,
  { name: string; telephone: string; mailbox: string; am: Times; pm: Times; insetOn: Day }
> = {
  'hollin-bank': {
    name: 'Hollin Bank School',
    telephone: '01632 960101',
    mailbox: 'attendance@hollinbank.example',
    am: { start: '08:50', end: '12:10' },
    pm: { start: '13:10', end: '15:10' },
    insetOn: '2026-11-30',
  },
  millrace: {
    name: 'Millrace Academy',
    telephone: '01632 960140',
    mailbox: 'attendance@millrace.example',
    am: { start: '08:40', end: '12:00' },
    pm: { start: '12:45', end: '14:50' },
    insetOn: '2026-11-20', // The Friday of the week.
  },
};

export const people: Record<PersonName, { name: string; email: string }> = {
  'priya-raman': { name: 'Priya Raman', email: 'p.raman@hollinbank.example' },
  'martin-ellery': { name: 'Martin Ellery', email: 'm.ellery@hollinbank.example' },
  'ruth-calloway': { name: 'Ruth Calloway', email: 'head@hollinbank.example' },
  'dawn-fairley': { name: 'Dawn Fairley', email: 'd.fairley@millrace.example' },
  'sam-oduya': { name: 'Sam Oduya', email: 's.oduya@millrace.example' },
  'helen-strand': { name: 'Helen Strand', email: 'h.strand@millrace.example' },
  'nadia-brook': { name: 'Nadia Brook', email: 'n.brook@millrace.example' },
  'owen-pryce': { name: 'Owen Pryce', email: 'head@millrace.example' },
};

/**
 * At Hollin Bank one person holds three roles, with a deputy for one of them; at Millrace two people hold one role. So
 * the same rung of a ladder reaches different people in different ways. Not each key role of Millrace has a holder yet.
 */
export const roles: readonly { school: SchoolName; role: Role; person: PersonName; standing: Standing }[] = [
  { school: 'hollin-bank', role: 'alternative-provision-lead', person: 'priya-raman', standing: 'holder' },
  { school: 'hollin-bank', role: 'designated-safeguarding-lead', person: 'priya-raman', standing: 'holder' },
  { school: 'hollin-bank', role: 'attendance-lead', person: 'priya-raman', standing: 'holder' },
  { school: 'hollin-bank', role: 'designated-safeguarding-lead', person: 'martin-ellery', standing: 'deputy' },
  { school: 'hollin-bank', role: 'headteacher', person: 'ruth-calloway', standing: 'holder' },
  { school: 'hollin-bank', role: 'attendance-intervention-manager', person: 'martin-ellery', standing: 'holder' },
  { school: 'hollin-bank', role: 'quality-of-education-lead', person: 'martin-ellery', standing: 'holder' },
  { school: 'hollin-bank', role: 'special-needs-coordinator', person: 'martin-ellery', standing: 'holder' },
  { school: 'hollin-bank', role: 'designated-teacher', person: 'martin-ellery', standing: 'holder' },
  { school: 'millrace', role: 'attendance-lead', person: 'dawn-fairley', standing: 'holder' },
  { school: 'millrace', role: 'designated-safeguarding-lead', person: 'sam-oduya', standing: 'holder' },
  { school: 'millrace', role: 'designated-safeguarding-lead', person: 'helen-strand', standing: 'holder' },
  { school: 'millrace', role: 'alternative-provision-lead', person: 'nadia-brook', standing: 'holder' },
  { school: 'millrace', role: 'headteacher', person: 'owen-pryce', standing: 'holder' },
  { school: 'millrace', role: 'attendance-intervention-manager', person: 'helen-strand', standing: 'holder' },
];

export const sites: Record<
  SiteName,
  { provider: string; name: string; address: string; telephone: string; contact: AdultName }
> = {
  wheelhouse: {
    provider: 'The Wheelhouse Project',
    name: 'Canal Street workshop',
    address: '3 Canal Street, Millbeck',
    telephone: '01632 960201',
    contact: 'tom-arkwright',
  },
  greenacre: {
    provider: 'Greenacre Farm',
    name: 'Lower Barn',
    address: 'Greenacre Lane, Overdale',
    telephone: '01632 960202',
    contact: 'moira-pell',
  },
  'second-stage': {
    provider: 'Second Stage Arts',
    name: 'The Old Chapel',
    address: '18 Chapel Walk, Millbeck',
    telephone: '01632 960203',
    contact: 'leo-marchetti',
  },
  northlight: {
    provider: 'Northlight Tuition',
    name: 'Northlight rooms',
    address: 'Unit 4, Weir Yard, Millbeck',
    telephone: '01632 960204',
    contact: 'grace-adeyemi',
  },
  'harbour-kitchen': {
    provider: 'Harbour Kitchen',
    name: 'Quay House',
    address: 'Quay House, Wharf Road, Overdale',
    telephone: '01632 960205',
    contact: 'dilys-penrose',
  },
};

export const adults: Record<AdultName, { name: string; email: string }> = {
  'tom-arkwright': { name: 'Tom Arkwright', email: 'tom@wheelhouse.example' },
  'moira-pell': { name: 'Moira Pell', email: 'moira@greenacre.example' },
  'leo-marchetti': { name: 'Leo Marchetti', email: 'leo@secondstage.example' },
  'grace-adeyemi': { name: 'Grace Adeyemi', email: 'grace@northlight.example' },
  'dilys-penrose': { name: 'Dilys Penrose', email: 'dilys@harbourkitchen.example' },
};

export const pupils: Record<
  PupilName,
  {
    school: SchoolName;
    given: string;
    family: string;
    upn: string;
    bornOn: Day;
    year: number;
    /** The statuses that are not a plain no. */
    statuses: Partial<Record<Status, 'yes' | 'unknown'>>;
    contact: { name: string; relation: string; telephone: string };
    headOfYear: string;
  }
> = {
  amara: {
    school: 'hollin-bank',
    given: 'Amara',
    family: 'Blake',
    upn: 'A999200120016',
    bornOn: '2012-03-04',
    year: 10,
    statuses: {},
    contact: { name: 'Joy Blake', relation: 'mother', telephone: '01632 960301' },
    headOfYear: 'Harriet Moss',
  },
  callum: {
    school: 'hollin-bank',
    given: 'Callum',
    family: 'Dray',
    upn: 'Y999200120034',
    bornOn: '2011-10-21',
    year: 10,
    statuses: { 'child-in-need': 'yes' },
    contact: { name: 'Wendy Dray', relation: 'grandmother', telephone: '01632 960302' },
    headOfYear: 'Harriet Moss',
  },
  ryan: {
    school: 'hollin-bank',
    given: 'Ryan',
    family: 'Petty',
    upn: 'F999200120058',
    bornOn: '2011-01-15',
    year: 11,
    statuses: {},
    contact: { name: 'Carl Petty', relation: 'father', telephone: '01632 960303' },
    headOfYear: 'Ian Fell',
  },
  jodie: {
    school: 'millrace',
    given: 'Jodie',
    family: 'Kemp',
    upn: 'H999400320011',
    bornOn: '2012-07-30',
    year: 9,
    statuses: {},
    contact: { name: 'Lisa Kemp', relation: 'mother', telephone: '01632 960304' },
    headOfYear: 'Sara Vale',
  },
  kian: {
    school: 'millrace',
    given: 'Kian',
    family: 'Forde',
    upn: 'U999400320037',
    bornOn: '2011-12-02',
    year: 10,
    statuses: {},
    contact: { name: 'Declan Forde', relation: 'father', telephone: '01632 960305' },
    headOfYear: 'Bea Winter',
  },
  leila: {
    school: 'millrace',
    given: 'Leila',
    family: 'Haddad',
    upn: 'Z999400320052',
    bornOn: '2012-05-18',
    year: 9,
    statuses: { 'known-risk': 'unknown' },
    contact: { name: 'Rima Haddad', relation: 'mother', telephone: '01632 960306' },
    headOfYear: 'Sara Vale',
  },
  sana: {
    school: 'millrace',
    given: 'Sana',
    family: 'Iqbal',
    upn: 'P999400320073',
    bornOn: '2010-11-09',
    year: 11,
    statuses: {},
    contact: { name: 'Nasreen Iqbal', relation: 'mother', telephone: '01632 960307' },
    headOfYear: 'Tom Ashe',
  },
};

type PlannedSlot = { weekday: Weekday; session: Session; arriveAt: TimeOfDay; leaveAt: TimeOfDay };
const am = (weekday: Weekday, arriveAt: TimeOfDay): PlannedSlot => ({
  weekday,
  session: 'am',
  arriveAt,
  leaveAt: '12:00',
});
const pm = (weekday: Weekday, arriveAt: TimeOfDay): PlannedSlot => ({
  weekday,
  session: 'pm',
  arriveAt,
  leaveAt: '14:45',
});

/** Amara has two placements, which share a Thursday; Callum goes to his for three mornings and nowhere else. */
export const placements: readonly { pupil: PupilName; site: SiteName; purpose: string; slots: PlannedSlot[] }[] = [
  {
    pupil: 'amara',
    site: 'wheelhouse',
    purpose: 'A practical course that keeps her in education while her timetable is rebuilt.',
    slots: [am(1, '09:00'), pm(1, '13:15'), am(2, '09:00'), pm(2, '13:15'), pm(4, '13:15')],
  },
  {
    pupil: 'amara',
    site: 'harbour-kitchen',
    purpose: 'A taste of catering before she chooses her options.',
    slots: [am(3, '09:00'), pm(3, '13:15'), am(4, '09:00')],
  },
  {
    pupil: 'callum',
    site: 'greenacre',
    purpose: 'A smaller group, outdoors, while he builds up to a full week.',
    slots: [am(1, '09:00'), am(3, '09:00'), am(5, '09:00')],
  },
  {
    pupil: 'ryan',
    site: 'northlight',
    purpose: 'Tuition towards English and mathematics after a long illness.',
    slots: [am(2, '09:30'), am(4, '09:30'), pm(4, '13:15'), am(5, '09:30')],
  },
  {
    pupil: 'jodie',
    site: 'wheelhouse',
    purpose: 'A practical course beside her lessons.',
    slots: [am(1, '09:15'), am(5, '09:15')],
  },
  {
    pupil: 'kian',
    site: 'greenacre',
    purpose: 'A smaller group, outdoors, beside his lessons.',
    slots: [am(3, '09:00'), am(5, '09:00')],
  },
  {
    pupil: 'leila',
    site: 'second-stage',
    purpose: 'Drama and music, to find a way back into a group.',
    slots: [am(1, '09:10'), am(2, '09:10')],
  },
  {
    pupil: 'sana',
    site: 'harbour-kitchen',
    purpose: 'A catering course that leads to a certificate.',
    slots: [am(2, '09:00'), am(3, '09:00')],
  },
];

/** What somebody is, for whoever wants to take their part: "attendance lead at Millrace Academy". */
export function rolesInWords(person: PersonName): string {
  const held = roles.filter((each) => each.person === person);
  const names = held.map(
    ({ role, standing }) => `${standing === 'deputy' ? 'deputy ' : ''}${role.replaceAll('-', ' ')}`,
  );
  const at = [...new Set(held.map(({ school }) => schools[school].name))];
  return `${new Intl.ListFormat('en-GB').format(names)} at ${at.join(' and ')}`;
}

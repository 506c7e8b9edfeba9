import {
  checkIdOf,
  status,
  type CheckCommand,
  type PersonCommand,
  type PlacementCommand,
  type ProviderCommand,
  type PupilCommand,
  type SchoolCommand,
} from '#domain';
import type { Instant } from '#event-sourcing';
import { londonInstant, type Edition } from '#procedure';
import { evidenceFor } from './evidence.js';
import {
  adultId,
  contactId,
  keyAdultId,
  personId,
  personNames,
  placementId,
  providerId,
  pupilNames,
  schoolId,
  schoolNames,
  siteId,
  siteNames,
  subjectId,
  type PersonName,
  type SchoolName,
} from './names.js';
import { adults, monday, people, placements, pupils, roles, schools, sites } from './trust.js';

export type SetupCommand =
  SchoolCommand | PersonCommand | PupilCommand | ProviderCommand | CheckCommand | PlacementCommand;

/** One thing that somebody enters before the week, and when. */
export type SetupStep = { readonly at: Instant; readonly by: PersonName; readonly command: SetupCommand };

/**
 * Everything that was entered before the Monday, as commands and in order: the schools on the Thursday of the week but
 * one before, then providers with their checks, pupils, proposals, agreements, and the starts on the Monday morning.
 */
export function setup(edition: Edition): readonly SetupStep[] {
  return [
    ...at('2026-11-05', '15:00', schoolsAndStaff()),
    ...at('2026-11-09', '10:00', providersAndSites()),
    ...at('2026-11-10', '14:00', checksOf(edition)),
    ...at('2026-11-11', '09:30', pupilsAndContacts()),
    ...at('2026-11-11', '11:00', proposals(edition)),
    ...at('2026-11-12', '16:00', agreements()),
    ...at(monday, '07:45', starts()),
  ];
}

type Entry = readonly [PersonName, SetupCommand];

function* at(on: string, time: string, entries: Iterable<Entry>): Iterable<SetupStep> {
  for (const [by, command] of entries) yield { at: londonInstant(on, time), by, command };
}

/** Who enters what concerns a school: its lead for alternative provision. */
const lead: Record<SchoolName, PersonName> = { 'hollin-bank': 'priya-raman', millrace: 'nadia-brook' };

function* schoolsAndStaff(): Iterable<Entry> {
  for (const name of personNames) {
    yield ['priya-raman', { type: 'AddPerson', data: { personId: personId(name), ...people[name] } }];
  }
  for (const school of schoolNames) {
    const { name, telephone, mailbox, am, pm, insetOn } = schools[school];
    const about = { schoolId: schoolId(school) };
    const by = lead[school];
    const opened = { ...about, name, telephone, attendanceMailbox: mailbox };
    yield [by, { type: 'OpenSchool', data: opened }];
    yield [by, { type: 'SetSessionTimes', data: { ...about, from: '2026-09-01', am, pm } }];
    yield [
      by,
      { type: 'SetTerm', data: { ...about, name: 'Autumn, first half', from: '2026-09-02', to: '2026-10-23' } },
    ];
    yield [
      by,
      { type: 'SetTerm', data: { ...about, name: 'Autumn, second half', from: '2026-11-02', to: '2026-12-18' } },
    ];
    yield [by, { type: 'SetDayOff', data: { ...about, on: insetOn, kind: 'inset' } }];
  }
  for (const { school, role, person, standing } of roles) {
    const given = { schoolId: schoolId(school), role, personId: personId(person), standing, from: '2026-09-01' };
    yield [lead[school], { type: 'GiveRole', data: given }];
  }
}

function* providersAndSites(): Iterable<Entry> {
  for (const site of siteNames) {
    const { provider, name, address, telephone, contact } = sites[site];
    const ids = { providerId: providerId(site), siteId: siteId(site) };
    const adult = { ...ids, adultId: adultId(contact), ...adults[contact], attendanceContact: true };
    yield ['priya-raman', { type: 'EnterProvider', data: { providerId: ids.providerId, name: provider } }];
    yield ['priya-raman', { type: 'OpenSite', data: { ...ids, name, address, telephone } }];
    yield ['priya-raman', { type: 'NameAdult', data: adult }];
    for (const school of schoolNames) {
      const shared = { providerId: ids.providerId, schoolId: schoolId(school), personId: personId(lead[school]) };
      yield [lead[school], { type: 'RecordSharingAgreement', data: { ...shared, from: '2026-09-01' } }];
    }
  }
}

function* checksOf(edition: Edition): Iterable<Entry> {
  for (const site of siteNames) {
    for (const { id: row } of edition.checks) {
      const about = { checkId: checkIdOf(siteId(site), row, 1), providerId: providerId(site), siteId: siteId(site) };
      const finding = { ...about, row, round: 1, personId: personId('priya-raman'), on: '2026-11-10' };
      yield ['priya-raman', { type: 'RecordCheckMet', data: { ...finding, evidence: 'Seen on the visit.' } }];
    }
  }
}

function* pupilsAndContacts(): Iterable<Entry> {
  for (const pupil of pupilNames) {
    const { school, given, family, upn, bornOn, year, statuses, contact, headOfYear } = pupils[pupil];
    const about = { subjectId: subjectId(pupil), schoolId: schoolId(school) };
    const identity = { ...about, givenName: given, familyName: family, upn, bornOn, yearGroup: year };
    yield [lead[school], { type: 'EnterPupil', data: identity }];
    for (const each of status.options) {
      const noted = { ...about, status: each, value: statuses[each] ?? 'no', on: '2026-11-11' } as const;
      yield [lead[school], { type: 'NoteStatus', data: noted }];
    }
    const home = { ...about, contactId: contactId(pupil), order: 1, ...contact, mayBeRung: true, mayBeTold: true };
    yield [lead[school], { type: 'NameContact', data: home }];
    const key = { ...about, keyAdultId: keyAdultId(pupil), part: 'head-of-year', name: headOfYear } as const;
    yield [lead[school], { type: 'NameKeyAdult', data: key }];
  }
}

const aboutPlacement = ({ pupil, site }: (typeof placements)[number]) => ({
  placementId: placementId(pupil, site),
  subjectId: subjectId(pupil),
  schoolId: schoolId(pupils[pupil].school),
});
const leadOf = ({ pupil }: (typeof placements)[number]): PersonName => lead[pupils[pupil].school];

function* proposals({ id, edition }: Edition): Iterable<Entry> {
  for (const each of placements) {
    const { site, purpose, slots } = each;
    const where = { providerId: providerId(site), siteId: siteId(site) };
    const proposal = {
      ...aboutPlacement(each),
      ...where,
      purpose,
      startOn: monday,
      slots,
      restOfWeek: 'taught',
    } as const;
    yield [leadOf(each), { type: 'ProposePlacement', data: { ...proposal, procedure: { id, edition } } }];
  }
}

function* agreements(): Iterable<Entry> {
  for (const each of placements) {
    const { school, statuses, contact } = pupils[each.pupil];
    const by = leadOf(each);
    const placed = { about: aboutPlacement(each), school, by, parent: contact.name, reader: sites[each.site].contact };
    const isChildInNeed = statuses['child-in-need'] === 'yes';
    for (const command of evidenceFor({ ...placed, isChildInNeed }, '2026-11-12')) yield [by, command];
  }
}

function* starts(): Iterable<Entry> {
  for (const each of placements) {
    yield [
      leadOf(each),
      { type: 'StartPlacement', data: { ...aboutPlacement(each), startedOn: monday, required: [] } },
    ];
  }
}

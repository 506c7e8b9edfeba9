import { idFrom, type Id, type Instant, type Message } from '#event-sourcing';
import { endOfLink, lastDayOfLink, ProviderLinks } from '#letters';
import { londonInstant } from '#procedure';
import type { World } from '#simulation';

export const trustDay = '2026-11-16';
export const opening: Instant = londonInstant('2026-11-12', '10:00');
/** In the morning session, when every pupil is expected and each provider has been asked. */
export const morning: Instant = londonInstant(trustDay, '09:10');

export const school = idFrom('bench', 'school');
export const person = idFrom('bench', 'person');

/** A pupil of a small trust: one placement at a site of its own, whose contact has a link. */
export type LinkedPupil = { readonly placementId: Id; readonly linkPath: string };

/** Enters one school and its pupils, each at a site of its own with a contact of its own. */
export async function enterSmallTrust(world: World, pupilCount: number): Promise<LinkedPupil[]> {
  const pupils = Array.from({ length: pupilCount }, (_, index) => pupilOf(world, index));
  for (const command of [...schoolCommands(), ...pupils.flatMap((_, index) => pupilCommands(world, index))]) {
    await world.send(command, person);
  }
  return pupils;
}

function idsOf(index: number) {
  const id = (what: string) => idFrom('bench', what, index);
  return {
    placementId: id('placement'),
    subjectId: id('pupil'),
    providerId: id('provider'),
    siteId: id('site'),
    adultId: id('adult'),
  };
}

export const subjectIdOf = (index: number): Id => idsOf(index).subjectId;

function pupilOf({ installation, config }: World, index: number): LinkedPupil {
  const { placementId, siteId, adultId } = idsOf(index);
  const links = new ProviderLinks(installation.masterKey.derive('provider-links'), config.publicUrl);
  const endsAt = endOfLink(lastDayOfLink(trustDay, []));
  return { placementId, linkPath: `/p/${links.tokenOf({ siteId, on: trustDay, recipientId: adultId, endsAt })}` };
}

function schoolCommands(): Message[] {
  const about = { schoolId: school };
  const line = { telephone: '01632 960100', attendanceMailbox: 'attendance@school.example' };
  const times = { am: { start: '08:50', end: '12:10' }, pm: { start: '13:10', end: '15:10' } };
  const role = (name: string) => ({
    type: 'GiveRole',
    data: { ...about, role: name, personId: person, standing: 'holder', from: '2026-09-01' },
  });
  return [
    { type: 'AddPerson', data: { personId: person, name: 'Alex Marsh', email: 'alex.marsh@school.example' } },
    { type: 'OpenSchool', data: { ...about, name: 'Bench School', ...line } },
    { type: 'SetSessionTimes', data: { ...about, from: '2026-09-01', ...times } },
    { type: 'SetTerm', data: { ...about, name: 'Autumn', from: '2026-09-02', to: '2026-12-18' } },
    ...['attendance-lead', 'designated-safeguarding-lead', 'headteacher'].map(role),
  ];
}

function pupilCommands({ edition }: World, index: number): Message[] {
  const { placementId, subjectId, providerId, siteId, adultId } = idsOf(index);
  const at = { providerId, siteId };
  const about = { placementId, subjectId, schoolId: school };
  const slots = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }));
  const address = { name: `Site ${index}`, address: `${index} Lane`, telephone: '01632 960200' };
  const adult = { ...at, adultId, name: `Contact ${index}`, email: `contact.${index}@provider.example` };
  const identity = { subjectId, schoolId: school, givenName: `Given${index}`, familyName: `Family${index}` };
  const procedure = { id: edition.id, edition: edition.edition };
  return [
    { type: 'EnterProvider', data: { providerId, name: `Provider ${index}` } },
    { type: 'OpenSite', data: { ...at, ...address } },
    { type: 'NameAdult', data: { ...adult, attendanceContact: true } },
    {
      type: 'EnterPupil',
      data: { ...identity, upnUnknownBecause: 'Not issued yet.', bornOn: '2011-03-04', yearGroup: 10 },
    },
    { type: 'ProposePlacement', data: { ...about, ...at, purpose: 'Workshop', startOn: trustDay, slots, procedure } },
    { type: 'FindPlacementStarted', data: { ...about, startedOn: trustDay, required: [] } },
  ];
}

import { z } from 'zod';
import type { ProviderCommand } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { AdultRow, SiteRow } from '#read-models';
import { daySent, Fields } from '../shell/fields.js';
import { paths, urlOf } from '../shell/paths.js';
import type { AdultHere, SiteHere } from './desk.js';
import { about, emailAddress, line, orNone, telephoneLine, type FormSent } from './details.page.js';
import { adultName, isContactOf, isErased } from './provider-words.js';

/** The forms about those who work at a site: entered, changed, gone. One of them is asked about attendance. */

const yesOrNo = z
  .enum(['yes', 'no'], { error: 'Choose whether they are asked about attendance' })
  .transform((answer) => answer === 'yes');
const yesIfSent = z
  .enum(['yes', 'no'])
  .catch('no')
  .transform((answer) => answer === 'yes');
export const adultForm = z.object({
  name: line('the name'),
  email: emailAddress,
  telephone: orNone(telephoneLine('person')),
  attendanceContact: yesOrNo,
  attendanceStandIn: yesIfSent,
  safeguardingLead: yesIfSent,
});
export const addAdultForm = adultForm.extend({ form: z.uuid() });

export function addAdultPage(here: SiteHere, contact: AdultRow | null, form: Id, sent?: FormSent) {
  const { schoolId, provider, site } = here;
  return {
    ...about(here, sent),
    title: `Add somebody at ${site.name}`,
    action: urlOf(paths.providers.addAdult, { schoolId, ...provider, siteId: site.siteId }),
    // The same form sent twice is the same person.
    hidden: [{ name: 'form', value: form }],
    fields: adultFields(new Fields(sent?.body, sent?.errors ?? null), contact, undefined, contact === null),
    submit: 'Add this person',
  };
}

export function adultPage(here: AdultHere, contact: AdultRow | null, sent?: FormSent) {
  const { schoolId, provider, site, adult } = here;
  return {
    ...about(here, sent),
    title: `Change the details of ${adultName(adult)}`,
    action: urlOf(paths.providers.adult, { schoolId, ...provider, adultId: adult.adultId }),
    fields: adultFields(new Fields(sent?.body, sent?.errors ?? null), contact, adult, isContactOf(adult, site)),
    submit: 'Save the details',
  };
}

const plainly = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

function adultFields(fields: Fields, contact: AdultRow | null, adult: AdultRow | undefined, isContact: boolean) {
  const before =
    contact === null || contact.adultId === adult?.adultId
      ? 'Letters with the link to the attendance page go to them'
      : `Letters with the link to the attendance page then go to them, and no more to ${adultName(contact)}`;
  const options = [
    { value: 'yes', text: 'Yes', hint: before },
    { value: 'no', text: 'No' },
  ];
  const known = adult && { email: orElse(adult.email, ''), telephone: orElse(adult.telephone ?? '', '') };
  return [
    fields.text({ name: 'name', label: 'Name' }, adult && orElse(adult.name, '')),
    fields.text({ name: 'email', label: 'Email address' }, known?.email),
    fields.text({ name: 'telephone', label: 'Telephone number', hint: 'You can leave it out' }, known?.telephone),
    fields.choice(
      { name: 'attendanceContact', label: 'Are they asked about attendance at this site?' },
      options,
      isContact ? 'yes' : 'no',
    ),
    // Procedure: S15.5, S15.6
    fields.choice(
      {
        name: 'attendanceStandIn',
        label: 'Do they stand in, where nobody else is asked about attendance?',
        hint: 'Letters go to them once the contact has left',
      },
      plainly,
      adult?.attendanceStandIn === true ? 'yes' : 'no',
    ),
    fields.choice(
      {
        name: 'safeguardingLead',
        label: 'Do they lead on safeguarding at this site?',
        hint: 'Their name and number stand wherever a pupil there is searched for',
      },
      plainly,
      adult?.safeguardingLead === true ? 'yes' : 'no',
    ),
  ];
}

export const nameAdult = (
  { providerId, siteId }: Pick<SiteRow, 'providerId' | 'siteId'>,
  adultId: Id,
  { name, email, telephone, ...parts }: z.output<typeof adultForm>,
): ProviderCommand => ({
  type: 'NameAdult',
  data: {
    providerId,
    siteId,
    adultId,
    name,
    email,
    ...(telephone === undefined ? {} : { telephone }),
    ...parts,
  },
});

const nobody = 'nobody';

/** Whoever was asked leaves, and so the form asks who is asked then. */
export const leavesForm = (here: AdultHere, today: Day) =>
  z.object({
    // From this entry on they are written to no more, so it can't be made ahead of the day.
    on: daySent('Enter their last day').refine((on) => on <= today, 'Enter today or an earlier day'),
    next: isContactOf(here.adult, here.site)
      ? z.enum([nobody, ...successors(here).map(({ adultId }) => adultId)], {
          error: 'Choose who is asked about attendance then',
        })
      : z.unknown().transform(() => nobody),
  });

const successors = ({ others }: AdultHere): readonly AdultRow[] => others.filter((each) => !isErased(each));

export function leavesPage(here: AdultHere, today: Day, sent?: FormSent) {
  const { schoolId, provider, site, adult } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const wasContact = isContactOf(adult, site);
  const options = [
    ...successors(here).map((each) => ({ value: each.adultId, text: adultName(each) })),
    { value: nobody, text: 'Nobody for now', hint: 'Then no letter goes to the site, and you ring it yourselves' },
  ];
  return {
    ...about(here, sent),
    title: `${adultName(adult)} leaves`,
    lead: ['From this entry on no letter goes to them, and the links that they have are of no use any more.'],
    action: urlOf(paths.providers.adultLeaves, { schoolId, ...provider, adultId: adult.adultId }),
    fields: [
      fields.day({ name: 'on', label: 'Which was their last day?' }, today),
      ...(wasContact ? [fields.choice({ name: 'next', label: 'Who is asked about attendance then?' }, options)] : []),
    ],
    submit: 'Enter the last day',
  };
}

/** They leave, and whoever follows them as the contact for attendance is named as that. */
export function leaveAdult(here: AdultHere, { on, next }: { on: Day; next: string }): ProviderCommand[] {
  const { providerId, siteId, adultId } = here.adult;
  const successor = successors(here).find((each) => each.adultId === next);
  const leaves: ProviderCommand = { type: 'LeaveAdult', data: { providerId, siteId, adultId, on } };
  if (!successor) return [leaves];
  const { name, email, telephone, attendanceStandIn, safeguardingLead } = successor;
  const about = { providerId, siteId, adultId: successor.adultId };
  const parts = { attendanceContact: true, attendanceStandIn, safeguardingLead };
  return [leaves, { type: 'NameAdult', data: { ...about, name, email, telephone, ...parts } }];
}

import { z } from 'zod';
import type { ProviderCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { ProviderHere, SiteHere } from './desk.js';

/** A provider is entered with its first site and whom to ask there about attendance: without these, nobody is asked. */

export type FormSent = { readonly body: unknown; readonly errors: FormErrors };

export const line = (what: string) =>
  z.string().trim().min(1, `Enter ${what}`).max(160, `Use 160 characters or fewer for ${what}`);
const telephone = /^(?=(?:.*\d){5})[\d+() -]+$/;
export const telephoneLine = (of: string) =>
  line(`the ${of}’s telephone number`).regex(telephone, `Enter a telephone number for the ${of}`);
export const emailAddress = z
  .email({ error: 'Enter an email address, such as name@provider.example' })
  .max(254, 'The address is too long');
/** What may be left empty is then not known. */
export const orNone = (schema: z.ZodType<string>) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(schema);

const numbers = {
  urn: orNone(z.string().regex(/^\d{6}$/, 'Enter a URN of six digits, or leave it out')),
  ukprn: orNone(z.string().regex(/^1\d{7}$/, 'Enter a UKPRN of eight digits that begins with 1, or leave it out')),
};
export const detailsForm = z.object({ name: line('the provider’s name'), ...numbers });
export const siteForm = z.object({
  name: line('the site’s name'),
  address: line('the site’s address'),
  telephone: telephoneLine('site'),
  opening: orNone(line('when the site is open')),
});
export const addSiteForm = siteForm.extend({ form: z.uuid() });
export const enterForm = z.object({
  form: z.uuid(),
  ...detailsForm.shape,
  siteName: line('the site’s name'),
  address: line('the site’s address'),
  siteTelephone: telephoneLine('site'),
  contactName: line('the contact’s name'),
  email: emailAddress,
});

/** The fields of a form as its schema wants them. */
export const sentTo = (form: z.ZodObject, body: unknown) =>
  Object.fromEntries(Object.keys(form.shape).map((name) => [name, field(body, name)]));

const hints = {
  urn: 'Six digits. Leave it out where the provider has none',
  ukprn: 'Eight digits. Leave it out where the provider has none',
  siteTelephone: 'Rung when a pupil is missing',
};
export const everySchools =
  'A provider is the same for all schools of the trust: what you enter here, all of them see.';

export function enterPage(schoolId: Id, form: Id, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    title: 'Enter a provider',
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.providers.list, { schoolId }), text: 'All providers' },
    action: urlOf(paths.providers.enter, { schoolId }),
    lead: ['A provider is entered once for all schools of the trust: look first whether it is in the list.'],
    // The same form sent twice is the same provider.
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.text({ name: 'name', label: 'Name of the provider' }),
      fields.text({ name: 'urn', label: 'URN', hint: hints.urn }),
      fields.text({ name: 'ukprn', label: 'UKPRN', hint: hints.ukprn }),
      fields.text({ name: 'siteName', label: 'Name of its first site' }),
      fields.text({ name: 'address', label: 'Address of the site' }),
      fields.text({ name: 'siteTelephone', label: 'Telephone number of the site', hint: hints.siteTelephone }),
      fields.text({ name: 'contactName', label: 'Who is asked there about attendance?' }),
      fields.text({ name: 'email', label: 'Their email address', hint: 'They are asked there every session' }),
    ],
    submit: 'Enter the provider',
  };
}

/** What the pages of the forms about a provider begin with. */
export function about({ schoolId, provider }: ProviderHere, sent: FormSent | undefined) {
  const back = { href: urlOf(paths.providers.show, { schoolId, ...provider }), text: 'Back to the provider' };
  return { caption: provider.name, errors: sent?.errors ?? null, back, lead: [] as readonly string[] };
}

export function detailsPage(here: ProviderHere, sent?: FormSent) {
  const { schoolId, provider } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(here, sent),
    title: 'Change the provider’s details',
    lead: [everySchools],
    action: urlOf(paths.providers.details, { schoolId, ...provider }),
    fields: [
      fields.text({ name: 'name', label: 'Name of the provider' }, provider.name),
      fields.text({ name: 'urn', label: 'URN', hint: hints.urn }, provider.urn),
      fields.text({ name: 'ukprn', label: 'UKPRN', hint: hints.ukprn }, provider.ukprn),
    ],
    submit: 'Save the details',
  };
}

export function addSitePage(here: ProviderHere, form: Id, sent?: FormSent) {
  const { schoolId, provider } = here;
  return {
    ...about(here, sent),
    title: 'Add a site',
    lead: ['Afterwards, add whom to ask there about attendance: until then, nobody is.'],
    action: urlOf(paths.providers.addSite, { schoolId, ...provider }),
    // The same form sent twice is the same site.
    hidden: [{ name: 'form', value: form }],
    fields: siteFields(new Fields(sent?.body, sent?.errors ?? null)),
    submit: 'Add the site',
  };
}

export function sitePage(here: SiteHere, sent?: FormSent) {
  const { schoolId, provider, site } = here;
  return {
    ...about(here, sent),
    title: 'Change the site’s details',
    lead: [everySchools],
    action: urlOf(paths.providers.site, { schoolId, ...provider, siteId: site.siteId }),
    fields: siteFields(new Fields(sent?.body, sent?.errors ?? null), site),
    submit: 'Save the details',
  };
}

const siteFields = (fields: Fields, site?: SiteHere['site']) => [
  fields.text({ name: 'name', label: 'Name of the site' }, site?.name),
  fields.text({ name: 'address', label: 'Address' }, site?.address),
  fields.text({ name: 'telephone', label: 'Telephone number', hint: hints.siteTelephone }, site?.telephone),
  fields.text(
    {
      name: 'opening',
      label: 'When is it open?',
      hint: 'For example: Monday to Thursday, 9am to 3pm. You can leave it out',
    },
    site?.opening,
  ),
];

/** A provider's details as an event has them: a number that is not known is not there. */
const detailsOf = (providerId: Id, { name, urn, ukprn }: z.output<typeof detailsForm>) => ({
  providerId,
  name,
  ...(urn === undefined ? {} : { urn }),
  ...(ukprn === undefined ? {} : { ukprn }),
});

export const changeProvider = (providerId: Id, form: z.output<typeof detailsForm>): ProviderCommand => ({
  type: 'ChangeProvider',
  data: detailsOf(providerId, form),
});

/** The provider, its first site and its contact there, by ids that come of the form. */
export function enterProvider(form: z.output<typeof enterForm>): { providerId: Id; commands: ProviderCommand[] } {
  const { siteName, address, siteTelephone, contactName, email } = form;
  const providerId = idFrom('provider', form.form);
  const siteId = idFrom('site', form.form);
  const adultId = idFrom('adult', form.form);
  const contact = { providerId, siteId, adultId, name: contactName, email, attendanceContact: true };
  const commands: ProviderCommand[] = [
    { type: 'EnterProvider', data: detailsOf(providerId, form) },
    { type: 'OpenSite', data: { providerId, siteId, name: siteName, address, telephone: siteTelephone } },
    { type: 'NameAdult', data: contact },
  ];
  return { providerId, commands };
}

import { z } from 'zod';
import { approved, inspected, policyKind, registered, type ProviderCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { SiteRow } from '#read-models';
import { dayIfSent, dayParts, daySent, Fields, type FormField } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { listInWords } from '../shell/words.js';
import type { ProviderHere } from './desk.js';
import { about, line, orNone, type FormSent } from './details.page.js';
import { policyWords } from './finding-words.js';

/** What somebody found when they looked a provider up: four forms that ask alike. */

export type FindingHere = ProviderHere & {
  readonly sites: readonly SiteRow[];
  readonly today: Day;
  /** Where the edition in force has approvals looked up. */
  readonly directories: readonly string[];
};
type Asked = Record<string, unknown>;

/** A form of its own for each kind of finding. */
export type FindingForm = {
  readonly path: keyof typeof addresses;
  readonly done: Done;
  /** What was sent, as its schema reads it. */
  sent(body: unknown): Asked;
  /** Reads what was sent into the command. */
  form(here: FindingHere, personId: Id): z.ZodType<ProviderCommand>;
  page(here: FindingHere, site: string, sent?: FormSent): object;
};

const addresses = {
  registration: paths.providers.registration,
  inspection: paths.providers.inspection,
  approval: paths.providers.approval,
  policy: paths.providers.policy,
} as const;

const whole = 'provider';
const words = (missing: string) => z.string().trim().min(1, missing).max(2_000, 'Use 2,000 characters or fewer');
const wordsOrNone = orNone(words(''));

/** What every finding begins with: what it is about, and the day. */
const common = ({ sites, today }: FindingHere) => ({
  about: z.enum([whole, ...sites.map(({ siteId }) => siteId)], { error: 'Choose what this is about' }),
  on: daySent('Enter the day on which you looked').refine((on) => on <= today, 'Enter today or an earlier day'),
});
const source = { source: line('where you looked it up') };

const commonSent = (body: unknown) => ({ about: field(body, 'about'), on: dayParts(body, 'on') });
const textsSent = (body: unknown, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, field(body, name)]));

const found = (
  { provider: { providerId } }: FindingHere,
  personId: Id,
  { about: of, on }: { about: string; on: Day },
) => ({
  providerId,
  ...(of === whole ? {} : { siteId: of }),
  personId,
  on,
});

function pageOf(
  here: FindingHere,
  site: string,
  sent: FormSent | undefined,
  { path, title, lead, submit }: { path: keyof typeof addresses; title: string; lead: string; submit: string },
  own: (fields: Fields) => readonly FormField[],
) {
  const { schoolId, provider, sites, today } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const options = [
    { value: whole, text: 'The provider as a whole' },
    ...sites.map(({ siteId, name }) => ({ value: siteId, text: name })),
  ];
  return {
    ...about(here, sent),
    title,
    lead: [lead],
    action: urlOf(addresses[path], { schoolId, ...provider }),
    fields: [
      fields.select({ name: 'about', label: 'What is this about?' }, options, site || whole),
      ...own(fields),
      fields.day({ name: 'on', label: 'On which day did you look?' }, today),
    ],
    submit,
  };
}

const earlierStay = 'The last answer stands, and those before it stay on the provider’s page.';
const sourceField = (fields: Fields, example: string) =>
  fields.text({ name: 'source', label: 'Where did you look it up?', hint: `For example: ${example}` });

// Procedure: S4.5, S4.13, S13.7
const registration: FindingForm = {
  path: 'registration',
  done: 'registrationFound',
  sent: (body) => ({
    ...commonSent(body),
    ...textsSent(body, 'registered', 'number', 'inspectorate', 'source', 'bearing'),
  }),
  form: (here, personId) =>
    z
      .object({
        ...common(here),
        ...source,
        registered: z.enum(registered.options, { error: 'Choose how the provider is registered' }),
        number: orNone(line('the number')),
        inspectorate: orNone(line('the inspectorate')),
        bearing: words('Enter how this bears on placing pupils here'),
      })
      .refine((form) => form.registered !== 'as-a-school' || form.number !== undefined, {
        path: ['number'],
        message: 'Enter the number in the register',
      })
      .refine((form) => form.registered !== 'as-a-school' || form.inspectorate !== undefined, {
        path: ['inspectorate'],
        message: 'Enter which inspectorate inspects it',
      })
      .transform(({ registered: answer, number, inspectorate, source: from, bearing, ...rest }) => ({
        type: 'RecordRegistration' as const,
        data: {
          ...found(here, personId, rest),
          source: from,
          registered: answer,
          ...(number === undefined ? {} : { number }),
          ...(inspectorate === undefined ? {} : { inspectorate }),
          bearing,
        },
      })),
  page: (here, site, sent) =>
    pageOf(
      here,
      site,
      sent,
      {
        path: 'registration',
        title: 'Is the provider registered as a school?',
        lead: earlierStay,
        submit: 'Record the registration',
      },
      (fields) => [
        fields.choice({ name: 'registered', label: 'What did you find?' }, [
          { value: 'as-a-school', text: 'Registered as a school' },
          { value: 'not-registered', text: 'Not registered as a school' },
          { value: 'not-known', text: 'Not known' },
        ]),
        fields.text({ name: 'number', label: 'Number in the register', hint: 'Where it is registered' }),
        fields.text({
          name: 'inspectorate',
          label: 'Inspectorate',
          hint: 'For example: Ofsted. Where it is registered',
        }),
        sourceField(fields, 'Get information about schools'),
        fields.words({ name: 'bearing', label: 'How does this bear on the decision to place pupils here?' }),
      ],
    ),
};

// Procedure: S4.9, S4.10
const inspection: FindingForm = {
  path: 'inspection',
  done: 'inspectionFound',
  sent: (body) => ({
    ...commonSent(body),
    ...textsSent(body, 'inspected', 'outcome', 'link', 'source', 'view'),
    reportedOn: dayParts(body, 'reportedOn'),
  }),
  form: (here, personId) =>
    z
      .object({
        ...common(here),
        ...source,
        inspected: z.enum(inspected.options, { error: 'Choose whether it has been inspected' }),
        reportedOn: dayIfSent,
        outcome: orNone(line('the outcome')),
        link: orNone(
          z
            .url({ protocol: /^https?$/, error: 'Enter an address that begins with https, or leave it out' })
            .max(500, 'Use 500 characters or fewer for the address'),
        ),
        view: wordsOrNone,
      })
      .refine((form) => form.inspected !== 'inspected' || form.reportedOn !== undefined, {
        path: ['reportedOn'],
        message: 'Enter the day of the report',
      })
      .refine((form) => form.inspected !== 'inspected' || form.outcome !== undefined, {
        path: ['outcome'],
        message: 'Enter the outcome, in the words of the report',
      })
      .refine((form) => form.inspected !== 'inspected' || form.view !== undefined, {
        path: ['view'],
        message: 'Enter what you make of the report',
      })
      .transform(({ inspected: answer, reportedOn, outcome, link, view, source: from, ...rest }) => {
        const data = { ...found(here, personId, rest), source: from, inspected: answer };
        if (answer !== 'inspected') return { type: 'RecordInspection' as const, data };
        const report = { ...(reportedOn && { reportedOn }), ...(outcome && { outcome }), ...(link && { link }) };
        return { type: 'RecordInspection' as const, data: { ...data, ...report, ...(view && { view }) } };
      }),
  page: (here, site, sent) =>
    pageOf(
      here,
      site,
      sent,
      {
        path: 'inspection',
        title: 'What did inspectors say of the provider?',
        lead: earlierStay,
        submit: 'Record the inspection',
      },
      (fields) => [
        fields.choice({ name: 'inspected', label: 'Has it been inspected?' }, [
          { value: 'inspected', text: 'Yes' },
          { value: 'not-yet-inspected', text: 'Not yet' },
          { value: 'not-known', text: 'Not known' },
        ]),
        fields.day({ name: 'reportedOn', label: 'Day of the latest report', hint: 'Where it has been inspected' }),
        fields.text({ name: 'outcome', label: 'Outcome, in the words of the report' }),
        fields.text({ name: 'link', label: 'Address of the report on the web', hint: 'You can leave it out' }),
        fields.words({ name: 'view', label: 'What do you make of the report?' }),
        sourceField(fields, 'Ofsted’s website'),
      ],
    ),
};

// Procedure: S5.1, S5.2, S13.8
const approval: FindingForm = {
  path: 'approval',
  done: 'approvalFound',
  sent: (body) => ({
    ...commonSent(body),
    ...textsSent(body, 'approved', 'authority', 'source', 'because'),
    until: dayParts(body, 'until'),
  }),
  form: (here, personId) =>
    z
      .object({
        ...common(here),
        ...source,
        approved: z.enum(approved.options, { error: 'Choose whether it is approved' }),
        authority: orNone(line('the local authority')),
        until: dayIfSent,
        because: wordsOrNone,
      })
      .refine((form) => form.approved !== 'approved' || form.authority !== undefined, {
        path: ['authority'],
        message: 'Enter which local authority approves of it',
      })
      .refine((form) => form.approved !== 'not-approved' || form.because !== undefined, {
        path: ['because'],
        message: 'Enter why the provider is used although it is not approved',
      })
      .transform(({ approved: answer, authority, until, because, source: from, ...rest }) => ({
        type: 'RecordApproval' as const,
        data: {
          ...found(here, personId, rest),
          source: from,
          approved: answer,
          ...(authority && { authority }),
          ...(until && answer === 'approved' && { until }),
          ...(because && { because }),
        },
      })),
  page: (here, site, sent) =>
    pageOf(
      here,
      site,
      sent,
      {
        path: 'approval',
        title: 'Does a local authority approve of the provider?',
        lead: `An approval answers none of your own checks: you make every one of them all the same. ${earlierStay}`,
        submit: 'Record the approval',
      },
      (fields) => [
        fields.choice({ name: 'approved', label: 'What did you find?' }, [
          { value: 'approved', text: 'Approved or accredited' },
          { value: 'not-approved', text: 'Not approved' },
          { value: 'not-known', text: 'Not known' },
        ]),
        fields.text({ name: 'authority', label: 'Which local authority?' }),
        fields.day({
          name: 'until',
          label: 'Until which day does it hold?',
          hint: 'Leave it empty where it has no end',
        }),
        fields.words({
          name: 'because',
          label: 'Why is the provider used?',
          hint: 'Needed where it is not approved',
        }),
        // Procedure: S5.6, S5.7
        sourceField(fields, listInWords([...here.directories, 'the authority’s list of providers'], 'or')),
      ],
    ),
};

const policy: FindingForm = {
  path: 'policy',
  done: 'policySeen',
  sent: (body) => ({
    ...commonSent(body),
    ...textsSent(body, 'policy'),
    from: dayParts(body, 'from'),
    until: dayParts(body, 'until'),
  }),
  form: (here, personId) =>
    z
      .object({
        ...common(here),
        policy: z.enum(policyKind.options, { error: 'Choose what you saw' }),
        from: dayIfSent,
        until: dayIfSent,
      })
      .refine(({ from, until }) => !from || !until || from <= until, {
        path: ['until'],
        message: 'The last day can’t be before the first',
      })
      .transform(({ policy: answer, from, until, ...rest }) => ({
        type: 'RecordPolicy' as const,
        data: { ...found(here, personId, rest), policy: answer, ...(from && { from }), ...(until && { until }) },
      })),
  page: (here, site, sent) =>
    pageOf(
      here,
      site,
      sent,
      {
        path: 'policy',
        title: 'Record an insurance or policy',
        lead: 'Enter what you have seen yourself. One that has ended, or ends within thirty days, stands out in the list of providers.',
        submit: 'Record the insurance or policy',
      },
      (fields) => [
        fields.select({ name: 'policy', label: 'What did you see?' }, [
          { value: '', text: 'Choose' },
          ...policyKind.options.map((value) => ({ value, text: policyWords[value] })),
        ]),
        fields.day({ name: 'from', label: 'From which day does it hold?', hint: 'You can leave it out' }),
        fields.day({ name: 'until', label: 'Until which day?', hint: 'Leave it empty where it has no end' }),
      ],
    ),
};

export const findingForms = { registration, inspection, approval, policy } as const;

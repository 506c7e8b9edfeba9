import { z } from 'zod';
import { stopDecision, type PlacementCommand, type ProviderCommand } from '#domain';
import { idFrom, type Id, type Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import type { AdultRow, PlacementRow, ProviderRow, SiteRow, StopRow } from '#read-models';
import { aboutOf, textSent } from '../placements/evidence-form.js';
import { stopDecisionWords } from '../placements/timeline-words.js';
import { adultName } from '../providers/provider-words.js';
import { dayParts, daySent, Fields, timeSent } from '../shell/fields.js';
import { notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, dayOf } from '../shell/words.js';
import { reviewOf } from './stop-words.js';

/** The forms about a stop: setting it, referring it, lifting it, and deciding about a placement there. */
export type Sent = { readonly body: unknown; readonly errors: FormErrors };
const why = (missing: string) => textSent(missing, 2_000);

export type SetHere = {
  readonly schoolId: Id;
  readonly provider: ProviderRow;
  readonly sites: readonly SiteRow[];
  readonly adults: readonly AdultRow[];
};

type StopCommand<T extends ProviderCommand['type']> = Extract<ProviderCommand, { type: T }>;

const whole = 'provider';

// Procedure: S4.22
export function setPage({ schoolId, provider, sites, adults }: SetHere, chosen: string, form: Id, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const options = [
    { value: whole, text: `The provider as a whole: ${provider.name}` },
    ...sites.map(({ siteId, name }) => ({ value: siteId, text: `The site: ${name}` })),
    ...adults.map((adult) => ({ value: adult.adultId, text: `A person: ${adultName(adult)}` })),
  ];
  return {
    title: 'Stop new starts',
    caption: provider.name,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.providers.show, { schoolId, ...provider }), text: 'Back to the provider' },
    action: urlOf(paths.providers.stop, { schoolId, ...provider }),
    lead: [
      'No placement is proposed or begun there while the stop holds, at any school of the trust. The other schools see that it holds and that it is yours, and not why.',
      'Waymark sends nothing to the provider. Whom to tell outside, and when, follows from your safeguarding policy: record it on the next page.',
      'Pupils who are placed there already stay so until you decide about each of them.',
    ],
    // The same form sent twice is the same stop.
    hidden: [{ name: 'form', value: form }],
    fields: [
      fields.select({ name: 'about', label: 'What is this about?' }, options, chosen === '' ? whole : chosen),
      fields.words({ name: 'because', label: 'What have you heard, and from whom?' }),
    ],
    submit: 'Stop new starts',
    warning: true,
  };
}

export const formOf = (body: unknown): Id => z.uuid().safeParse(field(body, 'form')).data ?? '';

/** The stop as it was sent. @throws {NotTaken} */
export function setCommand(here: SetHere, body: unknown, personId: Id): StopCommand<'SetStop'> {
  const { schoolId, provider, sites, adults } = here;
  const form = z.object({
    form: z.uuid('Open this form again'),
    about: z.enum([whole, ...sites.map(({ siteId }) => siteId), ...adults.map(({ adultId }) => adultId)], {
      error: 'Choose what this is about',
    }),
    because: why('Enter what you have heard'),
  });
  const {
    about,
    because,
    form: id,
  } = read(form, {
    form: field(body, 'form'),
    about: field(body, 'about'),
    because: field(body, 'because'),
  });
  const { providerId } = provider;
  const isAdult = adults.some(({ adultId }) => adultId === about);
  return {
    type: 'SetStop',
    data: {
      providerId,
      stopId: idFrom('stop', schoolId, id),
      schoolId,
      personId,
      because,
      ...(isAdult ? { adultId: about } : about === whole ? {} : { siteId: about }),
      keptUnder: isAdult ? about : providerId,
    },
  };
}

/** A stop of the school’s own, on a form about it. */
export type StopHere = { readonly stop: StopRow; readonly title: string; readonly now: Instant };

const frame = ({ stop, title }: StopHere, sent: Sent | undefined) => ({
  caption: title,
  errors: sent?.errors ?? null,
  back: { href: urlOf(paths.stops.show, stop), text: 'Back to the stop' },
});
const commonOf = ({ providerId, stopId, schoolId, keptUnder }: StopRow, personId: Id) => ({
  providerId,
  stopId,
  schoolId,
  keptUnder,
  personId,
});

// Procedure: S4.22
export function referPage(here: StopHere, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...frame(here, sent),
    title: 'Record a referral',
    lead: [
      'Who outside of the school was told: the local authority’s designated officer, children’s services, the police.',
    ],
    action: urlOf(paths.stops.refer, here.stop),
    fields: [
      fields.text({ name: 'to', label: 'Who was told?', hint: 'Name, and what they are' }),
      fields.day({ name: 'on', label: 'On which day?' }, dayOf(here.now)),
      fields.text({ name: 'at', label: 'At what time?', hint: 'By the 24-hour clock, such as 14:05' }),
      fields.text({ name: 'reference', label: 'Under which reference?', hint: 'Leave it out if there is none yet' }),
    ],
    submit: 'Record the referral',
  };
}

const referSchema = z.object({
  to: textSent('Enter who was told'),
  on: daySent('Enter the day on which they were told'),
  at: timeSent('Enter the time at which they were told'),
  reference: z
    .string()
    .trim()
    .max(160, 'This must be 160 characters or fewer')
    .transform((text) => (text === '' ? undefined : text)),
});

/** The referral as it was sent. @throws {NotTaken} for what is wrong, a moment that is to come among it. */
export function referCommand({ stop, now }: StopHere, body: unknown, personId: Id): StopCommand<'ReferStop'> {
  const sent = Object.fromEntries(['to', 'at', 'reference'].map((each) => [each, field(body, each)]));
  const { to, on, at: time, reference } = read(referSchema, { ...sent, on: dayParts(body, 'on') });
  const at = londonInstant(on, time);
  if (at > now) return notTaken({ at: { text: 'The time can’t be in the future' } });
  const referral = { ...commonOf(stop, personId), to, at, ...(reference === undefined ? {} : { reference }) };
  return { type: 'ReferStop', data: referral };
}

// Procedure: S4.22
export function liftPage(here: StopHere, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...frame(here, sent),
    title: 'Lift the stop',
    lead: ['A stop is lifted by somebody else than who set it. Pupils can begin there again once it is lifted.'],
    action: urlOf(paths.stops.lift, here.stop),
    fields: [
      fields.words({
        name: 'because',
        label: 'Why can pupils begin there again?',
        hint: 'What was found, and by whom',
      }),
    ],
    submit: 'Lift the stop',
    warning: true,
  };
}

export function liftCommand({ stop, now }: StopHere, body: unknown, personId: Id): StopCommand<'LiftStop'> {
  const { because } = read(z.object({ because: why('Enter why it is lifted') }), { because: field(body, 'because') });
  return { type: 'LiftStop', data: { ...commonOf(stop, personId), liftedOn: dayOf(now), because } };
}

export type ReviewHere = {
  readonly schoolId: Id;
  readonly stop: StopRow;
  readonly title: string;
  readonly placement: PlacementRow;
  readonly name: string;
};

// Procedure: S4.22
export function reviewPage({ schoolId, stop, title, placement, name }: ReviewHere, sent?: Sent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const { stopId } = stop;
  const { placementId } = placement;
  const known = reviewOf(placement, stopId);
  return {
    title: `What becomes of this placement?`,
    caption: `${name}. ${title}`,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.stops.show, { schoolId, stopId }), text: 'Back to the stop' },
    lead: [
      'This records the decision. Where the pupil does not go there meanwhile, you then suspend the placement; where the placement ends, you then end it.',
    ],
    action: urlOf(paths.stops.review, { schoolId, stopId, placementId }),
    fields: [
      fields.choice(
        { name: 'decision', label: 'What did you decide?' },
        stopDecision.options.map((value) => ({ value, text: capital(stopDecisionWords[value]) })),
        known?.decision,
      ),
      fields.words({
        name: 'because',
        label: 'Why, and what did you do for the pupil?',
        hint: 'Where the pupil is at the provider today: who spoke with them, and where they are now',
      }),
    ],
    submit: 'Record the decision',
  };
}

export function reviewCommand({ stop, placement }: ReviewHere, body: unknown, personId: Id): PlacementCommand {
  const form = read(
    z.object({
      decision: z.enum(stopDecision.options, { error: 'Choose what you decided' }),
      because: why('Enter why, and what you did for the pupil'),
    }),
    { decision: field(body, 'decision'), because: field(body, 'because') },
  );
  return { type: 'ReviewStop', data: { ...aboutOf(placement), stopId: stop.stopId, personId, ...form } };
}

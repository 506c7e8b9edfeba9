import { z } from 'zod';
import { travel, type Briefing, type PlacementCommand } from '#domain';
import { erased, orElse, type Id } from '#event-sourcing';
import type { AdultRow, ProviderRow, PupilRow, SchoolRow, SiteRow } from '#read-models';
import { aboutOf, pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { telephoneLine, type FormSent } from '../providers/details.page.js';
import { adultName } from '../providers/provider-words.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { read, readBoth } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayOf, shortDay } from '../shell/words.js';
import { partsOf, responsible, ringOf, stateTag, stateWords, travelWords } from './briefing-words.js';

/** A placement on the pages about what its provider must know. */
export type BriefingHere = Pick<PlacementFacts, 'placement' | 'briefing'> & {
  readonly school: SchoolRow;
  readonly pupil: PupilRow | null;
  readonly provider: ProviderRow | null;
  readonly site: SiteRow | null;
  /** Who works at the site now, and who has. */
  readonly there: readonly AdultRow[];
  readonly adults: ReadonlyMap<Id, AdultRow>;
  readonly today: string;
};

const addressOf = ({ placement: { schoolId, placementId } }: BriefingHere) => ({ schoolId, placementId });

/** All that the provider must know, whom to ring, and how far it has come; it is handed over on paper as it stands here. */
// Procedure: S8.14, S8.21, S13.6, S13.9, X7
export function briefingPage(
  here: BriefingHere,
  { mayWrite, mayEnterProviders }: { readonly mayWrite: boolean; readonly mayEnterProviders: boolean },
  saved: Notice | null,
) {
  const { placement, briefing, pupil, school, site, provider } = here;
  const { state, row, shares, version } = briefing;
  const address = addressOf(here);
  const isOver = placement.stage === 'ended';
  const maySend = !isOver && shares && version !== null;
  const sharing = urlOf(paths.providers.sharing, { ...address, providerId: placement.providerId });
  const name = fullName(pupil ?? undefined);
  return {
    title: 'What the provider must know',
    caption: `${name}${pupil ? `, ${yearWords(pupil)}` : ''}`,
    saved,
    back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
    tag: stateTag[state],
    story: [stateWords[state], ...storyOf(here)],
    noAgreement: shares
      ? null
      : {
          text: `No data sharing agreement with ${provider?.name ?? 'the provider'} is recorded for today. Until one is, nothing of this may be sent or handed over.`,
          href: mayEnterProviders ? sharing : null,
        },
    parts: partsOf(briefing),
    ring: ringOf(briefing),
    responsible: responsible(school.name),
    where: `${provider?.name ?? ''}${site ? `, ${site.name}` : ''}`,
    school: `${school.name}, ${school.telephone}`,
    written: row ? shortDay(dayOf(row.writtenAt)) : '',
    links:
      isOver || !mayWrite
        ? []
        : [
            { href: urlOf(paths.briefings.write, address), text: row ? 'Change it' : 'Write it' },
            ...(maySend
              ? [
                  {
                    href: urlOf(paths.briefings.send, address),
                    text: row && row.sent.length > 0 ? 'Send it again' : 'Send it to the site',
                  },
                  { href: urlOf(paths.briefings.onPaper, address), text: 'Record that it was acknowledged on paper' },
                ]
              : []),
          ],
  };
}

/** What has happened to it, in order. */
function storyOf({ briefing: { row }, adults }: BriefingHere): string[] {
  if (!row) return [];
  const name = (adultId: Id): string => {
    const adult = adults.get(adultId);
    return adult ? adultName(adult) : 'somebody who is not entered';
  };
  const { sent, acknowledgedBy, acknowledgedOn, channel } = row;
  const how = channel === 'paper' ? 'on paper' : 'by the link in the letter';
  return [
    ...sent.map(({ recipientId, on }) => `Sent to ${name(recipientId)} on ${shortDay(on)}.`),
    ...(acknowledgedBy === undefined || acknowledgedOn === undefined
      ? []
      : [`${name(acknowledgedBy)} acknowledged it on ${shortDay(acknowledgedOn)}, ${how}.`]),
  ];
}

const formOf = (here: BriefingHere, sent: FormSent | undefined) => ({
  caption: fullName(here.pupil ?? undefined),
  errors: sent?.errors ?? null,
  back: { href: urlOf(paths.briefings.show, addressOf(here)), text: 'Back to what the provider must know' },
});

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const riskNames = ordinals.map((ordinal, index) => ({ ordinal, risk: `risk${index + 1}`, met: `met${index + 1}` }));

const textsForm = z.object({
  health: textSent('Enter the health needs, or that there are none', 2_000),
  medication: textSent('Enter the medication, or that there is none', 2_000),
  allergies: textSent('Enter the allergies, or that there are none', 2_000),
  needs: textSent('Enter what the pupil needs, and how it is met', 2_000),
  reviewOn: daySent('Enter the day on which the risks are looked at again'),
  travel: z.enum(travel.options, { error: 'Choose how the pupil gets there' }),
  operator: textIfSent(160),
  times: textSent('Enter the times of coming and going'),
  escort: textIfSent(160),
  telephone: telephoneLine('journey'),
  ifItFails: textSent('Enter what happens when it fails', 2_000),
});
/** Each risk with how it is met, by the names of their fields. */
const risksForm = z
  .object(
    Object.fromEntries(riskNames.flatMap(({ risk, met }) => [risk, met].map((name) => [name, textIfSent(2_000)]))),
  )
  .superRefine((sent, context) => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    if (riskNames.every(({ risk }) => sent[risk] === undefined)) wrong('risk1', 'Enter at least one risk');
    for (const { ordinal, risk, met } of riskNames) {
      if (sent[risk] !== undefined && sent[met] === undefined) wrong(met, `Enter how the ${ordinal} risk is met`);
      if (sent[risk] === undefined && sent[met] !== undefined) wrong(risk, `Enter the ${ordinal} risk`);
    }
  })
  .transform((sent) =>
    riskNames.flatMap(({ risk, met }) => {
      const [known, how] = [sent[risk], sent[met]];
      return known === undefined || how === undefined ? [] : [{ risk: known, met: how }];
    }),
  );

const texts = Object.keys(textsForm.shape);

/** What was sent. @throws {NotTaken} with what is wrong, all of it at once. */
export function readBriefing(body: unknown): Briefing {
  const sentAs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, field(body, name)]));
  const [written, risks] = readBoth(
    () => read(textsForm, { ...sentAs(texts), reviewOn: dayParts(body, 'reviewOn') }),
    () => read(risksForm, sentAs(riskNames.flatMap(({ risk, met }) => [risk, met]))),
  );
  const { travel: by, operator, times, escort, telephone, ifItFails, ...rest } = written;
  const more = { ...(operator === undefined ? {} : { operator }), ...(escort === undefined ? {} : { escort }) };
  return { ...rest, risks, transport: { travel: by, times, telephone, ifItFails, ...more } };
}

export const write = ({ placement }: BriefingHere, says: Briefing): PlacementCommand => ({
  type: 'WriteBriefing',
  data: { ...aboutOf(placement), says },
});

// Procedure: S3.4, S8.14, S8.21, S13.6, X7
export function writePage(here: BriefingHere, sent?: FormSent) {
  const { row } = here.briefing;
  const known = row === null || row.says === erased ? undefined : row.says;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const none = 'Write that there is none, if so: what is left out can’t be told from what was forgotten';
  return {
    ...formOf(here, sent),
    title: 'What must the provider know?',
    lead: [
      'Write what somebody there needs to keep the pupil safe and well, and nothing more. Whom to ring comes from the pupil’s contacts.',
      'When you change it, the provider has to acknowledge it again.',
    ],
    action: urlOf(paths.briefings.write, addressOf(here)),
    fields: [
      fields.words({ name: 'health', label: 'Health needs', hint: none }, known?.health),
      fields.words(
        { name: 'medication', label: 'Medication: what, when, who gives it', hint: none },
        known?.medication,
      ),
      fields.words({ name: 'allergies', label: 'Allergies, and what to do', hint: none }, known?.allergies),
      fields.words({ name: 'needs', label: 'What else does the pupil need, and how is it met?' }, known?.needs),
      ...riskNames.flatMap(({ ordinal, risk, met }, index) => [
        fields.words(
          {
            name: risk,
            label: `The ${ordinal} risk`,
            ...(index === 0 ? {} : { hint: 'Leave it out if there is none' }),
          },
          known?.risks[index]?.risk,
        ),
        fields.words({ name: met, label: `How is the ${ordinal} risk met?` }, known?.risks[index]?.met),
      ]),
      fields.day({ name: 'reviewOn', label: 'When are the risks looked at again?' }, known?.reviewOn),
      fields.choice(
        { name: 'travel', label: 'How does the pupil get there?' },
        travel.options.map((value) => ({ value, text: travelWords[value] })),
        known?.transport.travel,
      ),
      fields.text(
        { name: 'operator', label: 'Who runs it?', hint: 'Leave it out if nobody does' },
        known?.transport.operator,
      ),
      fields.text({ name: 'times', label: 'At which times, there and back?' }, known?.transport.times),
      fields.text(
        { name: 'escort', label: 'Who goes along?', hint: 'Leave it out if nobody does' },
        known?.transport.escort,
      ),
      fields.text({ name: 'telephone', label: 'Which number is rung about the journey?' }, known?.transport.telephone),
      fields.words({ name: 'ifItFails', label: 'What happens when it fails?' }, known?.transport.ifItFails),
    ],
    submit: 'Save it',
  };
}

const adultOptions = (here: BriefingHere) =>
  here.there.map((adult) => ({
    value: adult.adultId,
    text: adultName(adult),
    ...(adult.adultId === here.site?.contactId ? { hint: 'Asked about attendance' } : {}),
  }));
const adultSent = (here: BriefingHere, error: string) =>
  z.enum(
    here.there.map(({ adultId }) => adultId),
    { error },
  );

export const sendForm = (here: BriefingHere) =>
  z.object({
    sending: z.coerce.number().pipe(z.int().min(1)),
    recipientId: adultSent(here, 'Choose who gets the letter'),
  });
export const sendSent = (body: unknown) => ({
  sending: field(body, 'sending'),
  recipientId: field(body, 'recipientId'),
});

// Procedure: S13.9
export function sendPage(here: BriefingHere, sent?: FormSent) {
  const { row } = here.briefing;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const next = String((row?.sent.at(-1)?.sending ?? 0) + 1);
  return {
    ...formOf(here, sent),
    title: 'Send it to the site',
    lead: [
      'They get a letter with a link. Behind it they read what they must know and whom to ring, and acknowledge it.',
      'The letter names neither your school nor the pupil. The link works for a week.',
    ],
    action: urlOf(paths.briefings.send, addressOf(here)),
    // The same form sent twice is the same letter.
    hidden: [{ name: 'sending', value: sent ? field(sent.body, 'sending') : next }],
    fields: [
      fields.choice(
        { name: 'recipientId', label: 'Who gets the letter?' },
        adultOptions(here),
        row?.sent.at(-1)?.recipientId ?? here.site?.contactId,
      ),
    ],
    submit: 'Send the letter',
  };
}

export const onPaperForm = (here: BriefingHere) =>
  z.object({
    adultId: adultSent(here, 'Choose who acknowledged it'),
    acknowledgedOn: pastDay('Enter the day beside the signature', here.today),
    version: z.uuid('Open this form again, and check that it is what they signed'),
  });
export const onPaperSent = (body: unknown) => ({
  adultId: field(body, 'adultId'),
  acknowledgedOn: dayParts(body, 'acknowledgedOn'),
  version: field(body, 'version'),
});

export function onPaperPage(here: BriefingHere, sent?: FormSent) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const { version, row } = here.briefing;
  const written = row ? ` It was written on ${shortDay(dayOf(row.writtenAt))}.` : '';
  return {
    ...formOf(here, sent),
    title: 'Record that it was acknowledged on paper',
    lead: [
      `Record it when what they signed is what stands now.${written} Keep the signed sheet with the pupil’s file.`,
    ],
    action: urlOf(paths.briefings.onPaper, addressOf(here)),
    hidden: [{ name: 'version', value: sent ? field(sent.body, 'version') : (version ?? '') }],
    fields: [
      fields.choice({ name: 'adultId', label: 'Who acknowledged it?' }, adultOptions(here)),
      fields.day({ name: 'acknowledgedOn', label: 'Which day is beside the signature?' }, here.today),
    ],
    submit: 'Record it',
  };
}

/** Those whose name could not be read any more are nobody to send anything to. */
export const canBeSent = ({ email, name, leftOn }: AdultRow, today: string): boolean =>
  orElse(email, '') !== '' && orElse(name, '') !== '' && (leftOn === undefined || leftOn >= today);

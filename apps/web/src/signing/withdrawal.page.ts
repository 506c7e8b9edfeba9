import { z } from 'zod';
import { withdrawnHow, type PlacementCommand } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import { evidenceFor, requiredFor, shapeOf, type Edition } from '#procedure';
import type { PlacementRow } from '#read-models';
import { aboutOf, pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import type { PlacementFacts, PlacementReader } from '../placements/placement.page.js';
import { fullName } from '../pupils/pupil-words.js';
import { dayParts, Fields } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import { routeWords } from '../placements/route-words.js';
import { withdrawnHowWords } from './signing-event-words.js';

/** A placement whose agreement somebody takes back. */
export type WithdrawalAbout = Pick<PlacementFacts, 'placement' | 'pupil'> & { readonly today: Day };

/** The form with which it is recorded that whoever signed takes it back. */
// Procedure: S16.5
export function withdrawalPage(
  { placement, pupil, today }: WithdrawalAbout,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const fields = new Fields(body, errors);
  const { agreedOn, signedBy, stage } = placement;
  const who = orElse(signedBy ?? '', 'somebody whose name is erased');
  return {
    title: 'Record that the agreement is taken back',
    caption: fullName(pupil ?? undefined),
    errors,
    back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
    lead: [
      ...(agreedOn === undefined ? [] : [`It was signed by ${who} on ${shortDay(agreedOn)}.`]),
      stage === 'started'
        ? 'The placement does not end by this, and the provider is still asked about every session: decide next what becomes of it.'
        : 'Until it is signed anew, the placement can’t start.',
    ],
    action: urlOf(paths.signing.withdraw, placement),
    fields: [
      fields.text({ name: 'withdrawnBy', label: 'Who takes it back?', hint: 'For example: Ms A Khan, mother' }),
      fields.day({ name: 'withdrawnOn', label: 'On which day did they say so?' }, today),
      fields.choice(
        { name: 'how', label: 'How did they say so?' },
        withdrawnHow.options.map((value) => ({ value, text: withdrawnHowWords[value] })),
      ),
      fields.words({ name: 'because', label: 'What did they say?', hint: 'Leave it empty if they gave no reason' }),
    ],
    submit: 'Record it',
  };
}

/** Whoever records it is named as who was told. @throws {NotTaken} */
export function withdrawalCommand(
  { placement, today }: WithdrawalAbout,
  body: unknown,
  personId: Id,
): PlacementCommand {
  const schema = z.object({
    withdrawnBy: textSent('Enter who takes it back'),
    withdrawnOn: pastDay('Enter the day on which they said so', today),
    how: z.enum(withdrawnHow.options, { error: 'Choose how they said so' }),
    because: textIfSent(2_000),
  });
  const sent = Object.fromEntries(['withdrawnBy', 'how', 'because'].map((name) => [name, field(body, name)]));
  const form = read(schema, { ...sent, withdrawnOn: dayParts(body, 'withdrawnOn') });
  return { type: 'WithdrawAgreement', data: { ...aboutOf(placement), personId, ...form } };
}

/** Whether the procedure asks for an agreement: not where a pupil is taught off-site without anybody’s consent. */
export const needsAgreement = (placement: PlacementRow, edition: Edition): boolean =>
  requiredFor(edition, 'start', new Map(shapeOf(placement, placement.startedOn ?? placement.startOn)))
    .map(evidenceFor)
    .includes('agreement-signed');

type Card = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
};

/** That the agreement was taken back and nobody has signed since, with what has to be decided; null where none was. */
// Procedure: S16.5
export function withdrawnCard({ placement, edition }: PlacementFacts, reader: PlacementReader): Card | null {
  const { withdrawnOn, withdrawnBy, withdrawnHow: how, withdrawnBecause: because, stage, route } = placement;
  if (withdrawnOn === undefined || how === undefined) return null;
  const who = orElse(withdrawnBy ?? '', 'Somebody whose name is erased');
  const said = because === undefined ? '' : ` ${orElse(because, 'What they said is erased.')}`;
  const told = `${who} said so ${withdrawnHowWords[how]} on ${shortDay(withdrawnOn)}.${said}`;
  const title = 'The agreement has been taken back';
  if (stage === 'ended') return { title, lines: [told], links: [] };
  if (!needsAgreement(placement, edition)) {
    return { title, lines: [told, `By its route it needs none: ${routeWords[route].toLowerCase()}.`], links: [] };
  }
  const of = (show: boolean, text: string, path: string) =>
    show && reader.asAt === null ? [{ text, href: urlOf(path, placement) }] : [];
  return {
    title,
    lines: [told, stage === 'started' ? whileItRuns : beforeTheStart],
    links: [
      ...of(reader.mayStart && stage === 'started', 'End the placement', paths.placements.end),
      ...of(reader.mayAgree && edition.agreement !== null, 'Ask for a new signature by a link', paths.signing.show),
      ...of(reader.mayAgree, 'Record a new agreement signed on paper', paths.placements.agree),
    ],
  };
}

const whileItRuns =
  'Decide now: end the placement, have it signed anew, or end it and propose one that is directed, with its notice. Until then it goes on, and the provider is asked about every session.';
const beforeTheStart =
  'It can’t start like this: have it signed anew, or propose a placement that is directed, with its notice.';

import { z } from 'zod';
import { linkSignatory, signatoryOf, signedBy, type LinkSignatory } from '#domain';
import { orElse } from '#event-sourcing';
import { signatoryWords } from '#procedure';
import type { KeyAdultRow } from '#read-models';
import { keyAdultName } from '../pupils/key-adults.page.js';
import { Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, shortDay } from '../shell/words.js';
import type { SigningHere } from './signing.page.js';

/** Those who sign for themselves beside a parent, by the parts that the pupil's page names them in. */

const signedOn = ({ placement }: SigningHere, signatory: LinkSignatory): string | undefined =>
  placement.evidence.find(({ evidence }) => evidence === signedBy(signatory))?.on;

const emailOf = ({ email }: KeyAdultRow): string => orElse(email ?? '', '');

/** Those who can be asked by a letter: they play a part that signs, nobody has signed in it, and a letter reaches them. */
export const askableOthers = (here: SigningHere): readonly KeyAdultRow[] =>
  here.form === null || here.placement.stage === 'ended'
    ? []
    : [...here.signing.keyAdults.values()].filter((each) => {
        const signatory = signatoryOf(each);
        return signatory !== null && signedOn(here, signatory) === undefined && emailOf(each) !== '';
      });

export const askOtherForm = (here: SigningHere) =>
  z.object({
    keyAdultId: z.enum(
      askableOthers(here).map(({ keyAdultId }) => keyAdultId),
      { error: 'Choose who is asked to sign for themselves' },
    ),
    askedOthers: z.coerce.number().pipe(z.int().min(0)),
  });
export const askOtherSent = (body: unknown) => ({
  keyAdultId: field(body, 'keyAdultId'),
  askedOthers: field(body, 'askedOthers'),
});

/** Who else signs, how far that is, and the form by which somebody of them is asked; null where nobody else does. */
// Procedure: S16.9, S16.10, S16.11, S16.12
export function othersSection(here: SigningHere, sent?: { readonly body: unknown; readonly errors: FormErrors }) {
  const { placement, signing, required, nameOf } = here;
  const named = [...signing.keyAdults.values()];
  const shown = linkSignatory.options.filter(
    (each) => required.includes(signedBy(each)) || named.some((keyAdult) => signatoryOf(keyAdult) === each),
  );
  if (shown.length === 0) return null;
  const may = askableOthers(here);
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    lines: shown.map((each) => `${capital(signatoryWords(each))}: ${stateOf(here, each)}`),
    asked: (signing.row?.signatories ?? []).map(
      ({ personId, keyAdultId, on }) =>
        `${nameOf(personId)} asked ${nameOf(keyAdultId)} on ${shortDay(on)} to sign by a link.`,
    ),
    ask:
      may.length === 0
        ? null
        : {
            action: urlOf(paths.signing.others, placement),
            // The same form sent twice is the same letter.
            asked: sent ? field(sent.body, 'askedOthers') : String(signing.row?.signatories.length ?? 0),
            fields: [
              fields.choice(
                {
                  name: 'keyAdultId',
                  label: 'Who is asked to sign for themselves?',
                  hint: 'They get a letter with a link that works for two weeks. It names neither the pupil nor your school.',
                },
                may.map((each) => ({ value: each.keyAdultId, text: otherWords(each), hint: emailOf(each) })),
              ),
            ],
          },
  };
}

function otherWords(each: KeyAdultRow): string {
  const signatory = signatoryOf(each);
  return signatory === null ? keyAdultName(each) : `${keyAdultName(each)}, as ${signatoryWords(signatory)}`;
}

function stateOf(here: SigningHere, signatory: LinkSignatory): string {
  const on = signedOn(here, signatory);
  if (on !== undefined) return `signed on ${shortDay(on)}.`;
  const named = [...here.signing.keyAdults.values()].filter((each) => signatoryOf(each) === signatory);
  const isAsked = here.signing.row?.signatories.some((each) => each.signatory === signatory) === true;
  if (isAsked) return 'asked by a link, and not signed yet.';
  if (named.length === 0) return 'nobody is named in this part on the pupil’s page. Name somebody there, or use paper.';
  return named.some((each) => emailOf(each) !== '')
    ? 'not asked by a link.'
    : 'no email address is entered on the pupil’s page. Enter it there, or use paper.';
}

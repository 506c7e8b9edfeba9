import { z } from 'zod';
import type { DocumentNamed, SignedForm } from '#domain';
import { erased } from '#event-sourcing';
import type { ContactRow, SigningRow } from '#read-models';
import type { PlacementFacts } from '../placements/placement.page.js';
import { fullName } from '../pupils/pupil-words.js';
import { documentWords } from '../shell/documents.js';
import { Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { othersSection } from './others.js';
import { contactName, emailOf, signingStory, signingTag, whyNotAsked } from './signing-words.js';

/** A placement whose agreement is to be signed, with what there is to sign. */
export type SigningHere = Pick<PlacementFacts, 'placement' | 'pupil' | 'signing' | 'nameOf'> & {
  /** Null where the edition has no form to be signed. */
  readonly form: SignedForm | null;
  /** What its start asks for, by the names of evidence. */
  readonly required: readonly string[];
};

export const askable = ({ signing: { contacts } }: SigningHere): readonly ContactRow[] =>
  [...contacts.values()].filter((contact) => whyNotAsked(contact) === '');

/** Whether anybody can be asked: it is neither signed nor over, and there is a form. */
export const canBeAsked = ({ placement, form }: SigningHere): boolean =>
  form !== null && placement.stage !== 'ended' && placement.agreedOn === undefined;

/** The scans of what was signed, and the way to save each unless it is erased. */
function scansOf({ placement: { schoolId, placementId }, signing: { row } }: SigningHere) {
  return scansIn(row).map(({ document: { documentId, ...document }, name, isTakenBack }) => ({
    text: name === erased ? 'Erased document' : name,
    href: name === erased ? null : urlOf(paths.signing.document, { schoolId, placementId, documentId }),
    hint: `${documentWords(document)}${isTakenBack ? ', taken back since' : ''}`,
  }));
}

type Scan = {
  readonly document: DocumentNamed;
  readonly name: string | typeof erased;
  readonly isTakenBack: boolean;
};

/** Every scan of what was signed, with the name of its file: what was taken back since stays to be read. */
export function scansIn(row: SigningRow | null): readonly Scan[] {
  if (!row) return [];
  const { agreed, fileNames, withdrawn, withdrawnFileNames } = row;
  type Names = readonly string[] | typeof erased | undefined;
  const named = (documents: readonly DocumentNamed[], names: Names, isTakenBack: boolean): Scan[] =>
    documents.map((document, index) => ({
      document,
      name: names === erased ? erased : (names?.[index] ?? 'Document'),
      isTakenBack,
    }));
  return [
    ...withdrawn.flatMap(({ signature }, index) => {
      const names = withdrawnFileNames === erased ? erased : withdrawnFileNames?.[index];
      return named(signature.documents, names, true);
    }),
    ...named(agreed?.documents ?? [], fileNames, false),
  ];
}

export const askForm = (here: SigningHere) =>
  z.object({
    contactId: z.enum(
      askable(here).map(({ contactId }) => contactId),
      { error: 'Choose who is asked to sign' },
    ),
    asked: z.coerce.number().pipe(z.int().min(0)),
  });
export const askSent = (body: unknown) => ({ contactId: field(body, 'contactId'), asked: field(body, 'asked') });

/** Who may sign, who was asked and what came of it; and the form by which somebody is asked. */
// Procedure: S16.3, S16.4, S16.5, S16.9
export function signingPage(
  here: SigningHere,
  saved: Notice | null,
  sent?: { readonly body: unknown; readonly errors: FormErrors },
) {
  const { placement, pupil, signing, form } = here;
  const { schoolId, placementId, subjectId } = placement;
  const address = { schoolId, placementId };
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const may = askable(here);
  const open = canBeAsked(here);
  return {
    title: 'Signing the agreement',
    caption: fullName(pupil ?? undefined),
    saved,
    errors: sent?.errors ?? null,
    back: { href: urlOf(paths.placements.show, address), text: 'Back to the placement' },
    tag: signingTag(here),
    story: signingStory(here),
    form,
    documents: scansOf(here),
    notAsked: [...signing.contacts.values()]
      .map((contact) => ({ name: contactName(contact), why: whyNotAsked(contact) }))
      .filter(({ why }) => why !== ''),
    pupil: urlOf(paths.pupils.show, { schoolId, subjectId }),
    paper: open ? urlOf(paths.placements.agree, address) : null,
    nobody: open && may.length === 0,
    others: othersSection(here, sent),
    ask:
      open && may.length > 0
        ? {
            action: urlOf(paths.signing.show, address),
            // The same form sent twice is the same letter.
            asked: sent ? field(sent.body, 'asked') : String(signing.row?.asked.length ?? 0),
            fields: [
              fields.choice(
                {
                  name: 'contactId',
                  label: 'Who is asked to sign by a link?',
                  hint: 'They get a letter with a link that works for two weeks. It names neither the pupil nor your school.',
                },
                may.map((contact) => ({
                  value: contact.contactId,
                  text: contactName(contact),
                  hint: emailOf(contact),
                })),
              ),
            ],
          }
        : null,
  };
}

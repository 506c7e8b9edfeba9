import { z } from 'zod';
import type { LinkSignatory, SignedForm } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { signatoryWords } from '#procedure';
import type { SchoolRow } from '#read-models';
import { textSent } from '../placements/evidence-form.js';
import type { PlacementFacts } from '../placements/placement.page.js';
import { formId } from '../placements/signed-form.js';
import { fullName } from '../pupils/pupil-words.js';
import { Fields } from '../shell/fields.js';
import { field, several, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { momentInWords, shortDay, telHref } from '../shell/words.js';

/** What somebody may sign by their link, or has signed. */
export type LinkedAgreement = {
  readonly token: string;
  readonly today: Day;
  readonly signer: Signer;
  readonly asking: number;
  readonly facts: PlacementFacts;
  readonly form: SignedForm;
};
/** Whoever has the link, by their id, and as what they sign: for the pupil, or for themselves by the part that they play. */
export type Signer = { readonly id: Id; readonly as: 'parent' | LinkSignatory };
/** What somebody has signed by their link, and when Waymark came to know. */
export type SignedByLink = {
  readonly facts: PlacementFacts;
  readonly signer: Signer;
  readonly at: string;
  readonly form: SignedForm | null;
};

const schoolOf = ({ name, telephone }: SchoolRow) => ({ name, telephone, href: telHref(telephone) });

/** What is signed, as it is now, and the form to sign it. */
// Procedure: S16.3, S16.4, S16.5
export function agreementLinkPage(linked: LinkedAgreement, sent?: { body: unknown; errors: FormErrors }) {
  const { token, facts, form, signer } = linked;
  const { school, pupil } = facts;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    title: 'Read and sign',
    pupil: fullName(pupil ?? undefined),
    lines: [
      askedWords(facts, signer),
      `If anything here is wrong, or you do not agree, do not sign: ring ${school.name}.`,
    ],
    errors: sent?.errors ?? null,
    saved: null,
    school: schoolOf(school),
    arrangements: form.arrangements,
    statements: [],
    signed: '',
    form: {
      action: urlOf(paths.provider.agreement, { token }),
      // Always what is shown now: whoever sends an older page signs nothing.
      version: formId(form),
      fields: [
        fields.several(
          { name: 'confirmed', label: 'Confirm each of these' },
          form.statements.map((text, index) => ({ value: String(index), text })),
        ),
        fields.text({ name: 'signedBy', label: 'Type your full name to sign' }),
      ],
    },
  };
}

function askedWords({ school, provider, placement }: PlacementFacts, { as }: Signer): string {
  const where = `with ${provider?.name ?? 'another provider'}, from ${shortDay(placement.startedOn ?? placement.startOn)}`;
  return as === 'parent'
    ? `${school.name} asks you to agree that your child is taught off-site, ${where}.`
    : `${school.name} asks you to sign, as ${signatoryWords(as)}, the agreement that this pupil is taught off-site, ${where}.`;
}

export const signForm = ({ form }: LinkedAgreement) =>
  z.object({
    confirmed: z
      .array(z.string())
      .refine(
        (chosen) => form.statements.every((_, index) => chosen.includes(String(index))),
        'Confirm each statement, or do not sign and ring the school',
      ),
    signedBy: textSent('Type your full name'),
  });
export const signSent = (body: unknown) => ({
  confirmed: several(body, 'confirmed'),
  signedBy: field(body, 'signedBy'),
});

/** What somebody has signed by this link, and when: their own copy, as long as the link works. */
export function signedPage({ facts, signer, at, form }: SignedByLink, saved: Notice | null = null) {
  const { pupil, school } = facts;
  const more =
    signer.as === 'parent'
      ? `If this is no longer right, or you no longer agree, ring ${school.name}: you may take it back.`
      : `If this is no longer right, ring ${school.name}.`;
  return {
    title: 'You have signed',
    pupil: fullName(pupil ?? undefined),
    lines: [more],
    errors: null,
    saved,
    school: schoolOf(school),
    arrangements: form?.arrangements ?? [],
    statements: form?.statements ?? [],
    signed: `You signed this at ${momentInWords(at)}.`,
    form: null,
  };
}

type Ring = Pick<SchoolRow, 'name' | 'telephone'> | null;
const stopped = (title: string, lines: readonly string[], school: Ring) => ({
  title,
  lines,
  action: null,
  schools: school ? [{ name: school.name, telephone: school.telephone, href: telHref(school.telephone) }] : [],
});

/** A link that has run out: how to get on. */
export const signingRunOutPage = (school: Ring) =>
  stopped(
    'This link has run out',
    [
      'A link to sign works for two weeks. Nothing has been signed by it.',
      'Ask the school to send you another letter, or to give you the form on paper.',
    ],
    school,
  );

/** Whoever may not sign, or not any more: the page shows nothing of a pupil. */
export const mayNotSignPage = (school: Ring) =>
  stopped(
    'You can’t sign this by the link',
    [
      'The school has no record that you may sign this now, so nothing has been signed.',
      'If that is wrong, ring the school.',
    ],
    school,
  );

/** What was signed has been taken back since the letter: who signs anew, signs by another one. */
export const takenBackPage = (school: Ring) =>
  stopped(
    'The agreement has been taken back',
    [
      'The school has recorded that what was signed has been taken back. Nothing can be signed by this link any more.',
      'If that is wrong, or you want to agree anew, ring the school: it can send you another letter.',
    ],
    school,
  );

/** Nothing is left to sign: somebody has signed it otherwise, or the placement has ended. */
export const nothingToSignPage = (hasEnded: boolean, school: Ring) =>
  stopped(
    'There is nothing to sign here now',
    [
      hasEnded
        ? 'What you were asked to agree to has ended. Nothing has been signed by this link.'
        : 'It has been signed already, by somebody else or on paper. Nothing more is needed from you.',
    ],
    school,
  );

import { orElse, type Id } from '#event-sourcing';
import type { AdultRow, PersonRow, SchoolRow } from '#read-models';
import { adultName } from '../providers/provider-words.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayInWords, telHref } from '../shell/words.js';
import { sectionsOf, signatureFields, type Asked } from './answer-form.js';

/** What a provider is asked, as the adult sees it to whom a letter went. */
export type LinkedAssurance = Asked & {
  readonly token: string;
  /** The round that the link is for. */
  readonly round: number;
  readonly site: string;
  /** Who asks. */
  readonly person: PersonRow | null;
  readonly adult: AdultRow;
};

// Procedure: S23.5, S23.32, S23.33, S23.34
export function assuranceLinkPage(
  linked: LinkedAssurance,
  form: Id,
  saved: Notice | null = null,
  sent?: { readonly body: unknown; readonly errors: FormErrors },
) {
  const { found, round, site, school, person, token, adult } = linked;
  const { assurance } = found;
  const errors = sent?.errors ?? null;
  const name = person ? orElse(person.name, 'the school') : 'the school';
  const isOpen = assurance.round === round && assurance.status !== 'accepted';
  return {
    title: `Written assurance about ${site}`,
    lines: linesOf(linked, name),
    errors,
    saved,
    action: urlOf(paths.provider.assurance, { token }),
    // The same form sent twice enters the same person.
    hidden: [{ name: 'form', value: form }],
    sections: isOpen ? sectionsOf(linked, sent?.body, errors) : [],
    last: isOpen ? signatureFields(linked, adultName(adult), sent?.body, errors) : [],
    ask: {
      who: name,
      school: school.name,
      email: person ? orElse(person.email, '') : '',
      telephone: school.telephone,
      href: telHref(school.telephone),
    },
  };
}

function linesOf({ found: { assurance }, round, school: { name } }: LinkedAssurance, person: string): string[] {
  if (assurance.round !== round) return [`${name} has asked anew since then. Please open the last letter instead.`];
  if (assurance.status === 'accepted')
    return [`${name} has accepted your answers. Nothing is left to do. If something changes, please tell the school.`];
  return [
    `${name} asks you to confirm that safeguarding checks were carried out on those who work with its pupils. Your answers go to ${person}. Please answer by ${dayInWords(assurance.replyBy)}.`,
    'You can save some answers now and come back for the rest, by the same link.',
    'The school will come to see the site before a pupil starts, and again regularly.',
  ];
}

/** A link that has run out: the school sends another letter. */
export const assuranceRunOutPage = (school: Pick<SchoolRow, 'name' | 'telephone'> | null) => ({
  title: 'This link has run out',
  lines: ['Ask the school to send you another letter. What you have answered already is kept.'],
  action: null,
  schools: school ? [{ name: school.name, telephone: school.telephone, href: telHref(school.telephone) }] : [],
});

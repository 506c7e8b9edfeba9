import { z } from 'zod';
import { part, partsNeeded, type Part, type PartNeeded, type PupilCommand } from '#domain';
import { orElse, type Id } from '#event-sourcing';
import type { KeyAdultRow, PupilRow } from '#read-models';
import { Fields } from '../shell/fields.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { telHref } from '../shell/words.js';
import { about, emailAddress, line, optional, type FormSent } from './forms.js';
import { partWords, statusWords } from './pupil-words.js';

/** Who plays a part for a pupil: named, changed, removed, and who is missing. */

export const keyAdultForm = z
  .object({
    part: z.enum(part.options, { error: 'Choose which part they play' }),
    partInWords: optional(line('the part that they play')),
    name: optional(line('the name')),
    agency: optional(line('the agency')),
    telephone: optional(line('the telephone number').regex(/^(?=(?:.*\d){5})[\d+() -]+$/, 'Enter a telephone number')),
    email: optional(emailAddress),
  })
  .superRefine((form, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (form.name === undefined && form.agency === undefined) wrong('name', 'Enter the name, or the agency');
    if (form.part === 'other' && form.partInWords === undefined) wrong('partInWords', 'Say which part they play');
  });

export const keyAdultSent = (body: unknown) => ({
  part: field(body, 'part'),
  partInWords: field(body, 'partInWords'),
  name: field(body, 'name'),
  agency: field(body, 'agency'),
  telephone: field(body, 'telephone'),
  email: field(body, 'email'),
});

export function nameKeyAdult(
  { subjectId, schoolId }: PupilRow,
  keyAdultId: Id,
  { part: played, ...told }: z.output<typeof keyAdultForm>,
): PupilCommand {
  const said = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return { type: 'NameKeyAdult', data: { subjectId, schoolId, keyAdultId, part: played, ...said } };
}

/** The form for a new one: `chosen` is the part that the reader came to fill. */
export function addKeyAdultPage(pupil: PupilRow, form: Id, chosen: Part | null, sent?: FormSent) {
  return {
    ...about(pupil, sent),
    title: 'Add a key adult',
    action: urlOf(paths.pupils.addKeyAdult, pupil),
    lead: ['Enter somebody who plays a part for this pupil, in the school or outside. Whom to ring is entered apart.'],
    // The same form sent twice is the same key adult.
    hidden: [{ name: 'form', value: form }],
    fields: keyAdultFields(sent, chosen),
    submit: 'Add the key adult',
  };
}

export function changeKeyAdultPage(pupil: PupilRow, known: KeyAdultRow, sent?: FormSent) {
  return {
    ...about(pupil, sent),
    title: 'Change a key adult',
    action: urlOf(paths.pupils.keyAdult, { ...pupil, keyAdultId: known.keyAdultId }),
    fields: keyAdultFields(sent, orElse(known.part, null), known),
    submit: 'Save',
  };
}

function keyAdultFields(sent: FormSent | undefined, chosen: Part | null, known?: KeyAdultRow) {
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const begins = (value: KeyAdultRow['name']) => orElse(value ?? '', '');
  const parts = part.options.map((value) => ({ value, text: partWords[value] }));
  return [
    fields.choice({ name: 'part', label: 'Which part do they play?' }, parts, chosen ?? ''),
    fields.text(
      { name: 'partInWords', label: 'The part in words', hint: 'Needed for another part. For example: mentor' },
      begins(known?.partInWords),
    ),
    fields.text({ name: 'name', label: 'Name', hint: 'May be left out for an agency' }, begins(known?.name)),
    fields.text(
      { name: 'agency', label: 'Agency or team', hint: 'For example: the local authority’s youth justice team' },
      begins(known?.agency),
    ),
    fields.text({ name: 'telephone', label: 'Telephone number' }, begins(known?.telephone)),
    fields.text({ name: 'email', label: 'Email address' }, begins(known?.email)),
  ];
}

export function removeKeyAdultPage(pupil: PupilRow, known: KeyAdultRow) {
  return {
    ...about(pupil, undefined),
    title: `Remove ${keyAdultName(known)}?`,
    action: urlOf(paths.pupils.removeKeyAdult, { ...pupil, keyAdultId: known.keyAdultId }),
    lead: [
      `${keyAdultName(known)} will not be shown on the pupil’s page any more.`,
      'What was entered until now stays in the record.',
    ],
    fields: [],
    submit: 'Remove the key adult',
    warning: true,
  };
}

export const keyAdultName = ({ name, agency }: KeyAdultRow): string =>
  orElse(name ?? agency ?? '', 'a key adult whose name is erased');

/** The key adults as the pupil's page lists them, and who is missing with the reason why they are needed. */
export function keyAdultsOf(
  pupil: PupilRow,
  keyAdults: readonly KeyAdultRow[],
  { isPlaced, mayChange }: { readonly isPlaced: boolean; readonly mayChange: boolean },
) {
  const statuses: Exclude<PupilRow['statuses'], symbol> | null = orElse(pupil.statuses, null);
  const played = new Set(keyAdults.flatMap((each): Part[] => (typeof each.part === 'string' ? [each.part] : [])));
  const needed = statuses === null ? [] : partsNeeded((each) => statuses[each] ?? 'unknown', played, isPlaced);
  return {
    list: keyAdults.map((each) => {
      const telephone = orElse(each.telephone ?? '', '');
      const ids = { ...pupil, keyAdultId: each.keyAdultId };
      return {
        part: orElse(each.partInWords ?? '', '') || partName(each),
        name: keyAdultName(each),
        agency: each.name === undefined ? '' : orElse(each.agency ?? '', ''),
        telephone,
        href: telHref(telephone),
        email: orElse(each.email ?? '', ''),
        change: mayChange ? urlOf(paths.pupils.keyAdult, ids) : null,
        remove: mayChange ? urlOf(paths.pupils.removeKeyAdult, ids) : null,
      };
    }),
    missing: needed.map((each) => ({
      text: missingWords(each),
      isSure: each.isSure,
      part: inSentence(partWords[each.part]),
      href: mayChange ? `${urlOf(paths.pupils.addKeyAdult, pupil)}?part=${each.part}` : null,
    })),
    add: mayChange ? urlOf(paths.pupils.addKeyAdult, pupil) : null,
  };
}

/** "Social worker" as it stands within a sentence; "SEN key worker" stays as it is. */
const inSentence = (words: string): string =>
  /^[A-Z]{2}/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);

export const partName = ({ part: played }: KeyAdultRow): string =>
  typeof played === 'string' ? partWords[played] : 'Erased';

function missingWords({ part: played, because, isSure }: PartNeeded): string {
  const needed = `${partWords[played]}: nobody is named.`;
  if (because.length === 0)
    return `${needed} Each placement has somebody in the school who answers for the pupil’s year.`;
  const statuses = because.map((each) => statusWords[each]).join(', ');
  return isSure
    ? `${needed} One is needed because of: ${statuses}.`
    : `${needed} One may be needed, because this is not known: ${statuses}.`;
}

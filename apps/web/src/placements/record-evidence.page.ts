import { z } from 'zod';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { EvidenceAbout, EvidenceForm } from './evidence-form.js';
import { evidenceChoices } from './evidence-forms.js';

type About = EvidenceAbout & { readonly name: string };

const frame = ({ placement, name }: About, errors: FormErrors | null) => ({
  caption: name,
  errors,
  back: { href: urlOf(paths.placements.show, placement), text: 'Back to the placement' },
});

export const chooseForm = z.object({
  evidence: z.enum(
    evidenceChoices.map(({ value }) => value),
    { error: 'Choose what is there now' },
  ),
});

export function choosePage(about: About, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  return {
    ...frame(about, errors),
    title: 'Record evidence',
    lead: [],
    action: urlOf(paths.placements.evidence, about.placement),
    fields: [fields.choice({ name: 'evidence', label: 'What is there now?' }, evidenceChoices)],
    submit: 'Continue',
  };
}

export function recordEvidencePage(
  about: About,
  evidence: string,
  form: EvidenceForm,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  return {
    ...frame(about, errors),
    title: form.title,
    lead: form.lead,
    action: urlOf(paths.placements.recordEvidence, { ...about.placement, evidence }),
    fields: form.fields(about, new Fields(body, errors)),
    submit: 'Record it',
  };
}

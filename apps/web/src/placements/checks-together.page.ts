import { z } from 'zod';
import type { PreAdmissionCheck } from '#procedure';
import { dayParts, daySent, Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { standingsOn } from './check-words.js';
import { areaWords, checkFields, outcomeWords, type ChecksFacts } from './checks.page.js';

/** The checklist as one form, as somebody goes through it on a visit: each row may be answered, or left for later. */

/** The rows that are not settled: one that was answered no, or has run out, is looked at again. */
export const openRows = ({ edition, checks, today }: ChecksFacts): PreAdmissionCheck[] =>
  standingsOn(edition, checks, today)
    .filter(({ isSettled }) => !isSettled)
    .map(({ row }) => row);

const { outcome, evidence } = checkFields.shape;
const outcomeOf = (row: string) => `outcome-${row}`;
const evidenceOf = (row: string) => `evidence-${row}`;

/** What was answered; a row without an answer is left as it is, unless something was written about it. */
export const checksTogetherForm = z
  .object({
    on: daySent('Enter the day on which you looked'),
    rows: z.array(z.object({ row: z.string(), outcome: z.string(), evidence: z.string() })),
  })
  .transform(({ on, rows }, context) => {
    const wrong = (name: string, { message }: z.core.$ZodIssue) =>
      context.addIssue({ code: 'custom', path: [name], message });
    const answered = rows
      .filter((each) => each.outcome !== '' || each.evidence !== '')
      .flatMap((each) => {
        const [said, seen] = [outcome.safeParse(each.outcome), evidence.safeParse(each.evidence)];
        for (const issue of said.error?.issues ?? []) wrong(outcomeOf(each.row), issue);
        for (const issue of seen.error?.issues ?? []) wrong(evidenceOf(each.row), issue);
        return said.success && seen.success
          ? [{ row: each.row, outcome: said.data, evidence: seen.data, on, until: undefined }]
          : [];
      });
    const [first] = rows;
    if (first && rows.every((each) => each.outcome === '' && each.evidence === '')) {
      context.addIssue({ code: 'custom', path: [outcomeOf(first.row)], message: 'Answer at least one row' });
    }
    return answered;
  });

export const checksTogetherSent = (facts: ChecksFacts, body: unknown) => ({
  on: dayParts(body, 'on'),
  rows: openRows(facts).map(({ id }) => ({
    row: id,
    outcome: field(body, outcomeOf(id)),
    evidence: field(body, evidenceOf(id)),
  })),
});

export function checksTogetherPage(facts: ChecksFacts, body?: unknown, errors: FormErrors | null = null) {
  const { placement, site, today } = facts;
  const fields = new Fields(body, errors);
  const choices = Object.entries(outcomeWords).map(([value, { text }]) => ({ value, text }));
  return {
    title: 'Record several checks',
    caption: site.name,
    errors,
    back: { href: urlOf(paths.placements.checks, placement), text: 'Back to the checks' },
    action: urlOf(paths.placements.checksTogether, placement),
    lead: [
      'Answer the rows that you have looked at for yourself, and leave the others. Approval by anybody else, a local authority included, does not answer them.',
    ],
    day: [fields.day({ name: 'on', label: 'On which day did you look?' }, today)],
    groups: [...grouped(openRows(facts), ({ area }) => area)].map(([area, rows]) => ({
      id: `area-${area}`,
      title: areaWords[area] ?? area,
      rows: rows.map(({ id, label }) => ({
        outcome: fields.choice({ name: outcomeOf(id), label }, choices),
        evidence: fields.text({ name: evidenceOf(id), label: 'What did you see, or why does it not apply?' }),
      })),
    })),
    submit: 'Record these checks',
  };
}

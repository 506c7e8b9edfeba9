import { z } from 'zod';
import { checkIdOf, type CheckCommand, type DocumentNamed } from '#domain';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import { sourceOf, type Edition, type PreAdmissionCheck } from '#procedure';
import type { CheckRow, PlacementRow, SiteRow } from '#read-models';
import { documentWords } from '../shell/documents.js';
import { dayIfSent, daySent, Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { documentsAccepted, documentsHint } from '../shell/sent-documents.js';
import { count, shortDay } from '../shell/words.js';
import { byKey, grouped } from '../shell/lists.js';
import { lastingWords, standingsOn, standingTag } from './check-words.js';
import type { NamesOf } from './timeline-words.js';

export type ChecksFacts = {
  readonly placement: PlacementRow;
  readonly site: SiteRow;
  readonly edition: Edition;
  readonly checks: ReadonlyMap<string, CheckRow>;
  readonly nameOf: NamesOf;
  readonly today: Day;
};

const { met, 'not-met': notMet, 'not-applicable': notApplicable } = standingTag;
export const outcomeWords = { met, 'not-met': notMet, 'not-applicable': notApplicable } as const;

export const areaWords: Readonly<Record<string, string>> = {
  policies: 'Policies',
  safeguarding: 'Safeguarding',
  attendance: 'Attendance',
  site: 'The site',
  arrangements: 'Arrangements for the pupil',
};

/** The checklist of a placement's site: every row with how it stands, and the way to record it. */
export function checksPage(
  { placement, site, edition, checks, nameOf, today }: ChecksFacts,
  mayCheck: boolean,
  saved: Notice | null = null,
) {
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  const standings = byKey(standingsOn(edition, checks, today), ({ row }) => row.id);
  const settled = [...standings.values()].filter(({ isSettled }) => isSettled).length;
  const isOpen = settled < edition.checks.length;
  return {
    title: 'Checks before admission',
    caption: site.name,
    back: { href: urlOf(paths.placements.show, address), text: 'Back to the placement' },
    saved,
    summary: `${settled} of ${edition.checks.length} rows are settled.${isOpen ? '' : ' Nothing here stops the start.'}`,
    together: isOpen && mayCheck ? urlOf(paths.placements.checksTogether, address) : null,
    groups: [...grouped(edition.checks, ({ area }) => area)].map(([area, rows]) => ({
      id: `area-${area}`,
      title: areaWords[area] ?? area,
      rows: rows.map((row) => {
        const check = checks.get(row.id);
        const standing = standings.get(row.id);
        return {
          id: `check-${row.id}`,
          text: row.label,
          href: mayCheck ? urlOf(paths.placements.check, { ...address, row: row.id }) : null,
          tag: standingTag[standing?.state ?? 'not-answered'],
          lasting: standing ? lastingWords(standing) : '',
          isOver: standing?.state === 'run-out' || standing?.isSoonOver === true,
          hint: check ? `${nameOf(check.personId)}, ${shortDay(check.on)}: ${orElse(check.evidence, 'erased')}` : '',
          documents: check ? shownDocuments(check, { ...address, row: row.id }, nameOf) : [],
        };
      }),
    })),
  };
}

// Procedure: S5.5, S9.3
/** The documents that show it: what each is, by whom and of which day, and the way to save it unless it is erased. */
function shownDocuments(
  { documents, fileNames }: CheckRow,
  address: { readonly schoolId: Id; readonly placementId: Id; readonly row: string },
  nameOf: NamesOf,
) {
  return documents.map(({ documentId, personId, on, ...document }, index) => ({
    text: fileNames === erased ? 'Erased document' : (fileNames[index] ?? 'Document'),
    href: fileNames === erased ? null : urlOf(paths.placements.checkDocument, { ...address, documentId }),
    hint: `${documentWords(document)}, ${nameOf(personId)}, ${shortDay(on)}`,
  }));
}

/** The fields with which one row is recorded. */
export const checkFields = z.object({
  outcome: z.enum(['met', 'not-met', 'not-applicable'], { error: 'Choose how this stands' }),
  on: daySent('Enter the day on which you looked'),
  until: dayIfSent,
  evidence: z
    .string()
    .trim()
    .min(1, 'Enter what you saw, or why this does not apply')
    .max(2_000, 'What you saw must be 2,000 characters or fewer'),
});
export const checkForm = checkFields.refine(
  ({ outcome, on, until }) => outcome === 'not-met' || until === undefined || until >= on,
  { path: ['until'], error: 'This had run out on the day on which you looked: record it as not met' },
);

export function checkPage(
  facts: { placement: PlacementRow; site: SiteRow; edition: Edition; row: PreAdmissionCheck; today: Day },
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const { placement, site, edition, row, today } = facts;
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  const fields = new Fields(body, errors);
  return {
    title: row.label,
    caption: site.name,
    errors,
    back: { href: urlOf(paths.placements.checks, address), text: 'Back to the checks' },
    lead: [
      'You look for yourself. Approval by anybody else, a local authority included, does not answer this.',
      ...[sourceOf(row, edition.citations)].filter((each) => each !== null),
    ],
    action: urlOf(paths.placements.check, { ...address, row: row.id }),
    multipart: true,
    fields: [
      fields.choice({ name: 'outcome', label: 'How does this stand?' }, [
        { value: 'met', text: 'Met' },
        { value: 'not-met', text: 'Not met', hint: 'The placement can’t start until this is put right' },
        { value: 'not-applicable', text: 'Does not apply' },
      ]),
      fields.words({ name: 'evidence', label: 'What did you see, or why does it not apply?' }),
      fields.day({ name: 'on', label: 'On which day?' }, today),
      fields.day({
        name: 'until',
        label: 'Until which day does it hold, if it says so?',
        hint: `The last day on a certificate, a policy or a training record. ${againWords(row)}`,
      }),
      fields.files(
        { name: 'documents', label: 'Documents that show it, if you have any', hint: documentsHint },
        documentsAccepted,
      ),
    ],
    submit: 'Record this check',
  };
}

const againWords = ({ validForMonths }: PreAdmissionCheck): string =>
  validForMonths === undefined
    ? 'Leave it empty where there is none.'
    : `Leave it empty where there is none: it is checked again after ${count(validForMonths, 'month')} all the same.`;

// Procedure: S9.2
/** The command for a row: the last finding stands, and those before it stay in the trail. */
export function recordCheck(
  { site, row, round }: { site: SiteRow; row: Pick<PreAdmissionCheck, 'id'>; round: number },
  { outcome, on, evidence, until }: z.output<typeof checkForm>,
  personId: Id,
  shown: { readonly documents?: DocumentNamed[]; readonly fileNames?: string[] } = {},
): CheckCommand {
  const { siteId, providerId } = site;
  const about = {
    checkId: checkIdOf(siteId, row.id, round),
    providerId,
    siteId,
    row: row.id,
    round,
    personId,
    on,
    ...shown,
  };
  const lasting = until === undefined ? {} : { until };
  switch (outcome) {
    case 'met':
      return { type: 'RecordCheckMet', data: { ...about, ...lasting, evidence } };
    case 'not-met':
      return { type: 'RecordCheckNotMet', data: { ...about, evidence } };
    case 'not-applicable':
      return { type: 'RecordCheckNotApplicable', data: { ...about, ...lasting, because: evidence } };
  }
}

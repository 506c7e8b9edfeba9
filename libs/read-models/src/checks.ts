import { z } from 'zod';
import { checkEvents, documentNamed, type CheckEvent } from '#domain';
import { day, erased, id, personal, type Day, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const checkRow = z.object({
  checkId: id,
  providerId: id,
  siteId: id,
  /** The row of the checklist, by its name in the procedure. */
  row: z.string(),
  round: z.int(),
  outcome: z.enum(['met', 'not-met', 'not-applicable']),
  /** Who checked, and on which day. */
  personId: id,
  on: day,
  /** The last day on which what was seen holds, where it says so. */
  until: day.optional(),
  /** What was seen, or why the row does not apply. */
  evidence: personal(z.string()),
  /** The documents of all its findings, each with who brought it, and on which day they looked. */
  documents: z.array(documentNamed.extend({ personId: id, on: day })),
  /** What their files were called, in the same order. */
  fileNames: personal(z.array(z.string())),
});
export type CheckRow = z.output<typeof checkRow>;
type Shown = Pick<CheckRow, 'documents' | 'fileNames'>;

/** The pre-admission checks of each site, row by row and round by round. */
export const checks: Projection<CheckEvent, CheckRow> = {
  name: 'checks',
  version: 3, // 2: its documents. 3: until when what was seen holds.
  hears: [checkEvents],
  row: checkRow,
  sealed: { subject: 'siteId', kept: 'provider-file' },
  by: ['siteId', 'providerId'],
  rowId: ({ data }) => data.checkId,

  evolve: (before, { type, data }) => {
    const { checkId, providerId, siteId, row, round, personId, on } = data;
    const about = { checkId, providerId, siteId, row, round, personId, on, ...shownBy(before, data) };
    switch (type) {
      case 'CheckMet':
        return { ...about, ...lasting(data), outcome: 'met', evidence: data.evidence };
      case 'CheckNotMet':
        return { ...about, outcome: 'not-met', evidence: data.evidence };
      case 'CheckNotApplicable':
        return { ...about, ...lasting(data), outcome: 'not-applicable', evidence: data.because };
    }
  },
};

const lasting = ({ until }: { readonly until?: Day | undefined }) => (until === undefined ? {} : { until });

// Procedure: S5.5, S9.3
/** What was shown stays shown, also where a later finding brings nothing; a document that comes again is the one that was there. */
function shownBy(before: CheckRow | null, { documents = [], fileNames = [], personId, on }: CheckEvent['data']): Shown {
  const known = before?.documents ?? [];
  const isNew = documents.map(({ documentId }) => known.every((each) => each.documentId !== documentId));
  const added = documents.filter((_, index) => isNew[index]).map((each) => ({ ...each, personId, on }));
  const names = before?.fileNames ?? [];
  return {
    documents: [...known, ...added],
    fileNames:
      names === erased || fileNames === erased ? erased : [...names, ...fileNames.filter((_, index) => isNew[index])],
  };
}

/** The checks of a site by row, and by round within it. */
export class ChecksOfSite extends Ask<{ siteId: Id }, Found<CheckRow>[]> {}
export const ChecksOfSiteAnswers = answers(ChecksOfSite, async (rows, { siteId }, asAt) =>
  inOrder(await rows.find(checks, { siteId }, asAt), ({ row, round }) => `${row} ${String(round).padStart(6, '0')}`),
);

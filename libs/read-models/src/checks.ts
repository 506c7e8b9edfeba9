import { z } from 'zod';
import { checkEvents, type CheckEvent } from '#domain';
import { day, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
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
  /** What was seen, or why the row does not apply. */
  evidence: personal(z.string()),
});
export type CheckRow = z.output<typeof checkRow>;

/** The pre-admission checks of each site, row by row and round by round. */
export const checks: Projection<CheckEvent, CheckRow> = {
  name: 'checks',
  version: 1,
  hears: [checkEvents],
  row: checkRow,
  sealed: { subject: 'siteId', kept: 'provider-file' },
  by: ['siteId', 'providerId'],
  rowId: ({ data }) => data.checkId,

  evolve: (_, { type, data }) => {
    const { checkId, providerId, siteId, row, round, personId, on } = data;
    const about = { checkId, providerId, siteId, row, round, personId, on };
    switch (type) {
      case 'CheckMet':
        return { ...about, outcome: 'met', evidence: data.evidence };
      case 'CheckNotMet':
        return { ...about, outcome: 'not-met', evidence: data.evidence };
      case 'CheckNotApplicable':
        return { ...about, outcome: 'not-applicable', evidence: data.because };
    }
  },
};

/** The checks of a site by row, and by round within it. */
export class ChecksOfSite extends Ask<{ siteId: Id }, Found<CheckRow>[]> {}
export const ChecksOfSiteAnswers = answers(ChecksOfSite, async (rows, { siteId }, asAt) =>
  inOrder(await rows.find(checks, { siteId }, asAt), ({ row, round }) => `${row} ${String(round).padStart(6, '0')}`),
);

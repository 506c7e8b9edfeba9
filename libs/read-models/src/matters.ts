import { z } from 'zod';
import { dutyEvents, type DutyEvent } from '#domain';
import { day, id, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { dutyAfter } from './session-duties.js';
import { dutyOfSession } from './session-row.js';

const matterRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  siteId: id,
  /** What it is about, such as the evidence that is missing. */
  matter: z.string(),
  /** Where it is owed again and again, the Monday of the first week in which it may be done. */
  period: day.optional(),
  ...dutyOfSession.shape,
});
export type MatterRow = z.output<typeof matterRow>;

/** What is owed of placements as a whole: a row for each duty that is about a matter and about no session. */
export const matters: Projection<DutyEvent, MatterRow> = {
  name: 'matters',
  version: 2,
  hears: [dutyEvents],
  row: matterRow,
  sealed: null,
  by: ['placementId', 'schoolId'],
  rowId: ({ data }) => (data.matter === undefined ? null : data.dutyId),

  evolve: (row, event) => {
    const { placementId, subjectId, schoolId, siteId, matter, period } = event.data;
    const duty = dutyAfter(row ?? undefined, event);
    if (matter === undefined || !duty) return row;
    return { ...duty, placementId, subjectId, schoolId, siteId, matter, ...(period && { period }) };
  },
};

/** The matters of a school's placements that are owed or were. */
export class MattersOf extends Ask<{ schoolId: Id }, Found<MatterRow>[]> {}
export const MattersOfAnswers = answers(MattersOf, async (rows, { schoolId }, asAt) =>
  inOrder(await rows.find(matters, { schoolId }, asAt), byDue),
);

/** The matters of a placement that are owed or were. */
export class MattersOfPlacement extends Ask<{ placementId: Id }, Found<MatterRow>[]> {}
export const MattersOfPlacementAnswers = answers(MattersOfPlacement, async (rows, { placementId }, asAt) =>
  inOrder(await rows.find(matters, { placementId }, asAt), byDue),
);

const byDue = ({ dueAt, placementId, matter }: MatterRow): string => `${dueAt} ${placementId} ${matter}`;

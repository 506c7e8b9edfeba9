import { z } from 'zod';
import { markingEvents, nature } from '#domain';
import { erased, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(markingEvents, 'MarkDecided', 'MarkAmended');

const activityRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  nature: personal(nature),
});
export type ActivityRow = z.output<typeof activityRow>;

/** What a register last said that a pupil does at a placement: what is proposed for the next session there. */
// Procedure: S8.16
export const activities: Projection<MessageOf<typeof hears>, ActivityRow> = {
  name: 'activities',
  version: 1,
  hears: [hears],
  row: activityRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.placementId,

  // A day of transition or a visit says nothing of the next session.
  evolve: (row, { data: { placementId, subjectId, schoolId, nature: does } }) =>
    does === undefined || does === 'transition-day' || does === 'visit' || (does === erased && row)
      ? row
      : { placementId, subjectId, schoolId, nature: does },
};

/** What the pupils of a school do at their placements, as far as a register has said it. */
export class ActivitiesOf extends Ask<{ schoolId: Id }, Found<ActivityRow>[]> {}
export const ActivitiesOfAnswers = answers(ActivitiesOf, (rows, { schoolId }, asAt) =>
  rows.find(activities, { schoolId }, asAt),
);

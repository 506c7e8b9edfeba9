import { z } from 'zod';
import { placementEvents, withPassedOn } from '#domain';
import { day, id, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(placementEvents, 'ArrangementsAgreed', 'ArrangementsPassedOn', 'PlacementEnded');

const named = z.object({ personId: id, standInId: id });
const namedStaffRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  /** As it was arranged last; `namedOn` says who it is on a day. */
  welfareChecks: named,
  monitoringVisits: named,
  /** Who follows whom since then, in the order of the days. */
  passedOn: z.array(z.object({ fromId: id, toId: id, from: day })),
  endedOn: day.optional(),
});
export type NamedStaffRow = z.output<typeof namedStaffRow>;

/** Of each placement, whom of the school its arrangements name. */
// Procedure: S13.13, S13.15
export const namedStaff: Projection<MessageOf<typeof hears>, NamedStaffRow> = {
  name: 'named-staff',
  version: 1,
  hears: [hears],
  row: namedStaffRow,
  sealed: null,
  by: ['schoolId', 'placementId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, { type, data }) => {
    if (type === 'ArrangementsAgreed') {
      const { placementId, subjectId, schoolId, welfareChecks, monitoringVisits } = data;
      const ended = row?.endedOn === undefined ? {} : { endedOn: row.endedOn };
      return { placementId, subjectId, schoolId, welfareChecks, monitoringVisits, passedOn: [], ...ended };
    }
    if (!row) return null;
    switch (type) {
      case 'ArrangementsPassedOn':
        return { ...row, passedOn: [...withPassedOn(row.passedOn, data)] };
      case 'PlacementEnded':
        return { ...row, endedOn: data.endedOn };
    }
  },
};

/** Whom the arrangements of a school's placements name. */
export class NamedStaffOf extends Ask<{ schoolId: Id }, Found<NamedStaffRow>[]> {}
export const NamedStaffOfAnswers = answers(NamedStaffOf, async (rows, where, asAt) =>
  inOrder(await rows.find(namedStaff, where, asAt), ({ placementId }) => placementId),
);

import { z } from 'zod';
import {
  incidentChannel,
  incidentDecision,
  incidentEvents,
  incidentSays,
  parentsTold,
  type IncidentEvent,
} from '#domain';
import { day, erased, id, instant, personal, timeOfDay, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';
import { withOne } from './with-one.js';

const correction = z.object({ personId: id, at: instant, because: z.string() });

const incidentRow = z.object({
  incidentId: id,
  placementId: id,
  subjectId: id,
  schoolId: id,
  siteId: id,
  /** `unseen` also when it was corrected since somebody saw it. */
  state: z.enum(['unseen', 'seen', 'decided', 'withdrawn']),
  on: day,
  toldOn: day,
  toldAt: timeOfDay,
  channel: incidentChannel,
  /** Who of the school was told. */
  personId: id,
  says: personal(incidentSays),
  /** What is known last. */
  parents: personal(parentsTold),
  /** As it was the first time: whether it was on the day itself does not change with a correction. */
  firstSeen: z.object({ personId: id, seenAt: instant }).optional(),
  seen: z.object({ personId: id, seenAt: instant }).optional(),
  decided: z.object({ personId: id, decidedOn: day }).optional(),
  decision: personal(incidentDecision).optional(),
  corrections: personal(z.array(correction)),
  withdrawn: z.object({ personId: id, at: instant }).optional(),
  withdrawnBecause: personal(z.string()).optional(),
});
export type IncidentRow = z.output<typeof incidentRow>;

/** What providers told a school of that happened to its pupils there: a row for each, as it is known last. */
// Procedure: S4.18
export const incidents: Projection<IncidentEvent, IncidentRow> = {
  name: 'incidents',
  version: 1,
  hears: [incidentEvents],
  row: incidentRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId', 'schoolId', 'state'],
  rowId: ({ data }) => data.incidentId,

  evolve: (row, { type, data, meta }) => {
    if (type === 'IncidentTold') {
      const { incidentId, placementId, subjectId, schoolId, personId } = data;
      return { incidentId, placementId, subjectId, schoolId, personId, ...accountOf(data), corrections: [] };
    }
    if (!row) return null;
    switch (type) {
      case 'IncidentCorrected': {
        const { personId, because } = data;
        const one = because === erased ? erased : { personId, at: meta.recordedAt, because };
        const { seen: _seen, ...unseen } = row;
        return { ...unseen, ...accountOf(data), corrections: withOne(row.corrections, one) };
      }
      case 'IncidentSeen': {
        const { personId, seenAt } = data;
        const seen = { personId, seenAt };
        return { ...row, state: row.decided ? 'decided' : 'seen', firstSeen: row.firstSeen ?? seen, seen };
      }
      case 'IncidentParentsTold':
        return { ...row, parents: data.parents };
      case 'IncidentDecided': {
        const { personId, decidedOn, decision } = data;
        return { ...row, state: 'decided', decided: { personId, decidedOn }, decision };
      }
      case 'IncidentWithdrawn': {
        const withdrawn = { personId: data.personId, at: meta.recordedAt };
        return { ...row, state: 'withdrawn', withdrawn, withdrawnBecause: data.because };
      }
    }
  },
};

type Account = Pick<IncidentRow, 'siteId' | 'on' | 'toldOn' | 'toldAt' | 'channel' | 'says'>;

/** What was told, which nobody has seen as it is now. */
const accountOf = ({
  siteId,
  on,
  toldOn,
  toldAt,
  channel,
  says,
}: Account): Account & Pick<IncidentRow, 'state' | 'parents'> => ({
  state: 'unseen',
  siteId,
  on,
  toldOn,
  toldAt,
  channel,
  says,
  parents: says === erased ? erased : says.parents,
});

const latestFirst = (rows: Found<IncidentRow>[]): Found<IncidentRow>[] =>
  inOrder(rows, ({ on, incidentId }) => `${on} ${incidentId}`).toReversed();

export class IncidentById extends Ask<{ incidentId: Id }, Found<IncidentRow> | null> {}
export const IncidentByIdAnswers = answers(IncidentById, (rows, { incidentId }, asAt) =>
  rows.get(incidents, incidentId, asAt),
);

/** The incidents of a placement, the latest first. */
export class IncidentsOf extends Ask<{ placementId: Id }, Found<IncidentRow>[]> {}
export const IncidentsOfAnswers = answers(IncidentsOf, async (rows, { placementId }, asAt) =>
  latestFirst(await rows.find(incidents, { placementId }, asAt)),
);

/** All incidents of a school, the latest first. */
export class IncidentsOfSchool extends Ask<{ schoolId: Id }, Found<IncidentRow>[]> {}
export const IncidentsOfSchoolAnswers = answers(IncidentsOfSchool, async (rows, { schoolId }, asAt) =>
  latestFirst(await rows.find(incidents, { schoolId }, asAt)),
);

/** Those that nobody who answers for safeguarding has seen, as they are now; whoever has waited longest comes first. */
export class UnseenIncidents extends Ask<{ schoolId: Id }, Found<IncidentRow>[]> {}
export const UnseenIncidentsAnswers = answers(UnseenIncidents, async (rows, { schoolId }, asAt) =>
  inOrder(
    await rows.find(incidents, { schoolId, state: 'unseen' }, asAt),
    ({ toldOn, toldAt, incidentId }) => `${toldOn} ${toldAt} ${incidentId}`,
  ),
);

import { z } from 'zod';
import {
  attendanceEvents,
  dutyEvents,
  incidentEvents,
  oversightEvents,
  placementEvents,
  whereaboutsEvents,
  type AttendanceEvent,
  type DutyEvent,
  type IncidentEvent,
  type OversightEvent,
  type PlacementEvent,
  type WhereaboutsEvent,
} from '#domain';
import {
  actor,
  canonical,
  erased,
  id,
  instant,
  personal,
  via,
  type Found,
  type Id,
  type Projection,
} from '#event-sourcing';
import { answers, Ask } from './ask.js';

const timelineRow = z.object({
  eventId: id,
  placementId: id,
  subjectId: id,
  type: z.string(),
  stream: z.string(),
  /** When Waymark came to know. */
  at: instant,
  /** The event's place in the log, as text. */
  position: z.string(),
  actor,
  via,
  /** The event's data as JSON text. */
  details: personal(z.string()),
});
export type TimelineRow = z.output<typeof timelineRow>;

/** What happened to a placement: a row for each event about it, for good. */
export const timeline: Projection<
  PlacementEvent | AttendanceEvent | WhereaboutsEvent | DutyEvent | OversightEvent | IncidentEvent,
  TimelineRow
> = {
  name: 'timeline',
  version: 3, // 3: incidents that the provider told of.
  hears: [placementEvents, attendanceEvents, whereaboutsEvents, dutyEvents, oversightEvents, incidentEvents],
  row: timelineRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId'],
  rowId: ({ id }) => id,

  evolve: (_, { id: eventId, type, stream, position, data, meta }) => ({
    eventId,
    placementId: data.placementId,
    subjectId: data.subjectId,
    type,
    stream,
    at: meta.recordedAt,
    position: String(position),
    actor: meta.actor,
    via: meta.via,
    // A rebuild after the key is gone gives what the older row reads as: nothing of it can be told.
    details: Object.values<unknown>(data).includes(erased) ? erased : canonical(data),
  }),
};

/** The history of a placement, in the order of the log. */
export class TimelineOf extends Ask<{ placementId: Id }, Found<TimelineRow>[]> {}
export const TimelineOfAnswers = answers(TimelineOf, async (rows, { placementId }, asAt) =>
  (await rows.find(timeline, { placementId }, asAt)).sort((a, b) => (BigInt(a.position) < BigInt(b.position) ? -1 : 1)),
);

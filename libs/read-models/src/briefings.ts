import { z } from 'zod';
import { briefing, placementEvents } from '#domain';
import {
  day,
  id,
  instant,
  personal,
  pick,
  type Found,
  type Id,
  type MessageOf,
  type Projection,
} from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(placementEvents, 'BriefingWritten', 'BriefingSent', 'BriefingAcknowledged');

const briefingRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  says: personal(briefing),
  writtenAt: instant,
  /** The letters with the way to it, in their order. */
  sent: z.array(z.strictObject({ sending: z.int(), recipientId: id, personId: id, on: day })),
  /** Who of the site acknowledged it last, and what they had before them then. */
  acknowledgedBy: id.optional(),
  acknowledgedOn: day.optional(),
  channel: z.enum(['link', 'paper']).optional(),
  version: personal(id).optional(),
  /** After which letter: one that was on its way then has nothing left to ask. */
  afterSending: z.int().optional(),
});
export type BriefingRow = z.output<typeof briefingRow>;

/**
 * What a provider must know of a pupil, as the school wrote it last. It is apart from the row of the placement, which lists,
 * boards and the pages of providers read: so nothing but the page about it, and the one behind its letter, ever holds it.
 */
// Procedure: S13.6, S13.9, X7
export const briefings: Projection<MessageOf<typeof hears>, BriefingRow> = {
  name: 'briefings',
  version: 1,
  hears: [hears],
  row: briefingRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, { type, data, meta }) => {
    if (type === 'BriefingWritten') {
      const { placementId, subjectId, schoolId, says } = data;
      return { sent: [], ...row, placementId, subjectId, schoolId, says, writtenAt: meta.recordedAt };
    }
    if (!row) return null;
    if (type === 'BriefingSent') {
      const { sending, recipientId, personId, on } = data;
      return { ...row, sent: [...row.sent, { sending, recipientId, personId, on }] };
    }
    const { adultId: acknowledgedBy, acknowledgedOn, channel, version } = data;
    return { ...row, acknowledgedBy, acknowledgedOn, channel, version, afterSending: row.sent.at(-1)?.sending ?? 0 };
  },
};

/** What a provider must know of the pupil of a placement; null before it is written. */
export class BriefingOf extends Ask<{ placementId: Id }, Found<BriefingRow> | null> {}
export const BriefingOfAnswers = answers(BriefingOf, (rows, { placementId }, asAt) =>
  rows.get(briefings, placementId, asAt),
);

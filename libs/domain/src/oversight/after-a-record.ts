import { z } from 'zod';
import { day, id, instant, personal } from '#event-sourcing';
import { aboutRecord } from './records.js';

/** What becomes of a record once it is there. */
const line = z.string().trim().min(1).max(160);
const words = z.string().trim().min(1).max(2_000);

/** The concern itself stays in the school’s safeguarding system; this says who has been told, and when. */
// Procedure: S22.3
export const handedOver = z.object({
  ...aboutRecord,
  toId: id,
  toldAt: instant,
  personId: id,
  /** What it is; only where the school keeps such words here. */
  concern: personal(words).optional(),
});
/** `reference` is what the safeguarding system calls it. */
export const received = z.object({
  ...aboutRecord,
  personId: id,
  receivedAt: instant,
  reference: personal(line).optional(),
});

/** Other systems in which a school keeps records. */
export const filedIn = z.enum(['pupil-file', 'safeguarding-system']);
export type FiledIn = z.output<typeof filedIn>;
export const filed = z.object({
  ...aboutRecord,
  filedIn,
  filedOn: day,
  personId: id,
  receipt: personal(line).optional(),
});

export const noted = z.object({ ...aboutRecord, noteId: id, personId: id, on: day, note: personal(words) });

export const followUpAgreed = z.object({
  ...aboutRecord,
  followUpId: id,
  ownerId: id,
  dueOn: day,
  personId: id,
  what: personal(words),
});
export const followUpClosed = z.object({
  ...aboutRecord,
  followUpId: id,
  doneOn: day,
  personId: id,
  outcome: personal(words),
});

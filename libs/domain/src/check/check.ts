import { z } from 'zod';
import { day, id, messages, personal, type MessageOf } from '#event-sourcing';

/** A check is one row of the pre-admission checklist at one site of a provider, in one round. A row answered no blocks. */
const about = { checkId: id, providerId: id, siteId: id, row: z.string().min(1).max(80), round: z.int().min(1) };
/** What was seen, in the checker's words; free text may name people, so it is sealed with the site's file. */
const words = personal(z.string().trim().min(1).max(2_000));
const finding = z.object({ ...about, personId: id, on: day, evidence: words });
const exemption = z.object({ ...about, personId: id, on: day, because: words });

const sealed = { subject: 'siteId', kept: 'provider-file' } as const;

export const checkEvents = messages({ CheckMet: finding, CheckNotMet: finding, CheckNotApplicable: exemption }, sealed);
export type CheckEvent = MessageOf<typeof checkEvents>;

export const checkCommands = messages(
  { RecordCheckMet: finding, RecordCheckNotMet: finding, RecordCheckNotApplicable: exemption },
  sealed,
);
export type CheckCommand = MessageOf<typeof checkCommands>;

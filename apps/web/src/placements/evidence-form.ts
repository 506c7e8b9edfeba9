import { z } from 'zod';
import type { PlacementCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { PersonRow, PlacementRow, SchoolRow } from '#read-models';
import { daySent, type Fields, type FormField } from '../shell/fields.js';

/** What a form for evidence is about: the placement, and those of the school who may have been at a meeting. */
export type EvidenceAbout = {
  readonly placement: PlacementRow;
  readonly school: SchoolRow;
  readonly staff: readonly PersonRow[];
  readonly today: Day;
};

/** How a piece of evidence is recorded: what is asked, and the command that comes of what was sent. */
export type EvidenceForm = {
  readonly title: string;
  readonly lead: readonly string[];
  fields(about: EvidenceAbout, fields: Fields): readonly FormField[];
  /** @throws {NotTaken} with what is wrong beside each field. */
  command(about: EvidenceAbout, body: unknown, by: Id): PlacementCommand;
};

export const aboutOf = ({ placementId, subjectId, schoolId }: PlacementRow) => ({ placementId, subjectId, schoolId });

/** A day that has been: nothing is recorded before it has happened. */
export const pastDay = (missing: string, today: Day) =>
  daySent(missing).refine((on) => on <= today, 'The day can’t be in the future');
export const textSent = (missing: string, max = 160) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, `This must be ${max.toLocaleString('en-GB')} characters or fewer`);
/** What may be left out. */
export const textIfSent = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `This must be ${max.toLocaleString('en-GB')} characters or fewer`)
    .transform((text) => (text === '' ? undefined : text));

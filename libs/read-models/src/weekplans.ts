import { z } from 'zod';
import { documentNamed, partTimeLeave, restSession, weekplanEvents, withPlan, type WeekplanEvent } from '#domain';
import { day, erased, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
import { londonDay } from '#procedure';
import { answers, Ask } from './ask.js';

const plan = z.strictObject({
  from: day,
  /** The day on which it was entered, and who did, where it was somebody. */
  plannedOn: day,
  plannedBy: id.optional(),
  beside: z.array(id),
  sessions: z.array(restSession),
  otherwise: z.string().optional(),
  leave: partTimeLeave.optional(),
  documents: z.array(documentNamed),
  fileNames: z.array(z.string()),
});
export type PlanOfRest = z.output<typeof plan>;

const weekplanRow = z.object({
  subjectId: id,
  schoolId: id,
  /** In order of the days from which they hold. */
  plans: personal(z.array(plan)),
});
export type WeekplanRow = z.output<typeof weekplanRow>;

/** What becomes of the sessions of pupils' weeks that no placement takes, and what their part-time leave rests on. */
// Procedure: S13.11, S13.12
export const weekplans: Projection<WeekplanEvent, WeekplanRow> = {
  name: 'weekplans',
  version: 1,
  hears: [weekplanEvents],
  row: weekplanRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.subjectId,

  evolve: (row, { data, meta }) => {
    const { subjectId, schoolId, from, beside, sessions, otherwise, leave, documents = [], fileNames = [] } = data;
    const about = { subjectId, schoolId };
    const known = row?.plans ?? [];
    if (known === erased || sessions === erased || otherwise === erased || leave === erased || fileNames === erased) {
      return { ...about, plans: erased };
    }
    const entered = {
      plannedOn: londonDay(meta.recordedAt),
      ...(meta.actor.kind === 'staff' ? { plannedBy: meta.actor.id } : {}),
    };
    const said = { ...(otherwise === undefined ? {} : { otherwise }), ...(leave === undefined ? {} : { leave }) };
    return {
      ...about,
      plans: [...withPlan(known, { from, ...entered, beside, sessions, ...said, documents, fileNames })],
    };
  },
};

/** The plans of a pupil's week; null where none was ever made. */
export class WeekplanOf extends Ask<{ subjectId: Id }, Found<WeekplanRow> | null> {}
export const WeekplanOfAnswers = answers(WeekplanOf, (rows, { subjectId }, asAt) =>
  rows.get(weekplans, subjectId, asAt),
);

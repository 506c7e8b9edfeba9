import { z } from 'zod';
import { day, id, messages, personal, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { line } from './file.js';
import type { Pupil } from './pupil.js';

/**
 * A pupil changes school: moves to another school of the trust, leaves its schools, or comes back. The record goes along, and
 * what a school did stays its own: a placement is ended by the school that made it, so one that runs stands in nobody's way.
 *
 * The school whose the record is says so: a record is given, and never taken.
 */
const about = { subjectId: id, schoolId: id };
/** `changeId` is what one form brings along: sent twice, it is one change. `schoolId` is the school whose the record was. */
const change = { ...about, changeId: id, on: day, personId: id };

/** Where a pupil is who is at none of the trust's schools any more. Not knowing is an answer, and has to be said. */
export const whereLeavers = z.enum(['other-school', 'finished', 'not-known']);
export type WhereLeavers = z.output<typeof whereLeavers>;

const moving = z.object({ ...change, toSchoolId: id });
const leaving = z.object({
  ...change,
  whereTo: personal(whereLeavers),
  /** The name of that school, where it is known. */
  toSchool: personal(line).optional(),
});
const comingBack = z.object({ ...change, toSchoolId: id });
const takingBack = z.object({
  ...about,
  changeId: id,
  on: day,
  personId: id,
  because: personal(z.string().trim().min(1).max(400)),
});

export const changeKind = z.enum(['moved', 'left', 'came-back']);
/** A change of school that stands, without what is personal. */
export const schoolChange = z.object({
  changeId: id,
  kind: changeKind,
  schoolId: id,
  toSchoolId: id,
  on: day,
  personId: id,
});
export type SchoolChange = z.output<typeof schoolChange>;

export const movingEvents = {
  PupilMovedSchool: moving.describe(
    'The pupil moved to another school of the trust on this day, and their record with them.',
  ),
  PupilLeft: leaving.describe('The pupil left the schools of the trust on this day, for another school or for good.'),
  PupilCameBack: comingBack.describe('A pupil who had left is at a school of the trust again, from this day on.'),
  SchoolChangeTakenBack: takingBack
    .extend({ kind: changeKind, toSchoolId: id })
    .describe(
      'The last move, leaving or coming back was recorded in error: the record is again the school’s whose it was.',
    ),
};

/** As all that is said of a pupil is. */
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;
export const movingCommands = messages(
  { MovePupil: moving, RecordPupilLeft: leaving, RecordPupilCameBack: comingBack, TakeBackSchoolChange: takingBack },
  sealed,
);
export type MovingCommand = MessageOf<typeof movingCommands>;
type Moving = z.output<typeof moving>;
type Leaving = z.output<typeof leaving>;
type TakenBack = z.output<typeof movingEvents.SchoolChangeTakenBack>;
export type MovingEvent =
  | { readonly type: 'PupilMovedSchool'; readonly data: Moving }
  | { readonly type: 'PupilLeft'; readonly data: Leaving }
  | { readonly type: 'PupilCameBack'; readonly data: Moving }
  | { readonly type: 'SchoolChangeTakenBack'; readonly data: TakenBack };

/** At which schools a pupil was and is. */
export type Schools = {
  /** The changes that stand, in order. */
  readonly changes: readonly SchoolChange[];
  /** What was ordered of them, so that it is known when it is ordered again. */
  readonly ordered: Readonly<Record<Id, MovingCommand['data']>>;
  /** The changes that were taken back. */
  readonly takenBack: readonly Id[];
};

const kinds = { PupilMovedSchool: 'moved', PupilLeft: 'left', PupilCameBack: 'came-back' } as const;

export const isMoving = (command: { readonly type: string }): command is MovingCommand =>
  Object.hasOwn(movingCommands.shapes, command.type);
export const hasMoved = (event: { readonly type: string }): event is MovingEvent =>
  Object.hasOwn(movingEvents, event.type);

/** The changes that stand after one more event, and the school whose the record is from then on. */
export function changesAfter(changes: readonly SchoolChange[], event: MovingEvent) {
  const { type, data } = event;
  if (type === 'SchoolChangeTakenBack') {
    return { changes: changes.filter(({ changeId }) => changeId !== data.changeId), schoolId: data.toSchoolId };
  }
  const { changeId, schoolId, on, personId } = data;
  const toSchoolId = type === 'PupilLeft' ? schoolId : event.data.toSchoolId;
  return {
    changes: [...changes, { changeId, kind: kinds[type], schoolId, toSchoolId, on, personId }],
    schoolId: toSchoolId,
  };
}

/** The leaving after which the pupil has not come back; null while they are at a school of the trust. */
export function leavingOf(changes: readonly SchoolChange[]): SchoolChange | null {
  const last = changes.at(-1);
  return last?.kind === 'left' ? last : null;
}

export const schoolsAfter = (schools: Schools, event: MovingEvent): Schools => ({
  changes: changesAfter(schools.changes, event).changes,
  ordered:
    event.type === 'SchoolChangeTakenBack'
      ? schools.ordered
      : { ...schools.ordered, [event.data.changeId]: event.data },
  takenBack: event.type === 'SchoolChangeTakenBack' ? [...schools.takenBack, event.data.changeId] : schools.takenBack,
});

export function decideMoving(command: MovingCommand, pupil: Pupil): MovingEvent[] {
  if (!pupil) return no('pupil-not-entered');
  const { type, data } = command;
  const { changes, ordered, takenBack } = pupil.schools;
  // Sent again it is nothing new, also by the school whose the record was before.
  if (type === 'TakeBackSchoolChange' && takenBack.includes(data.changeId)) return [];
  const known = ordered[data.changeId];
  if (type !== 'TakeBackSchoolChange' && known) return sameAsKnown(known, data) ? [] : no('school-change-recorded');
  if (data.schoolId !== pupil.identity.schoolId) return no('pupil-of-another-school');
  if (pupil.merged) return no('pupil-merged');
  const last = changes.at(-1);
  const hasLeft = leavingOf(changes) !== null;
  if (last && type !== 'TakeBackSchoolChange' && data.on < last.on) return no('school-change-before-the-last');
  switch (type) {
    case 'MovePupil':
      if (hasLeft) return no('pupil-left');
      return data.toSchoolId === data.schoolId ? no('moved-to-same-school') : [{ type: 'PupilMovedSchool', data }];
    case 'RecordPupilLeft':
      if (hasLeft) return no('pupil-left');
      if (data.toSchool !== undefined && data.whereTo !== 'other-school') return no('left-for-a-school-and-not');
      return [{ type: 'PupilLeft', data }];
    case 'RecordPupilCameBack':
      return hasLeft ? [{ type: 'PupilCameBack', data }] : no('pupil-not-left');
    case 'TakeBackSchoolChange': {
      if (last?.changeId !== data.changeId) return no('school-change-not-the-last');
      return [{ type: 'SchoolChangeTakenBack', data: { ...data, kind: last.kind, toSchoolId: last.schoolId } }];
    }
  }
}

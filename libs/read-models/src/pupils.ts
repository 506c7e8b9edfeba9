import { z } from 'zod';
import {
  changesAfter,
  hasMoved,
  pupilEvents,
  schoolChange,
  status,
  statusValue,
  whereLeavers,
  withoutNumber,
} from '#domain';
import { day, erased, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(
  pupilEvents,
  'PupilEntered',
  'PupilDetailsChanged',
  'StatusNoted',
  'PupilMerged',
  'PupilUnmerged',
  'PupilMovedSchool',
  'PupilLeft',
  'PupilCameBack',
  'SchoolChangeTakenBack',
);
const gone = z.object({ changeId: id, whereTo: whereLeavers, toSchool: z.string().optional() });

const pupilRow = z.object({
  subjectId: id,
  schoolId: id,
  givenName: personal(z.string()),
  familyName: personal(z.string()),
  upn: personal(z.string()).optional(),
  upnUnknownBecause: personal(z.string()).optional(),
  bornOn: personal(day),
  yearGroup: personal(z.int()),
  /** What has been noted of each; one that is not there is as unknown as one that was noted as unknown. */
  statuses: personal(z.partialRecord(status, statusValue)),
  /** The record of the same pupil that is kept in place of this one. */
  mergedInto: id.optional(),
  mergedOn: day.optional(),
  mergedById: id.optional(),
  mergedBecause: personal(z.string()).optional(),
  /** The changes of school that stand, in order: nothing of those before Waymark. */
  changes: z.array(schoolChange).optional(),
  /** Where the pupil went each time that they left. */
  gone: personal(z.array(gone)).optional(),
});
export type PupilRow = z.output<typeof pupilRow>;

/** The pupils: who they are, and what has to be borne in mind about them. */
export const pupils: Projection<MessageOf<typeof hears>, PupilRow> = {
  name: 'pupils',
  version: 5, // 5: at which schools of the trust a pupil was, and is.
  hears: [hears],
  row: pupilRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId', 'mergedInto'],
  rowId: ({ data }) => data.subjectId,

  evolve: (row, event) => {
    if (hasMoved(event)) return row && { ...row, ...changesAfter(row.changes ?? [], event), ...goneAfter(row, event) };
    const { type, data } = event;
    switch (type) {
      case 'PupilEntered':
        return { ...data, statuses: row?.statuses ?? {} };
      case 'PupilDetailsChanged': {
        // Why a number is another one now is the history's to tell.
        const { upnChangedBecause: _because, ...details } = data;
        return { ...details, statuses: row?.statuses ?? {}, ...schoolsOf(row) };
      }
      case 'StatusNoted': {
        const { status, value } = data;
        if (!row) return null;
        // What is known of some statuses only must not pass for what is known of all.
        if (status === erased || value === erased || row.statuses === erased) return { ...row, statuses: erased };
        return { ...row, statuses: { ...row.statuses, [status]: value } };
      }
      case 'PupilMerged': {
        if (!row) return null;
        const { intoId, mergedOn, personId, because, numberGoesAlong } = data;
        const known = numberGoesAlong ? withoutNumber(row) : row;
        return { ...known, mergedInto: intoId, mergedOn, mergedById: personId, mergedBecause: because };
      }
      case 'PupilUnmerged': {
        if (!row) return null;
        const { mergedInto: _into, mergedOn: _on, mergedById: _by, mergedBecause: _because, ...own } = row;
        return own;
      }
    }
  },
};

/** Where pupils went can't be read any more once their key is destroyed, and then nothing of it is said. */
function goneAfter(row: PupilRow, { type, data }: MessageOf<typeof hears>): Pick<PupilRow, 'gone'> {
  if (type !== 'PupilLeft') return {};
  const { changeId, whereTo, toSchool } = data;
  if (row.gone === erased || whereTo === erased || toSchool === erased) return { gone: erased };
  return { gone: [...(row.gone ?? []), { changeId, whereTo, toSchool }] };
}

/** What stays when the details of a pupil change. */
const schoolsOf = (row: PupilRow | null): Pick<PupilRow, 'changes' | 'gone'> => ({
  ...(row?.changes === undefined ? {} : { changes: row.changes }),
  ...(row?.gone === undefined ? {} : { gone: row.gone }),
});

/** A pupil by their id. */
export class PupilById extends Ask<{ subjectId: Id }, Found<PupilRow> | null> {}
export const PupilByIdAnswers = answers(PupilById, (rows, { subjectId }, asAt) => rows.get(pupils, subjectId, asAt));

/** Several pupils by their ids. */
export class PupilsById extends Ask<{ subjectIds: readonly Id[] }, Found<PupilRow>[]> {}
export const PupilsByIdAnswers = answers(PupilsById, async (rows, { subjectIds }, asAt) =>
  inOrder(await rows.getMany(pupils, subjectIds, asAt), byFamilyName),
);

/** The pupils of a school, by family name. */
export class PupilsOf extends Ask<{ schoolId: Id }, Found<PupilRow>[]> {}
export const PupilsOfAnswers = answers(PupilsOf, async (rows, { schoolId }, asAt) =>
  inOrder(await rows.find(pupils, { schoolId }, asAt), byFamilyName),
);

/** The records that were merged into one, and those that had been merged into these. */
export class RecordsMergedInto extends Ask<{ subjectId: Id }, Found<PupilRow>[]> {}
export const RecordsMergedIntoAnswers = answers(RecordsMergedInto, async (rows, { subjectId }, asAt) => {
  const found = new Map<Id, Found<PupilRow>>();
  const look = async (mergedInto: Id): Promise<void> => {
    for (const row of await rows.find(pupils, { mergedInto }, asAt)) {
      if (row.subjectId === subjectId || found.has(row.subjectId)) continue;
      found.set(row.subjectId, row);
      await look(row.subjectId);
    }
  };
  await look(subjectId);
  return inOrder([...found.values()], ({ mergedOn = '', subjectId: record }) => `${mergedOn} ${record}`);
});

/** Pupils whose names are erased come last. */
const byFamilyName = ({ familyName, givenName, subjectId }: PupilRow): string =>
  familyName === erased || givenName === erased ? `\uffff ${subjectId}` : `${familyName} ${givenName} ${subjectId}`;

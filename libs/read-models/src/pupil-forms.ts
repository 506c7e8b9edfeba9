import { z } from 'zod';
import { ethnicity, gender, pupilEvents, status } from '#domain';
import { day, erased, id, personal, pick, type Found, type Id, type MessageOf, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';

const hears = pick(
  pupilEvents,
  'PupilEntered',
  'StatusNoted',
  'CharacteristicsNoted',
  'EarlierProvisionEntered',
  'EarlierProvisionRemoved',
);

const noted = z.object({ on: day, caringAuthority: z.string().optional() });
const earlierProvision = z.object({
  entryId: id,
  where: z.string(),
  from: day.optional(),
  until: day.optional(),
  schoolYear: z.string().optional(),
});
export type EarlierProvision = z.output<typeof earlierProvision>;

const pupilFormRow = z.object({
  subjectId: id,
  schoolId: id,
  ethnicity: personal(ethnicity).optional(),
  gender: personal(gender).optional(),
  /** Since when what is known of each status holds; whether it applies is the row's of the pupil. */
  noted: personal(z.partialRecord(status, noted)),
  earlier: personal(z.array(earlierProvision)),
});
export type PupilFormRow = z.output<typeof pupilFormRow>;

/**
 * What else the form about a pupil asks. It is apart from the row of the pupil, which boards, lists and the pages of providers
 * read: so nothing but the pupil's own page ever holds it.
 */
// Procedure: S14.3, S14.5, S14.9, S14.14, S14.15
export const pupilForms: Projection<MessageOf<typeof hears>, PupilFormRow> = {
  name: 'pupil-forms',
  version: 1,
  hears: [hears],
  row: pupilFormRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId'],
  rowId: ({ data }) => data.subjectId,

  evolve: (row, { type, data }) => {
    if (type === 'PupilEntered') {
      return { subjectId: data.subjectId, schoolId: data.schoolId, noted: {}, earlier: [] };
    }
    if (!row) return null;
    switch (type) {
      case 'StatusNoted': {
        const { status, on, caringAuthority } = data;
        if (status === erased || caringAuthority === erased || row.noted === erased) return { ...row, noted: erased };
        const since = { on, ...(caringAuthority === undefined ? {} : { caringAuthority }) };
        return { ...row, noted: { ...row.noted, [status]: since } };
      }
      case 'CharacteristicsNoted':
        return { ...row, ethnicity: data.ethnicity, gender: data.gender };
      case 'EarlierProvisionEntered': {
        const { entryId, where, from, until, schoolYear } = data;
        if (
          row.earlier === erased ||
          where === erased ||
          from === erased ||
          until === erased ||
          schoolYear === erased
        ) {
          return { ...row, earlier: erased };
        }
        const entry = {
          entryId,
          where,
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          ...(schoolYear === undefined ? {} : { schoolYear }),
        };
        return { ...row, earlier: [...row.earlier.filter((each) => each.entryId !== entryId), entry].sort(byTime) };
      }
      case 'EarlierProvisionRemoved': {
        if (row.earlier === erased) return row;
        return { ...row, earlier: row.earlier.filter(({ entryId }) => entryId !== data.entryId) };
      }
    }
  },
};

/** A school year stands where it begins, in September. */
const beginOf = ({ from, schoolYear }: EarlierProvision): string => from ?? `${(schoolYear ?? '').slice(0, 4)}-09`;
const byTime = (a: EarlierProvision, b: EarlierProvision): number =>
  `${beginOf(a)} ${a.entryId}` < `${beginOf(b)} ${b.entryId}` ? -1 : 1;

/** What the form about a pupil asks beside who they are. */
export class PupilFormOf extends Ask<{ subjectId: Id }, Found<PupilFormRow> | null> {}
export const PupilFormOfAnswers = answers(PupilFormOf, (rows, { subjectId }, asAt) =>
  rows.get(pupilForms, subjectId, asAt),
);

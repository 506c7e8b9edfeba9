import type { PoolClient } from 'pg';
import type { PupilEvent } from '#domain';

export type SchoolChanged = Extract<
  PupilEvent,
  { type: 'PupilMovedSchool' | 'PupilLeft' | 'PupilCameBack' | 'SchoolChangeTakenBack' }
>;

/** A record goes to another school, or back. Those that it was at are kept in order, so that the last can be taken back. */
export async function changeSchool({ type, data }: SchoolChanged, client: PoolClient): Promise<void> {
  const { subjectId, schoolId } = data;
  switch (type) {
    case 'PupilLeft':
      await client.query('UPDATE keys.directory SET has_left = true WHERE subject_id = $1', [subjectId]);
      return;
    case 'PupilMovedSchool':
    case 'PupilCameBack':
      await client.query(
        `UPDATE keys.directory SET has_left = false, school_id = $2, earlier_schools = earlier_schools || $3::uuid
         WHERE subject_id = $1`,
        [subjectId, data.toSchoolId, schoolId],
      );
      return;
    case 'SchoolChangeTakenBack':
      await client.query(
        `UPDATE keys.directory SET has_left = $2, school_id = $3,
           earlier_schools = CASE WHEN $4 THEN earlier_schools ELSE earlier_schools[:cardinality(earlier_schools) - 1] END
         WHERE subject_id = $1`,
        [subjectId, data.kind === 'came-back', data.toSchoolId, data.kind === 'left'],
      );
  }
}

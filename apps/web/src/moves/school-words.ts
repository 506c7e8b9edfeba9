import type { SchoolChange, WhereLeavers } from '#domain';
import { erased, type Id } from '#event-sourcing';
import type { PlacementRow, PupilRow, SchoolRow } from '#read-models';
import { shortDay } from '../shell/words.js';

export type SchoolNames = ReadonlyMap<Id, Pick<SchoolRow, 'name'>>;

export const leaverWords: Readonly<Record<WhereLeavers, string>> = {
  'other-school': 'for a school outside the trust',
  finished: 'having finished education at the end of year 11',
  'not-known': 'and it is not known where to',
};

export const schoolName = (schoolId: Id, names: SchoolNames): string => names.get(schoolId)?.name ?? 'another school';

/** "for a school outside the trust: Stoke Hall" */
export function goneWords({ changeId }: SchoolChange, { gone }: PupilRow): string {
  if (gone === erased) return 'and where to is erased';
  const known = gone?.find((each) => each.changeId === changeId);
  if (!known) return leaverWords['not-known'];
  return known.toSchool === undefined ? leaverWords[known.whereTo] : `${leaverWords[known.whereTo]}: ${known.toSchool}`;
}

/** "moved from Hollin Bank to Millrace on 9 Nov 2026" */
export function changeWords(change: SchoolChange, pupil: PupilRow, names: SchoolNames): string {
  const on = `on ${shortDay(change.on)}`;
  const from = schoolName(change.schoolId, names);
  const to = schoolName(change.toSchoolId, names);
  switch (change.kind) {
    case 'moved':
      return `moved from ${from} to ${to} ${on}`;
    case 'left':
      return `left ${from} ${on}, ${goneWords(change, pupil)}`;
    case 'came-back':
      return `came back ${on}, to ${to}`;
  }
}

/** A placement that a school still has to see to: it runs, or was proposed and never began. */
export const isOpen = ({ endedOn }: PlacementRow, today: string): boolean => endedOn === undefined || endedOn >= today;
export const isRunning = (placement: PlacementRow, today: string): boolean =>
  placement.startedOn !== undefined && isOpen(placement, today);

/** What is left to do about a placement of a pupil who changes school, or has. */
export const openWords = (placement: PlacementRow, today: string): string =>
  isRunning(placement, today)
    ? 'Runs. It stays with the school that made it, which goes on asking after the pupil until it ends it. If the pupil is to go on there, the new school proposes a placement of its own.'
    : 'Was proposed, and can’t start any more. End it, so that nobody waits for it.';

/** What the page of a placement says of a pupil who is not at its school any more; null where they are. */
export function placementNote(
  { stage }: Pick<PlacementRow, 'stage'>,
  pupil: PupilRow | null,
  movedTo: Pick<SchoolRow, 'name'> | null,
): string | null {
  const last = pupil?.changes?.at(-1);
  if (!last) return null;
  const on = shortDay(last.on);
  const stays = stage === 'ended' ? '' : ' This placement stays with this school until you end it.';
  if (movedTo) return `The pupil’s record is that of ${movedTo.name}, by a change of school on ${on}.${stays}`;
  return last.kind === 'left' ? `The pupil left this school on ${on}.${stays}` : null;
}

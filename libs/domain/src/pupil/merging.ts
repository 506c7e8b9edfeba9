import { z } from 'zod';
import { day, erased, id, messages, personal, type Day, type Id, type MessageOf } from '#event-sourcing';
import type { KnownPlacement, Placement } from '../placement/placement.js';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { status, type Status } from './file.js';
import { leavingOf } from './moving.js';
import type { Pupil } from './pupil.js';

/**
 * Two records of one pupil become one: of the two, one is kept, and the other points to it from then on. Nothing is copied and
 * nothing is lost: the other keeps its history, its key and its placements, none of which runs by then. It takes nothing new.
 */
const sentence = z.string().trim().min(1).max(400);

const merging = z.object({
  subjectId: id,
  schoolId: id,
  /** The record that is kept. */
  intoId: id,
  mergedOn: day,
  personId: id,
  because: personal(sentence),
  /** The placements of the record that is given up: whoever looks at the record that is kept finds them there. */
  placementIds: z.array(id).max(200),
  /** The number of the record that is given up is free for the one that is kept. */
  numberGoesAlong: z.boolean(),
});
const unmerging = z.object({
  subjectId: id,
  schoolId: id,
  /** The record that it had been merged into. */
  intoId: id,
  unmergedOn: day,
  personId: id,
  because: personal(sentence),
});

export const merged = merging.describe(
  'This record and another one are of the same pupil. The other is kept; this one takes nothing new from now on.',
);
export const unmerged = unmerging.describe(
  'This record was merged in error: it is a pupil’s own again, and takes what is new.',
);

/** As all that is said of a pupil is. */
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;
export const mergingCommands = messages({ MergePupil: merging, UnmergePupil: unmerging }, sealed);
export type MergingCommand = MessageOf<typeof mergingCommands>;
export type Merged = z.output<typeof merging>;
export type Unmerged = z.output<typeof unmerging>;
export type MergingEvent =
  { readonly type: 'PupilMerged'; readonly data: Merged } | { readonly type: 'PupilUnmerged'; readonly data: Unmerged };

/** Where a pupil's record stands among those of the same pupil. */
export type Records = {
  /** The last time that it was merged into another, as long as that holds. */
  readonly merged: Merged | null;
  /** The last time that this was taken back. */
  readonly unmerged: Unmerged | null;
};

export const isMerging = (command: { readonly type: string }): command is MergingCommand =>
  command.type === 'MergePupil' || command.type === 'UnmergePupil';

export function decideMerging({ type, data }: MergingCommand, pupil: Pupil): MergingEvent[] {
  if (!pupil) return no('pupil-not-entered');
  if (data.schoolId !== pupil.identity.schoolId) return no('pupil-of-another-school');
  const { merged, unmerged } = pupil;
  switch (type) {
    case 'MergePupil':
      if (merged) return merged.intoId === data.intoId ? [] : no('pupil-merged');
      return data.intoId === data.subjectId ? no('merged-into-itself') : [{ type: 'PupilMerged', data }];
    case 'UnmergePupil':
      if (!merged) return unmerged && sameAsKnown(unmerged, data) ? [] : no('pupil-not-merged');
      return merged.intoId === data.intoId ? [{ type: 'PupilUnmerged', data }] : no('pupil-not-merged');
  }
}

/** What has to hold of the record that is kept, and of the placements of the other. @throws {Refusal} */
export function assertMayBeMerged(
  { schoolId, mergedOn }: Merged,
  { other, kept, placements }: { other: Pupil; kept: Pupil; placements: readonly Placement[] },
): void {
  if (!other || !kept) return no('pupil-not-entered');
  if (kept.identity.schoolId !== schoolId) no('merged-across-schools');
  if (kept.merged) no('kept-record-merged');
  // What is not known is asked about as if it applied; what nobody could look up any more must not get lost either.
  const lost = status.options.filter((each) => saysYes(other, each) && !saysAnything(kept, each));
  if (lost.length > 0) no('merged-status-lost', lost);
  const { subjectId } = other.identity;
  for (const placement of placements) {
    if (placement.stage === 'unproposed') return no('placement-not-proposed');
    if (placement.proposal.subjectId !== subjectId) no('placement-of-another-pupil');
    if (isRunningOn(placement, mergedOn)) no('merged-placement-runs');
  }
}

/** On its last day the pupil is still expected there. One that has not begun stays proposed, and can't start. */
const isRunningOn = ({ startedOn, ending }: KnownPlacement, on: Day): boolean =>
  startedOn !== null && (ending === null || ending.endedOn >= on);

const saysYes = (pupil: NonNullable<Pupil>, each: Status): boolean => pupil.statuses[each]?.value === 'yes';
const saysAnything = (pupil: NonNullable<Pupil>, each: Status): boolean => {
  const value = pupil.statuses[each]?.value;
  return value !== undefined && value !== 'unknown';
};

/** What is new about a pupil goes to the record that is kept, at the school that has them on its roll still. @throws {Refusal} */
export function assertTakesWhatIsNew(pupil: Pupil, schoolId: Id): void {
  if (!pupil) return;
  if (pupil.identity.schoolId !== schoolId) no('pupil-of-another-school');
  if (pupil.merged) no('pupil-merged');
  if (leavingOf(pupil.schools.changes)) no('pupil-left');
}

type Numbered = { readonly upn?: unknown; readonly upnUnknownBecause?: string | typeof erased | undefined };

/** The identity of a record whose number went to the one that is kept. */
export function withoutNumber<I extends Numbered>(identity: I): Omit<I, 'upn'> & Pick<Numbered, 'upnUnknownBecause'> {
  const { upn, ...known } = identity;
  return upn === undefined ? known : { ...known, upnUnknownBecause: numberWentAlong };
}

/** Why a record has no number any more, in the words of its page. */
export const numberWentAlong = 'It went to the record that is kept.';

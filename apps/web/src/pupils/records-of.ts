import { orElse } from '#event-sourcing';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { PupilFacts } from './gather.js';
import type { PupilReader } from './pupil.page.js';

/** What the page of a pupil says of other records of the same pupil: those that may be, and those that are. */
export function recordsOf(
  { pupil, alike, merged, people }: PupilFacts,
  { mayKeepRoll, past }: Pick<PupilReader, 'mayKeepRoll' | 'past'>,
) {
  const { schoolId, subjectId, mergedInto } = pupil;
  const mayMerge = mayKeepRoll && !past && mergedInto === undefined;
  return {
    kept:
      mergedInto === undefined
        ? null
        : {
            href: urlOf(paths.pupils.show, { schoolId, subjectId: mergedInto }),
            on: shortDay(pupil.mergedOn ?? ''),
            by: orElse(people.get(pupil.mergedById ?? '')?.name ?? '', ''),
            because: orElse(pupil.mergedBecause ?? '', 'The reason is erased'),
            part: mayKeepRoll && !past ? urlOf(paths.pupils.unmerge, pupil) : null,
          },
    alike: alike.map((each) => ({
      href: urlOf(paths.pupils.show, each),
      upn: each.upn ?? 'not known',
      merge: mayMerge ? urlOf(paths.pupils.mergeWith, { schoolId, subjectId, otherId: each.subjectId }) : null,
    })),
    merged: merged.map((each) => ({
      href: urlOf(paths.pupils.show, each),
      on: shortDay(each.mergedOn ?? ''),
      because: orElse(each.mergedBecause ?? '', 'The reason is erased'),
    })),
    merge: mayMerge ? urlOf(paths.pupils.merge, pupil) : null,
  };
}

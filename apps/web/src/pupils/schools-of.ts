import { leavingOf } from '#domain';
import { openPlacements } from '../moves/move.page.js';
import { changeWords, goneWords, isRunning, schoolName } from '../moves/school-words.js';
import { stageTag } from '../placements/stage.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, dayOf, shortDay, telHref } from '../shell/words.js';
import type { PupilFacts } from './gather.js';
import { placementDates } from './placement-line.js';
import type { PupilReader } from './pupil.page.js';

/** What the page of a pupil says of the schools at which they were and are, and of what other schools have of them. */
export function schoolsOf(facts: PupilFacts, { mayKeepRoll, past }: Pick<PupilReader, 'mayKeepRoll' | 'past'>) {
  const { pupil, schools, elsewhere, sites, now } = facts;
  const today = dayOf(now);
  const changes = pupil.changes ?? [];
  const last = changes.at(-1);
  const left = leavingOf(changes);
  const may = mayKeepRoll && !past && pupil.mergedInto === undefined;
  const here = schoolName(pupil.schoolId, schools);
  return {
    left: left && {
      text: `This pupil left ${here} on ${shortDay(left.on)}, ${goneWords(left, pupil)}.`,
      open: openPlacements({ ...facts, today }),
      back: may ? urlOf(paths.pupils.move, pupil) : null,
    },
    elsewhere: elsewhere.toReversed().map((placement) => {
      const school = schools.get(placement.schoolId);
      return {
        site: sites.get(placement.siteId)?.name ?? 'Unknown site',
        school: schoolName(placement.schoolId, schools),
        telephone: school?.telephone ?? '',
        href: telHref(school?.telephone ?? ''),
        stage: stageTag(placement, today),
        dates: placementDates(placement),
        runs: isRunning(placement, today),
      };
    }),
    identity: last && !left ? [{ key: 'School', value: `${here}, since ${shortDay(last.on)}` }] : [],
    history: changes.toReversed().map((each) => `${capital(changeWords(each, pupil, schools))}.`),
    move: may && !left ? urlOf(paths.pupils.move, pupil) : null,
    takeBack: may && last ? urlOf(paths.pupils.takeBackMove, pupil) : null,
  };
}

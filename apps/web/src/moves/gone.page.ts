import { orElse } from '#event-sourcing';
import { stageTag } from '../placements/stage.js';
import { placementDates } from '../pupils/placement-line.js';
import { fullName } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { telHref } from '../shell/words.js';
import type { GoneFacts } from './gather.js';
import { openPlacements } from './move.page.js';
import { changeWords, isOpen, schoolName } from './school-words.js';

/** A pupil whose record is another school's now: where to, and what of this school's is still to be seen to or read. */
export function gonePage(facts: GoneFacts, saved: Notice | null) {
  const { pupil, schoolId, went, schools, placements, sites, contacts, today } = facts;
  const school = schools.get(pupil.schoolId);
  return {
    title: fullName(pupil),
    caption: 'Pupil of another school now',
    saved,
    back: { href: urlOf(paths.pupils.find, { schoolId }), text: 'Find a pupil' },
    went: `This pupil ${changeWords(went, pupil, schools)}.`,
    school: schoolName(pupil.schoolId, schools),
    telephone: school?.telephone ?? '',
    href: telHref(school?.telephone ?? ''),
    open: openPlacements(facts),
    earlier: placements
      .filter((each) => !isOpen(each, today))
      .toReversed()
      .map((each) => ({
        href: urlOf(paths.placements.show, each),
        site: sites.get(each.siteId)?.name ?? 'Unknown site',
        stage: stageTag(each, today),
        dates: placementDates(each),
      })),
    contacts: contacts.map(({ name, relation, telephone, mayBeRung, mayBeTold, whereaboutsWithheld }) => ({
      name: orElse(name, 'Name erased'),
      relation: orElse(relation, ''),
      telephone: orElse(telephone, ''),
      href: orElse(mayBeRung, false) ? telHref(orElse(telephone, '')) : null,
      may: [
        orElse(mayBeRung, false) ? 'May be rung.' : 'Must not be rung.',
        orElse(mayBeTold, false) ? 'May be told.' : 'Must not be told.',
      ].join(' '),
      withheld: whereaboutsWithheld === true,
    })),
  };
}

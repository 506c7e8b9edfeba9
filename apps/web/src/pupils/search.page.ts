import type { Id } from '#event-sourcing';
import type { PlacementRow, PupilRow, SiteRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { paths, urlOf } from '../shell/paths.js';
import { count } from '../shell/words.js';
import { fullName, yearWords } from './pupil-words.js';

export type SearchFacts = {
  readonly schoolId: Id;
  readonly asked: string;
  readonly found: readonly PupilRow[];
  readonly placements: ReadonlyMap<Id, readonly PlacementRow[]>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  /** There are more than are shown. */
  readonly more: boolean;
};

/** Pupils by name or UPN. What is looked for is sent in the body, so that no name gets into an address or a log. */
export function searchPage({ schoolId, asked, found, placements, sites, more }: SearchFacts) {
  return {
    title: 'Find a pupil',
    action: urlOf(paths.pupils, { schoolId }),
    asked,
    summary:
      asked === ''
        ? ''
        : found.length === 0
          ? 'No pupil of this school was found.'
          : `${count(found.length, 'pupil')} found.`,
    more: more ? 'There are more. Add to the name to narrow it down.' : '',
    pupils: found.map((pupil) => ({
      name: fullName(pupil),
      year: yearWords(pupil),
      placements: (placements.get(pupil.subjectId) ?? []).map((placement) => ({
        href: urlOf(paths.placements.show, placement),
        text: sites.get(placement.siteId)?.name ?? 'Unknown site',
        stage: stageTag[placement.stage],
      })),
    })),
  };
}

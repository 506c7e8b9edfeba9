import type { Id } from '#event-sourcing';
import type { PlacementRow, ProviderRow, PupilRow, SiteRow } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, listInWords, shortDay } from '../shell/words.js';
import { stageTag } from './stage.js';

export type ListedPlacements = {
  readonly school: string;
  readonly placements: readonly PlacementRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly providers: ReadonlyMap<Id, ProviderRow>;
};

const stageOrder = { started: 0, agreed: 1, proposed: 2, ended: 3 } as const;

/** The placements of a school: those that run first, those that are over last. */
export function placementsPage({ school, placements, pupils, sites, providers }: ListedPlacements) {
  const rows = placements
    .map((placement) => ({
      order: stageOrder[placement.stage],
      name: fullName(pupils.get(placement.subjectId)),
      year: yearWords(pupils.get(placement.subjectId)),
      href: urlOf(paths.placements.show, placement),
      site: sites.get(placement.siteId)?.name ?? 'Unknown site',
      provider: providers.get(placement.providerId)?.name ?? '',
      stage: stageTag[placement.stage],
      from: shortDay(placement.startedOn ?? placement.startOn),
      until: placement.endedOn ?? placement.plannedEndOn,
    }))
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name))
    .map(({ until, ...row }) => ({ ...row, until: until ? shortDay(until) : '' }));
  const inStage = (stages: readonly number[]) => rows.filter(({ order }) => stages.includes(order)).length;
  const parts = [
    [inStage([0]), 'running'],
    [inStage([1, 2]), 'not started yet'],
    [inStage([3]), 'ended'],
  ] as const;
  return {
    title: 'Placements',
    school,
    summary: `${capital(listInWords(parts.filter(([n]) => n > 0).map(([n, words]) => `${n} ${words}`)))}.`,
    rows,
  };
}

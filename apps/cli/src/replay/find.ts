import type { QueryBus } from '@nestjs/cqrs';
import { orElse, type Id } from '#event-sourcing';
import {
  AdultsById,
  AllSchools,
  AllSites,
  PeopleById,
  PlacementsOf,
  PupilsById,
  type PlacementRow,
  type TimelineRow,
} from '#read-models';
import type { NamesOf } from '../../../web/src/placements/timeline-words.js';
import { fullName } from '../../../web/src/pupils/pupil-words.js';
import { byKey } from '../../../web/src/shell/lists.js';
import { Misused, Refused } from '../tell.js';

/** A placement as it is listed: who is meant can be told by whoever may open its page. */
export type Listed = {
  readonly placementId: Id;
  readonly school: string;
  readonly site: string;
  readonly stage: PlacementRow['stage'];
  readonly from: string;
  readonly until: string | null;
  readonly pupil?: string;
};

/** Every placement of every school, those that begin first before the others. */
export async function listPlacements(queries: QueryBus, names: boolean): Promise<Listed[]> {
  const [schools, sites] = await Promise.all([queries.execute(new AllSchools({})), queries.execute(new AllSites({}))]);
  const siteNames = byKey(sites, ({ siteId }) => siteId);
  const ofSchools = await Promise.all(
    schools.map(async ({ schoolId, name }) => {
      const placements = await queries.execute(new PlacementsOf({ schoolId }));
      const subjectIds = names ? [...new Set(placements.map(({ subjectId }) => subjectId))] : [];
      const pupils = byKey(await queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
      return placements.map(({ placementId, siteId, subjectId, stage, startOn, startedOn, endedOn, plannedEndOn }) => ({
        placementId,
        school: name,
        site: siteNames.get(siteId)?.name ?? 'a site not known any more',
        stage,
        from: startedOn ?? startOn,
        until: endedOn ?? plannedEndOn ?? null,
        ...(names ? { pupil: fullName(pupils.get(subjectId)) } : {}),
      }));
    }),
  );
  return ofSchools.flat();
}

/**
 * The one placement whose id begins so.
 *
 * @throws {Refused} when there is none. @throws {Misused} when there are several.
 */
export function onlyOne(listed: readonly Listed[], beginning: string): Listed {
  const wanted = beginning.toLowerCase();
  const found = listed.filter(({ placementId }) => placementId.startsWith(wanted));
  const [only, ...others] = found;
  if (!only) throw new Refused(`No placement has an id that begins with ${beginning}. waymark replay lists them all.`);
  if (others.length === 0) return only;
  const some = found.slice(0, 5).map(({ placementId }) => placementId);
  throw new Misused(`The ids of ${found.length} placements begin with ${beginning}, such as ${some.join(', ')}.`);
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What people in a history are called: by their names if those were asked for, else by the beginning of their ids. */
export async function namesIn(queries: QueryBus, history: readonly TimelineRow[], names: boolean): Promise<NamesOf> {
  if (!names) return (id) => `person ${id.slice(0, 8)}`;
  const ids = new Set(
    history.flatMap(({ actor, details }) => [
      ...(actor.kind === 'staff' || actor.kind === 'provider' ? [actor.id] : []),
      ...(typeof details === 'string' ? (details.match(uuids) ?? []) : []),
    ]),
  );
  const [people, adults] = await Promise.all([
    queries.execute(new PeopleById({ personIds: [...ids] })),
    queries.execute(new AdultsById({ adultIds: [...ids] })),
  ]);
  const found = new Map<Id, string>();
  for (const { personId, name } of people) found.set(personId, orElse(name, 'Name erased'));
  for (const { adultId, name } of adults) found.set(adultId, orElse(name, 'Name erased'));
  return (id) => found.get(id) ?? `person ${id.slice(0, 8)}`;
}

import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { orElse, type Id, type Position } from '#event-sourcing';
import { Editions, type Edition } from '#procedure';
import {
  AdultsById,
  ChecksOfSite,
  DirectionReviewsOf,
  IncidentsOf,
  OversightOf,
  PeopleById,
  PlacementById,
  ProviderById,
  PupilById,
  SchoolById,
  SiteById,
  TimelineOf,
  MattersOfPlacement,
  type CheckRow,
  type PlacementRow,
  type SchoolRow,
  type TimelineRow,
} from '#read-models';
import { GatherBriefing } from '../briefings/gather.js';
import { keyAdultName } from '../pupils/key-adults.page.js';
import { Times } from '../shell/as-at.js';
import { byKey } from '../shell/lists.js';
import { dayOf } from '../shell/words.js';
import { GatherSigning, type SigningFacts } from '../signing/gather.js';
import { GatherWeek } from '../weeks/gather.js';
import { GatherPlace } from './place.js';
import type { PlacementFacts } from './placement.page.js';
import type { NamesOf } from './timeline-words.js';

/** Asks the read models for everything that the pages of a placement show, all as at the same position. */
@Injectable()
export class GatherPlacement {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
    private readonly weeks: GatherWeek,
    private readonly briefings: GatherBriefing,
    private readonly signings: GatherSigning,
    private readonly places: GatherPlace,
    private readonly times: Times,
  ) {}

  /** @throws {NotFoundException} when the school has no such placement, or had none at the position. */
  async gather(schoolId: Id, placementId: Id, asAt?: Position): Promise<PlacementFacts> {
    const placement = await this.queries.execute(new PlacementById({ placementId }, asAt));
    if (!placement || placement.schoolId !== schoolId) throw new NotFoundException();
    const { subjectId, siteId, providerId } = placement;
    const today = dayOf(this.times.now());
    const [
      pupil,
      school,
      site,
      provider,
      checks,
      owed,
      timeline,
      week,
      briefing,
      signing,
      reviews,
      oversight,
      incidents,
      place,
    ] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId }, asAt)),
      this.queries.execute(new SchoolById({ schoolId }, asAt)),
      this.queries.execute(new SiteById({ siteId }, asAt)),
      this.queries.execute(new ProviderById({ providerId }, asAt)),
      this.queries.execute(new ChecksOfSite({ siteId }, asAt)),
      this.queries.execute(new MattersOfPlacement({ placementId }, asAt)),
      this.queries.execute(new TimelineOf({ placementId }, asAt)),
      this.weeks.of(subjectId, asAt),
      this.briefings.gather(placement, today, asAt),
      this.signings.gather(placement, asAt),
      this.queries.execute(new DirectionReviewsOf({ placementId }, asAt)),
      this.queries.execute(new OversightOf({ placementId }, asAt)),
      this.queries.execute(new IncidentsOf({ placementId }, asAt)),
      this.places.at(placement, today, asAt),
    ]);
    if (!school) throw new NotFoundException();
    const at = pupil && pupil.schoolId !== schoolId ? pupil.schoolId : null;
    return {
      placement,
      pupil,
      movedTo: at === null ? null : await this.queries.execute(new SchoolById({ schoolId: at }, asAt)),
      school,
      site,
      provider,
      edition: this.editions.editionFor(placement.procedure.id, placement.procedure.edition),
      newer: newerThan(placement.procedure, this.editions.inForceOn(today, placement.procedure.id)),
      // Of several rounds the last one stands, and they come in order.
      checks: byKey(checks, ({ row }) => row),
      owed,
      briefing,
      signing,
      reviews,
      oversight,
      incidents,
      place,
      timeline,
      week: { school, ...week },
      nameOf: await this.names(timeline, checks, school, signing),
    };
  }

  /** Names are looked up now, also for a page of the past: nobody's old name is brought back. */
  private async names(
    timeline: readonly TimelineRow[],
    checks: readonly CheckRow[],
    { roles }: SchoolRow,
    { contacts, keyAdults }: SigningFacts,
  ): Promise<NamesOf> {
    const named = [...checks, ...roles].map(({ personId }) => personId);
    const ids = new Set([...timeline.flatMap(idsIn), ...named]);
    const [people, adults] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds: [...ids] })),
      this.queries.execute(new AdultsById({ adultIds: [...ids] })),
    ]);
    const names = new Map<Id, string>();
    for (const { personId, name } of people) names.set(personId, orElse(name, 'Name erased'));
    for (const { adultId, name } of adults) names.set(adultId, orElse(name, 'Name erased'));
    for (const { contactId, name } of contacts.values()) names.set(contactId, orElse(name, 'Name erased'));
    for (const each of keyAdults.values()) names.set(each.keyAdultId, keyAdultName(each));
    return (id) => names.get(id) ?? 'somebody not known any more';
  }
}

const newerThan = ({ edition }: PlacementRow['procedure'], inForce: Edition | null): Edition | null =>
  inForce !== null && inForce.edition > edition ? inForce : null;

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that a row of the timeline might have to name; those that are nobody's are simply not found. */
function idsIn({ actor, details }: TimelineRow): Id[] {
  const acting = actor.kind === 'staff' || actor.kind === 'provider' ? [actor.id] : [];
  return typeof details === 'string' ? [...acting, ...(details.match(uuids) ?? [])] : acting;
}

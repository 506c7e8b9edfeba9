import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id } from '#event-sourcing';
import { Editions } from '#procedure';
import { ListPlacements, PlacementsById, PupilsById } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { fullName } from '../pupils/pupil-words.js';
import { byKey } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import { needsAgreement } from './withdrawal.page.js';

/** A board names no more than these; where there are more, those that began first come first. */
const namedMax = 50;

/** Finds the placements whose agreement was taken back, about which a school has to decide. */
@Injectable()
export class GatherWithdrawn {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
  ) {}

  // Procedure: S16.5
  async toDecide(schoolId: Id, today: Day) {
    const asked = { schoolId, withdrawnUntil: today, stages: ['proposed', 'started'] } as const;
    const list = new ListPlacements({ ...asked, by: 'firstOn', skip: 0, max: namedMax });
    const placementIds = (await this.queries.execute(list)).rows.map(({ placementId }) => placementId);
    const placements = await this.queries.execute(new PlacementsById({ placementIds }));
    const open = placements.filter((each) =>
      needsAgreement(each, this.editions.editionFor(each.procedure.id, each.procedure.edition)),
    );
    const subjectIds = [...new Set(open.map(({ subjectId }) => subjectId))];
    const pupils = byKey(await this.queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
    return open.map((placement) => ({
      name: fullName(pupils.get(placement.subjectId)),
      href: urlOf(paths.placements.show, placement),
      tag: stageTag(placement, today),
      since: shortDay(placement.withdrawnOn ?? today),
    }));
  }
}

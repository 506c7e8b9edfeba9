import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { SchoolChange } from '#domain';
import type { Day, Id } from '#event-sourcing';
import {
  AllSchools,
  ContactsOf,
  PlacementsOfPupil,
  PupilById,
  SitesById,
  type ContactRow,
  type PlacementRow,
  type PupilRow,
  type SchoolRow,
  type SiteRow,
} from '#read-models';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { byKey } from '../shell/lists.js';
import { dayOf } from '../shell/words.js';
import { isRunning } from './school-words.js';

/** A pupil who changes school, as the school sees them that has the record. */
export type MoveFacts = {
  readonly pupil: PupilRow;
  readonly schools: ReadonlyMap<Id, SchoolRow>;
  /** The placements of this school. */
  readonly placements: readonly PlacementRow[];
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly today: Day;
};

/** A pupil whose record is another school's now, as a school sees them that had it. */
export type GoneFacts = MoveFacts & {
  readonly schoolId: Id;
  /** How the record went from here. */
  readonly went: SchoolChange;
  /** Whom to ring, as long as this school has to look for the pupil: a placement of its own runs. */
  readonly contacts: readonly ContactRow[];
};

/** Asks what is known of a pupil who changes school. */
@Injectable()
export class GatherMove {
  constructor(
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  /** @throws {NotFoundException} when the school has no such pupil. */
  async gather({ school }: OfSchool, subjectId: Id): Promise<MoveFacts> {
    const pupil = ofSchoolOrNotFound(await this.queries.execute(new PupilById({ subjectId })), school);
    return this.about(pupil, school.schoolId);
  }

  /** What a school still sees of a pupil who was its own and is another’s; null where they are its own, or never were. */
  async gone({ schoolId }: { readonly schoolId: Id }, subjectId: Id): Promise<GoneFacts | null> {
    const pupil = await this.queries.execute(new PupilById({ subjectId }));
    if (!pupil || pupil.schoolId === schoolId) return null;
    const went = pupil.changes?.findLast((each) => each.schoolId === schoolId && each.toSchoolId !== schoolId);
    if (!went) return null;
    const facts = await this.about(pupil, schoolId);
    const looksForThem = facts.placements.some((each) => isRunning(each, facts.today));
    const contacts = looksForThem ? await this.queries.execute(new ContactsOf({ subjectId })) : [];
    return { ...facts, schoolId, went, contacts };
  }

  private async about(pupil: PupilRow, schoolId: Id): Promise<MoveFacts> {
    const { subjectId } = pupil;
    const [all, schools] = await Promise.all([
      this.queries.execute(new PlacementsOfPupil({ subjectId })),
      this.queries.execute(new AllSchools({})),
    ]);
    const placements = all.filter((each) => each.schoolId === schoolId);
    const siteIds = [...new Set(placements.map(({ siteId }) => siteId))];
    return {
      pupil,
      placements,
      schools: byKey(schools, (each) => each.schoolId),
      sites: byKey(await this.queries.execute(new SitesById({ siteIds })), ({ siteId }) => siteId),
      today: dayOf(this.times.now()),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Day, Id, Instant, Position } from '#event-sourcing';
import {
  AdultsById,
  AllProviders,
  ContactsOf,
  NotAccountedFor,
  PeopleById,
  PlacementsOf,
  PupilsById,
  SitesById,
  nobody,
  WhereIsEveryPupil,
  type SchoolRow,
  type SessionRow,
} from '#read-models';
import { calendarOf, plannedSessions } from '../attendance/planned.js';
import { byKey } from '../shell/lists.js';
import { dayOf } from '../shell/words.js';
import type { BoardFacts } from './board.js';
import { Watch } from './watch.js';

/** Asks the read models for everything that a school's board shows, all as at the same position. */
@Injectable()
export class GatherBoard {
  constructor(
    private readonly queries: QueryBus,
    private readonly watch: Watch,
  ) {}

  async gather(school: SchoolRow, now: Instant, asAt?: Position): Promise<BoardFacts> {
    const { schoolId } = school;
    const on: Day = dayOf(now);
    const [today, open, placements, providers] = await Promise.all([
      this.queries.execute(new WhereIsEveryPupil({ schoolId, on }, asAt)),
      this.queries.execute(new NotAccountedFor({ schoolId }, asAt)),
      this.queries.execute(new PlacementsOf({ schoolId }, asAt)),
      this.queries.execute(new AllProviders({}, asAt)),
    ]);
    const rows = [...byKey([...open, ...today], ({ rowId }) => rowId).values()];
    const siteIds = [...new Set([...placements, ...rows].map(({ siteId }) => siteId))];
    const subjectIds = [...new Set([...placements, ...rows].map(({ subjectId }) => subjectId))];
    const searched = [...new Set(rows.filter((row) => row.notAccountedFor).map(({ subjectId }) => subjectId))];

    const [sites, pupils, people, contacts, unwatched] = await Promise.all([
      this.queries.execute(new SitesById({ siteIds }, asAt)),
      this.queries.execute(new PupilsById({ subjectIds }, asAt)),
      this.queries.execute(new PeopleById({ personIds: [...peopleIn(rows)] }, asAt)),
      Promise.all(
        searched.map(async (subjectId) => {
          const found = await this.queries.execute(new ContactsOf({ subjectId }, asAt));
          return [subjectId, found] as const;
        }),
      ),
      // What is not being watched is so now; a past board shows what was known then.
      asAt === undefined ? this.watch.unwatched() : nobody,
    ]);
    const siteOf = byKey(sites, ({ siteId }) => siteId);
    const leadIds = sites.flatMap(({ leadId }) => leadId ?? []);
    const leads = byKey(
      await this.queries.execute(new AdultsById({ adultIds: leadIds }, asAt)),
      (each) => each.adultId,
    );
    const calendar = calendarOf(school);
    return {
      school,
      on,
      now,
      rows,
      planned: placements.flatMap((each) => plannedSessions(each, on, calendar, siteOf.get(each.siteId))),
      pupils: byKey(pupils, ({ subjectId }) => subjectId),
      sites: siteOf,
      leads,
      providers: byKey(providers, ({ providerId }) => providerId),
      people: byKey(people, ({ personId }) => personId),
      contacts: new Map(contacts),
      unwatched,
    };
  }
}

/** Everybody who is named by the rows: who was told, who took a duty, who answered for a pupil. */
export function peopleIn(rows: readonly SessionRow[]): Set<Id> {
  const ids = rows.flatMap(({ duties, accountedBy, byId, channel }) => [
    ...duties.flatMap(({ steps, takenBy }) => [...steps.flatMap(({ told }) => told), takenBy]),
    accountedBy,
    channel === 'telephone' ? byId : undefined,
  ]);
  return new Set(ids.filter((each): each is Id => each !== undefined));
}

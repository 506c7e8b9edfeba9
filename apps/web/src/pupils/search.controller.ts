import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { Day, Id } from '#event-sourcing';
import { AllSchools, PlacementsOfPupil, PupilsById, SitesById, type PupilRow } from '#read-models';
import { Directory } from '#sealing';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { isWanted, isNarrowed, searchForm, searchPage, searchSent, type Search } from './search.page.js';

const pageOf = 50;
/** More pupils than any school has; beyond, whoever looks is asked to narrow it down. */
const lookedAtMax = 5_000;

/** Finds a school's own pupils, through the directory, which is the one place where names are searched. */
@Controller(paths.pupils.find)
export class PupilSearchController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  @Get()
  @Allowed('find-pupils')
  async ask(@Here() { school, roles }: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    const mayEnter = mayDo(roles, 'enter-pupils');
    res.render('pupils/search', {
      page: searchPage(
        { schoolId: school.schoolId, mayEnter, today: this.today() },
        searchForm.parse({}),
        null,
        notice,
      ),
    });
  }

  @Post()
  @Allowed('find-pupils')
  async find(@Here() { school, roles }: OfSchool, @Body() body: unknown, @Res() res: Response) {
    const { schoolId } = school;
    const search = searchForm.parse(searchSent(body));
    const { pupils, total, isCut } = await this.pupils(schoolId, search);
    const placements = await Promise.all(
      pupils.map(({ subjectId }) => this.queries.execute(new PlacementsOfPupil({ subjectId }))),
    );
    // What another school made is that school's to show.
    const own = placements.map((each) => each.filter((placement) => placement.schoolId === schoolId));
    const siteIds = [...new Set(own.flat().map(({ siteId }) => siteId))];
    const found = {
      pupils: pupils.map((pupil, index) => ({ pupil, placements: own[index] ?? [] })),
      schools: byKey(await this.queries.execute(new AllSchools({})), (each) => each.schoolId),
      sites: byKey(await this.queries.execute(new SitesById({ siteIds })), ({ siteId }) => siteId),
      total,
      isCut,
      pageOf,
    };
    const mayEnter = mayDo(roles, 'enter-pupils');
    res.render('pupils/search', { page: searchPage({ schoolId, mayEnter, today: this.today() }, search, found) });
  }

  private today(): Day {
    return dayOf(this.times.now());
  }

  /** The pupils of the page that was asked for, by family name, and how many there are in all. */
  private async pupils(schoolId: Id, search: Search) {
    const entries = await this.directory.search({
      text: search.asked,
      schoolIds: [schoolId],
      limit: lookedAtMax + 1,
      records: search.who === 'gone' ? 'gone' : 'kept',
    });
    const isCut = entries.length > lookedAtMax;
    const ids = entries.slice(0, lookedAtMax).map(({ subjectId }) => subjectId);
    // Years and statuses are sealed: whom they apply to is only known from the rows.
    const wanted = isNarrowed(search)
      ? (await this.rows(ids)).filter((pupil) => isWanted(search, pupil, schoolId))
      : null;
    const all = wanted?.map(({ subjectId }) => subjectId) ?? ids;
    const shown = all.slice((search.page - 1) * pageOf, search.page * pageOf);
    const pupils = wanted?.filter(({ subjectId }) => shown.includes(subjectId)) ?? (await this.rows(shown));
    return { pupils, total: all.length, isCut };
  }

  /** Pupils in the order of their ids; one whose row is not there yet is left out. */
  private async rows(subjectIds: readonly Id[]): Promise<PupilRow[]> {
    const rows = byKey(await this.queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
    return subjectIds.flatMap((id) => rows.get(id) ?? []);
  }
}

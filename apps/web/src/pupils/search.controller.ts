import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { PlacementsOf, PupilsById, SitesById, type SchoolRow } from '#read-models';
import { Directory } from '#sealing';
import { Allowed, Here } from '../shell/asker.js';
import type { SignedIn } from '../shell/context.js';
import { field } from '../shell/forms.js';
import { byKey, grouped } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { searchPage } from './search.page.js';

type OfSchool = NonNullable<SignedIn['here']>;
const shownMax = 50;

/** Finds a school's own pupils, through the directory, which is the one place where names are searched. */
@Controller(paths.pupils)
export class PupilSearchController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Get()
  @Allowed('find-pupils')
  async ask(@Here() { school }: OfSchool, @Res() res: Response) {
    res.render('pupils/search', { page: await this.page(school, '') });
  }

  @Post()
  @Allowed('find-pupils')
  async find(@Here() { school }: OfSchool, @Body() body: unknown, @Res() res: Response) {
    res.render('pupils/search', { page: await this.page(school, field(body, 'asked').slice(0, 120)) });
  }

  private async page({ schoolId }: SchoolRow, asked: string) {
    const entries =
      asked === '' ? [] : await this.directory.search({ text: asked, schoolIds: [schoolId], limit: shownMax + 1 });
    const subjectIds = entries.slice(0, shownMax).map(({ subjectId }) => subjectId);
    const [pupils, placements] = await Promise.all([
      this.queries.execute(new PupilsById({ subjectIds })),
      subjectIds.length === 0 ? [] : this.queries.execute(new PlacementsOf({ schoolId })),
    ]);
    const siteIds = [...new Set(placements.map(({ siteId }) => siteId))];
    const sites = await this.queries.execute(new SitesById({ siteIds }));
    return searchPage({
      schoolId,
      asked,
      found: pupils,
      placements: grouped(placements, ({ subjectId }) => subjectId),
      sites: byKey(sites, ({ siteId }) => siteId),
      more: entries.length > shownMax,
    });
  }
}

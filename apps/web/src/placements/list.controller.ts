import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { Id } from '#event-sourcing';
import { AllProviders, AllSites, ListPlacements, PupilsById, type PlacementsAsked } from '#read-models';
import { Directory } from '#sealing';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { field } from '../shell/forms.js';
import { byKey } from '../shell/lists.js';
import { partMax } from '../shell/parts.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { dayOf } from '../shell/words.js';
import { conditionsOf, listAsked, listHref, type ListAsked } from './list-asked.js';
import { placementsPage } from './list.page.js';
import { GatherReturns } from './returns.js';

const template = 'placements/list';
const foundMax = 2_000;

/** The placements of a school, a part at a time; names are looked for in the directory, and asked for in the body. */
@Controller(paths.placements.list)
export class PlacementListController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly times: Times,
    private readonly returns: GatherReturns,
  ) {}

  @Get()
  @Allowed('see-placements')
  async list(@Here() here: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    res.render(template, { page: await this.page(here, listAsked(query), '') });
  }

  /** Without a name it is a matter of filters, which have an address. */
  @Post()
  @Allowed('see-placements')
  async find(@Here() here: OfSchool, @Body() body: unknown, @Res() res: Response) {
    const asked = { ...listAsked(body), part: 1 };
    const text = field(body, 'asked').slice(0, 120);
    if (text === '') return res.redirect(303, listHref(here.school.schoolId, asked));
    return res.status(200).render(template, { page: await this.page(here, asked, text) });
  }

  private async page({ school, roles }: OfSchool, asked: ListAsked, text: string) {
    const { schoolId } = school;
    const today = dayOf(this.times.now());
    const [sites, providers, named] = await Promise.all([
      this.queries.execute(new AllSites({})),
      this.queries.execute(new AllProviders({})),
      this.named(schoolId, asked, text),
    ]);
    const where: Omit<PlacementsAsked, 'skip' | 'max'> = {
      schoolId,
      ...conditionsOf(asked, new Set(sites.map(({ siteId }) => siteId)), today),
      subjectIds: text === '' ? undefined : named,
      by: asked.sort === 'first' ? 'firstOn' : asked.sort === 'last' ? 'lastOn' : { subjectIds: named },
    };
    const [found, { total: gaps }] = await Promise.all([
      this.part(where, asked),
      this.queries.execute(new ListPlacements({ schoolId, hasGaps: true, by: 'firstOn', skip: 0, max: 0 })),
    ]);
    const subjectIds = [...new Set(found.rows.map(({ subjectId }) => subjectId))];
    const pupils = byKey(await this.queries.execute(new PupilsById({ subjectIds })), ({ subjectId }) => subjectId);
    const returns = new Map(
      (await this.returns.needed(school, today)).map(({ placement, needs }) => [
        placement.placementId,
        needs ?? 'owed',
      ]),
    );
    const mayPropose = mayDo(roles, 'propose-placements');
    return placementsPage({
      schoolId,
      school: school.name,
      text,
      gaps,
      returns,
      pupils,
      sites,
      providers,
      today,
      mayPropose,
      ...found,
    });
  }

  /** The pupils in the order of their names: those who were searched for, or all where they are the order of the list. */
  private async named(schoolId: Id, { sort }: ListAsked, text: string): Promise<Id[]> {
    if (text === '' && sort !== '') return [];
    // A placement stays in the list also where another record of the pupil is kept now.
    const records = 'all';
    const entries =
      text === ''
        ? await this.directory.ofSchool(schoolId, records)
        : await this.directory.search({ text, schoolIds: [schoolId], limit: foundMax, records });
    return entries.map(({ subjectId }) => subjectId);
  }

  /** The part that was asked for; past the end of the list, its last one. */
  private async part(where: Omit<PlacementsAsked, 'skip' | 'max'>, asked: ListAsked) {
    const from = (part: number) =>
      this.queries.execute(new ListPlacements({ ...where, skip: (part - 1) * partMax, max: partMax }));
    const found = await from(asked.part);
    if (found.rows.length > 0 || found.total === 0) return { asked, ...found };
    const part = Math.ceil(found.total / partMax);
    return { asked: { ...asked, part }, ...(await from(part)) };
  }
}

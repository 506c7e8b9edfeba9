import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { Editions } from '#procedure';
import {
  AdultsById,
  FindingsOfProviders,
  ListProviders,
  OpenActionsOf,
  PlacementsOf,
  SitesById,
  type PlacementRow,
} from '#read-models';
import { wordsOf } from '#sealing';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { partMax } from '../shell/parts.js';
import { paths } from '../shell/paths.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { GatherSignals } from './signals.js';
import { listAsked, providersPage, type ListAsked } from './list.page.js';

/** The providers that the trust knows, a part at a time, narrowed down to those that are looked for. */
@Controller()
export class ProvidersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
    private readonly times: Times,
    private readonly saved: Saved,
    private readonly signals: GatherSignals,
  ) {}

  @Get(paths.providers.list)
  @Allowed('see-placements')
  async list(@Here() { school, roles }: OfSchool, @Query() query: Record<string, unknown>, @Res() res: Response) {
    const saved = await this.saved.notice(query);
    const { schoolId, name } = school;
    const placements = await this.queries.execute(new PlacementsOf({ schoolId }));
    const today = dayOf(this.times.now());
    const { asked, rows, total } = await this.part(listAsked(query), placements, today);
    const siteIds = rows.flatMap(({ sites }) => sites.map(({ siteId }) => siteId));
    const sites = await this.queries.execute(new SitesById({ siteIds }));
    const adultIds = sites.flatMap(({ contactId }) => contactId ?? []);
    const contacts = await this.queries.execute(new AdultsById({ adultIds }));
    const providerIds = rows.map(({ providerId }) => providerId);
    const findings = await this.queries.execute(new FindingsOfProviders({ providerIds }));
    const signals = await this.signals.at(siteIds, today);
    const open = await this.queries.execute(new OpenActionsOf({ schoolId }));
    const edition = this.editions.inForceOn(today) ?? null;
    const found = { open, signals, asked, today, edition, total, providers: rows, sites, contacts, findings };
    const facts = { schoolId, school: name, placements, ...found };
    res.render('providers/list', { page: providersPage(facts, mayDo(roles, 'enter-providers'), saved) });
  }

  /** The part that was asked for; past the end of the list, its last one. */
  private async part(asked: ListAsked, placements: readonly PlacementRow[], today: string) {
    const { q, filters, registered, page } = asked;
    const placedAt = placements.filter(({ stage }) => stage === 'started').map(({ providerId }) => providerId);
    const edition = this.editions.inForceOn(today);
    const where = {
      words: wordsOf(q),
      among: filters.has('placed') ? [...new Set(placedAt)] : undefined,
      closedFrom: filters.has('closing') ? today : undefined,
      lacks: filters.has('checks') && edition ? { checks: edition.checks, on: today } : undefined,
      isAsked: filters.has('unasked') ? false : undefined,
      isRegistered: registered === '' ? undefined : registered === 'yes',
      max: partMax,
    };
    const found = await this.queries.execute(new ListProviders({ ...where, skip: (page - 1) * partMax }));
    if (found.rows.length > 0 || found.total === 0) return { asked, ...found };
    const last = Math.ceil(found.total / partMax);
    const part = await this.queries.execute(new ListProviders({ ...where, skip: (last - 1) * partMax }));
    return { asked: { ...asked, page: last }, ...part };
  }
}

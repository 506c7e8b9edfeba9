import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ToProvider } from '#commands';
import type { ProviderCommand } from '#domain';
import type { Day, Found, Id, Meta } from '#event-sourcing';
import {
  AdultById,
  AdultsOfSite,
  ProviderById,
  SiteById,
  type AdultRow,
  type ProviderRow,
  type SiteRow,
} from '#read-models';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import type { Taken } from '../shell/form-answers.js';
import { orNotFound } from '../shell/found.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { isThere } from './provider-words.js';

/** A provider on a page of a school: it is everybody's, and the page knows whose pages it is among. */
export type ProviderHere = { readonly schoolId: Id; readonly provider: ProviderRow };
export type SiteHere = ProviderHere & { readonly site: SiteRow };
export type AdultHere = SiteHere & {
  readonly adult: Found<AdultRow>;
  /** The others who work at the site now. */
  readonly others: readonly AdultRow[];
};

/** What the forms about a provider have in common: they find what an address names, and send what was decided to it. */
@Injectable()
export class ProviderDesk {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  today(): Day {
    return dayOf(this.times.now());
  }

  /** @throws {NotFoundException} when there is no such provider. */
  async provider({ school: { schoolId } }: OfSchool, providerId: Id): Promise<ProviderHere> {
    return { schoolId, provider: orNotFound(await this.queries.execute(new ProviderById({ providerId }))) };
  }

  /** @throws {NotFoundException} when the provider has no such site. */
  async site(here: OfSchool, providerId: Id, siteId: Id): Promise<SiteHere> {
    const of = await this.provider(here, providerId);
    const site = await this.queries.execute(new SiteById({ siteId }));
    return { ...of, site: orNotFound(site?.providerId === providerId ? site : null) };
  }

  /** @throws {NotFoundException} when nobody of this id works at the provider now. */
  async adult(here: OfSchool, providerId: Id, adultId: Id): Promise<AdultHere> {
    const found = await this.queries.execute(new AdultById({ adultId }));
    const adult = orNotFound(found?.providerId === providerId && isThere(found) ? found : null);
    const of = await this.site(here, providerId, adult.siteId);
    const all = await this.queries.execute(new AdultsOfSite({ siteId: adult.siteId }));
    return { ...of, adult, others: all.filter((each) => isThere(each) && each.adultId !== adultId) };
  }

  /** Sends commands to the provider, all of them or none, and leads to its page. What was known before is not recorded. */
  async give(
    { schoolId, provider: { providerId } }: { schoolId: Id; provider: Pick<ProviderRow, 'providerId'> },
    [command, ...more]: readonly ProviderCommand[],
    meta: Meta,
    done: Done,
  ): Promise<Taken> {
    const to = urlOf(paths.providers.show, { schoolId, providerId });
    if (!command) return { to, done: 'unchanged', position: null };
    const { position, events } = await this.commands.execute(new ToProvider(providerId, command, meta, more));
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }
}

import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ToLetter } from '#commands';
import { letterIdOf } from '#domain';
import type { Meta } from '#event-sourcing';
import type { ProviderLink } from '#letters';
import { LetterById, SessionsOfSite } from '#read-models';
import { Times } from '../shell/as-at.js';
import { dayOf } from '../shell/words.js';

/** So many fresh links go to one adult in a day, and not two within a few minutes. */
const aDayMax = 3;
const apartMs = 5 * 60_000;

/** Sends a fresh link, for today, to the adult for whom an old one was made: to the registered address and no other. */
@Injectable()
export class FreshLinks {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  /** Composes the letter, unless one is on its way already; which of the two is told to nobody. */
  async send({ siteId, recipientId }: ProviderLink, meta: Meta): Promise<void> {
    const now = this.times.now();
    const on = dayOf(now);
    const occasion = `fresh-link-${siteId}-${on}`;
    for (let copy = 1; copy <= aDayMax; copy += 1) {
      const letterId = letterIdOf(recipientId, occasion, copy);
      const known = await this.queries.execute(new LetterById({ letterId }));
      if (known && Date.parse(now) - Date.parse(known.composedAt) < apartMs) return;
      if (known) continue;
      const rows = await this.queries.execute(new SessionsOfSite({ siteId, on }));
      const duties = rows.flatMap(({ duties, placementId, subjectId, schoolId }) =>
        duties
          .filter(({ kind }) => kind === 'attendance-check')
          .map(({ dutyId }) => ({ dutyId, placementId, subjectId, schoolId })),
      );
      const about = { letterId, kind: 'fresh-link', recipientId, recipientKind: 'adult' } as const;
      const data = { ...about, occasion, siteId, on, duties, composedAt: now };
      await this.commands.execute(new ToLetter(letterId, { type: 'ComposeLetter', data }, meta));
      return;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ToLetter } from '#commands';
import { letterIdOf } from '#domain';
import type { Id, Meta, Position } from '#event-sourcing';
import { LetterById } from '#read-models';
import { Times } from '../shell/as-at.js';
import { dayOf } from '../shell/words.js';

/** So many links go to one person in a day, and not two within a minute. */
const aDayMax = 10;
const apartMs = 60_000;

/** Writes sign-in links to people, at the address that is registered and no other. */
@Injectable()
export class SignInLetters {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  /** Composes the letter, unless one was composed a moment ago or there were too many: then null. */
  async send(personId: Id, step: 'invitation' | 'asked-for', meta: Meta): Promise<Position | null> {
    const now = this.times.now();
    const on = dayOf(now);
    const occasion = `sign-in-link-${step}-${on}`;
    for (let copy = 1; copy <= aDayMax; copy += 1) {
      const letterId = letterIdOf(personId, occasion, copy);
      const known = await this.queries.execute(new LetterById({ letterId }));
      if (known && Date.parse(now) - Date.parse(known.composedAt) < apartMs) return null;
      if (known) continue;
      const about = { letterId, kind: 'sign-in-link', recipientId: personId, recipientKind: 'person' } as const;
      const data = { ...about, occasion, on, step, duties: [], composedAt: now };
      return (await this.commands.execute(new ToLetter(letterId, { type: 'ComposeLetter', data }, meta))).position;
    }
    return null;
  }
}

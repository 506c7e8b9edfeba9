import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { assuranceIdOf, letter } from '#domain';
import { day, Journal, type Day, type Erased, type Id } from '#event-sourcing';
import { addDays } from '#procedure';
import {
  AdultsById,
  ContactsById,
  KeyAdultsById,
  LettersOf,
  PeopleById,
  PlacementsOf,
  SitesById,
  type LetterRow,
} from '#read-models';
import { Times } from '../shell/as-at.js';
import { Allowed, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { byKey } from '../shell/lists.js';
import { paths } from '../shell/paths.js';
import { WebOptions } from '../shell/web-options.js';
import { dayOf } from '../shell/words.js';
import { lettersPage } from './letters.page.js';

/** What was written to whom about a school's pupils, and what became of it. */
@Controller(paths.letters)
export class LettersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly journal: Journal,
    private readonly times: Times,
    private readonly options: WebOptions,
  ) {}

  @Get()
  @Allowed('see-letters')
  async list(@Here() { school }: OfSchool, @Query('on') asked: unknown, @Res() res: Response) {
    const { schoolId } = school;
    const today = dayOf(this.times.now());
    const read = day.safeParse(asked);
    const on: Day = read.success && read.data <= today ? read.data : today;
    const [all, placements] = await Promise.all([
      this.queries.execute(new LettersOf({ on })),
      this.queries.execute(new PlacementsOf({ schoolId })),
    ]);
    // A fresh link may carry no duty: it is of every school whose pupils are taught at the site.
    const ourSites = new Set(placements.map(({ siteId }) => siteId));
    const letters = all.filter(({ kind, duties, siteId, occasion }) => {
      if (duties.length > 0) return duties.some((duty) => duty.schoolId === schoolId);
      // Somebody is asked to sign for a pupil of one school.
      if (kind === 'signature-request') return placements.some(({ placementId }) => occasion.includes(placementId));
      if (siteId === undefined) return false;
      // A provider that is asked for written assurance is asked by one school, whoever else has pupils there.
      // So is one that is told of a pupil.
      if (kind === 'briefing') return placements.some(({ placementId }) => occasion.includes(placementId));
      const isAssurance = kind === 'assurance-request' || kind === 'assurance-chase';
      return isAssurance ? occasion.includes(assuranceIdOf(schoolId, siteId)) : ourSites.has(siteId);
    });
    const ids = [...new Set(letters.map(({ recipientId }) => recipientId))];
    const siteIds = [...new Set(letters.flatMap(({ siteId }) => siteId ?? []))];
    const [people, adults, contacts, keyAdults, sites, replies] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds: ids })),
      this.queries.execute(new AdultsById({ adultIds: ids })),
      this.queries.execute(new ContactsById({ contactIds: ids })),
      this.queries.execute(new KeyAdultsById({ keyAdultIds: ids })),
      this.queries.execute(new SitesById({ siteIds })),
      this.repliesTo(letters),
    ]);
    const page = lettersPage({
      schoolId,
      on,
      before: addDays(on, -1),
      after: on < today ? addDays(on, 1) : null,
      // What a letter says of other schools' pupils is theirs to know.
      letters: letters.map((letter) => ({
        ...letter,
        duties: letter.duties.filter((duty) => duty.schoolId === schoolId),
      })),
      people: byKey(people, ({ personId }) => personId),
      adults: byKey(adults, ({ adultId }) => adultId),
      contacts: byKey(contacts, ({ contactId }) => contactId),
      keyAdults: byKey(keyAdults, ({ keyAdultId }) => keyAdultId),
      sites: byKey(sites, ({ siteId }) => siteId),
      replies,
      leaving: this.options.lettersLeave,
    });
    res.render('letters/letters', { page });
  }

  /** What came back for those that were not taken. It may quote an address, so no row holds it: the log does, sealed. */
  private async repliesTo(letters: readonly LetterRow[]): Promise<ReadonlyMap<Id, string | Erased>> {
    const replies = new Map<Id, string | Erased>();
    for (const { letterId, state } of letters) {
      if (state !== 'refused' && state !== 'to-go-again') continue;
      const reply = (await this.journal.state(letter, letterId))?.refusal?.reply;
      if (reply !== undefined) replies.set(letterId, reply);
    }
    return replies;
  }
}

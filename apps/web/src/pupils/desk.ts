import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ToPupil } from '#commands';
import type { PupilCommand } from '#domain';
import type { Day, Found, Id, Meta } from '#event-sourcing';
import { PupilById, PupilFormOf, type PupilFormRow, type PupilRow } from '#read-models';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import type { Taken } from '../shell/form-answers.js';
import { ofSchoolOrNotFound } from '../shell/found.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';

/** What the forms about a pupil share: finding the pupil of the school, and giving commands in the end. */
@Injectable()
export class PupilDesk {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  today(): Day {
    return dayOf(this.times.now());
  }

  /** @throws {NotFoundException} when the school has no such pupil. */
  async pupil({ school }: OfSchool, subjectId: Id): Promise<Found<PupilRow>> {
    return ofSchoolOrNotFound(await this.queries.execute(new PupilById({ subjectId })), school);
  }

  /** What else is known of a pupil than who they are. */
  form(subjectId: Id): Promise<PupilFormRow | null> {
    return this.queries.execute(new PupilFormOf({ subjectId }));
  }

  /** Gives the commands, all of them or none; the pupil's page then says what was done, or that nothing was new. */
  async give(
    { schoolId, subjectId }: Pick<PupilRow, 'schoolId' | 'subjectId'>,
    [command, ...more]: readonly PupilCommand[],
    meta: Meta,
    done: Done,
  ): Promise<Taken> {
    const to = urlOf(paths.pupils.show, { schoolId, subjectId });
    if (!command) return { to, done: 'unchanged', position: null };
    const { position, events } = await this.commands.execute(new ToPupil(subjectId, command, meta, more));
    return { to, done: events.length === 0 ? 'unchanged' : done, position };
  }
}

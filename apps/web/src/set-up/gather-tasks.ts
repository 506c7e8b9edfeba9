import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AllSites, PlacementsOf } from '#read-models';
import { Directory } from '#sealing';
import { Times } from '../shell/as-at.js';
import type { OfSchool } from '../shell/context.js';
import { mayDo } from '../shell/permissions.js';
import { dayOf } from '../shell/words.js';
import { isRunning, tasksShown } from './tasks.js';

/** Asks what a school still needs, for those who may set it up. A school that is running costs one question. */
@Injectable()
export class GatherTasks {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly times: Times,
  ) {}

  async of({ school, roles }: OfSchool): Promise<ReturnType<typeof tasksShown>> {
    if (!mayDo(roles, 'set-up-school')) return null;
    const { schoolId } = school;
    const placements = await this.queries.execute(new PlacementsOf({ schoolId }));
    if (isRunning({ school, placements })) return null;
    const [pupils, sites] = await Promise.all([
      this.directory.search({ schoolIds: [schoolId], limit: 1 }),
      this.queries.execute(new AllSites({})),
    ]);
    const hasSite = sites.some(({ contactId }) => contactId !== undefined);
    const today = dayOf(this.times.now());
    return tasksShown({ school, roles, hasPupil: pupils.length > 0, hasSite, placements, today });
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Wakes } from '#duties';
import { Clock } from '#event-sourcing';
import { Jobs, type JobHandler, type Tick } from '#jobs';

/** Works out from nothing when each placement is due next. What differs has been put right, and should not have been wrong. */
@Injectable()
export class RecomputeWakes implements JobHandler<'recompute-wakes'> {
  readonly job = 'recompute-wakes';
  private readonly log = new Logger(RecomputeWakes.name);

  constructor(
    private readonly wakes: Wakes,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async handle({ at = this.clock.now() }: Tick): Promise<void> {
    const differences = await this.wakes.recomputeAll(at);
    for (const { placementId, was, is } of differences) {
      this.log.error(`Placement ${placementId} was to be looked at ${was ?? 'never'}, and is to be ${is ?? 'never'}.`);
    }
    if (differences.length > 0) await this.jobs.add('sweep-duties', { at });
  }
}

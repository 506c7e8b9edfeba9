import { Injectable } from '@nestjs/common';
import { Wakes } from '#duties';
import { Clock } from '#event-sourcing';
import { ClockKeeping, Jobs, type JobHandler, type Tick } from '#jobs';

/** Finds what is due up to a moment, and adds a job for each site, session and step. It takes none itself. */
@Injectable()
export class SweepDuties implements JobHandler<'sweep-duties'> {
  readonly job = 'sweep-duties';

  constructor(
    private readonly wakes: Wakes,
    private readonly jobs: Jobs,
    private readonly keeping: ClockKeeping,
    private readonly clock: Clock,
  ) {}

  async handle({ at = this.clock.now() }: Tick): Promise<void> {
    const due = await this.wakes.dueSteps(at);
    await this.jobs.addMany(due.map((payload) => ({ name: 'take-steps', payload })));
    await this.keeping.swept('sweep-duties', at, this.clock.now());
  }
}

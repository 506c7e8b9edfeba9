import { Injectable } from '@nestjs/common';
import { DutySteps } from '#duties';
import { Clock } from '#event-sourcing';
import { Jobs, type JobHandler, type Payload } from '#jobs';

/** Takes the steps that are due in a site's session. What they lead to may be due at once, and is then swept for at once. */
@Injectable()
export class TakeSteps implements JobHandler<'take-steps'> {
  readonly job = 'take-steps';

  constructor(
    private readonly steps: DutySteps,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async handle(payload: Payload<'take-steps'>): Promise<void> {
    const at = this.clock.now();
    const { more } = await this.steps.takeDueSteps(payload, at);
    if (more) await this.jobs.add('sweep-duties', { at });
  }
}

import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '#event-sourcing';
import { ClockKeeping, Jobs, type JobHandler, type Tick } from '#jobs';
import { Notifier } from '#letters';
import { LettersToGo } from '#read-models';

/** Finds the letters that are not settled and may go. Where no letter leaves, it looks all the same: the clock goes. */
@Injectable()
export class SweepLetters implements JobHandler<'sweep-letters'> {
  readonly job = 'sweep-letters';

  constructor(
    private readonly queries: QueryBus,
    private readonly jobs: Jobs,
    private readonly keeping: ClockKeeping,
    private readonly clock: Clock,
    private readonly notifier: Notifier,
  ) {}

  async handle({ at = this.clock.now() }: Tick): Promise<void> {
    const letters = this.notifier.leaves ? await this.queries.execute(new LettersToGo({ at })) : [];
    await this.jobs.addMany(letters.map(({ letterId }) => ({ name: 'hand-over-letter', payload: { letterId } })));
    await this.keeping.swept('sweep-letters', at, this.clock.now());
  }
}

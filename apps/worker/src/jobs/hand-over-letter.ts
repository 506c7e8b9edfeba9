import { Injectable } from '@nestjs/common';
import type { JobHandler, Payload } from '#jobs';
import { HandOver } from '#letters';

/** Hands over one letter. What came of it is in the letter's stream; a letter that goes again is found by the sweep. */
@Injectable()
export class HandOverLetter implements JobHandler<'hand-over-letter'> {
  readonly job = 'hand-over-letter';

  constructor(private readonly letters: HandOver) {}

  async handle({ letterId }: Payload<'hand-over-letter'>, signal: AbortSignal): Promise<void> {
    await this.letters.handOver(letterId, signal);
  }
}

import type { INestApplicationContext } from '@nestjs/common';
import type { AnyJobHandler } from '#jobs';
import { HandOverLetter } from './hand-over-letter.js';
import { RecomputeWakes } from './recompute-wakes.js';
import { SweepDuties } from './sweep-duties.js';
import { SweepLetters } from './sweep-letters.js';
import { TakeSteps } from './take-steps.js';

/** Who does which job: one class for each. */
export const jobClasses = [SweepDuties, SweepLetters, RecomputeWakes, TakeSteps, HandOverLetter] as const;

export const handlersIn = (app: INestApplicationContext): AnyJobHandler[] =>
  jobClasses.map((jobClass): AnyJobHandler => app.get<AnyJobHandler>(jobClass));

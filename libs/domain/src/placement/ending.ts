import { z } from 'zod';
import { day, personal } from '#event-sourcing';
import { aboutPlacement } from './evidence-facts.js';

const words = z.string().trim().min(1).max(2_000);

/** How a placement comes to its end. */
export const howEnded = z.enum([
  'as-planned',
  'ended-by-school',
  'ended-by-provider',
  'withdrawn-by-parent',
  'left-school',
  'other',
]);
export type HowEnded = z.output<typeof howEnded>;

/** Where a pupil is after a placement. Somebody has to know it for the very next school day. */
export const nextPlace = z.enum([
  'own-school',
  'another-provider',
  'another-school',
  'training-or-work',
  'educated-at-home',
  'not-settled',
]);
export type NextPlace = z.output<typeof nextPlace>;

/** From which school day on the pupil is where; where nothing is settled, what the school does about it. */
export const whereNext = personal(z.strictObject({ from: day, place: nextPlace, details: words }));

/** `endedOn` is the last day. */
export const ending = z.object({
  ...aboutPlacement,
  endedOn: day,
  because: personal(words),
  how: howEnded.optional(),
  /** Where the pupil is on the school day after the last one. */
  next: whereNext.optional(),
});

export const judgement = z.enum(['reached', 'partly', 'not-reached']);
export type Judgement = z.output<typeof judgement>;

/** What came of a placement, held against its aims. */
export const account = z.object({
  ...aboutPlacement,
  judgedOn: day,
  outcome: personal(z.strictObject({ judgement, words })),
  /** One for each target of the aims, in their order. */
  targets: personal(z.array(judgement).max(3)),
  pupilView: personal(words),
  parentView: personal(words),
  /** When the provider was asked for its report, and to give back or destroy what it holds about the pupil. */
  reportAskedOn: day.optional(),
  dataReturnAskedOn: day.optional(),
});
export type Account = z.output<typeof account>;

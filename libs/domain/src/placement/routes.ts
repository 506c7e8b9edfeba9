import { z } from 'zod';

/**
 * How a pupil comes to be taught away from their school. Whichever it is, it is a placement, so that the list of those who
 * are taught elsewhere is whole. An edition asks of each what its power rests on.
 */
// Procedure: S1.7
export const route = z.enum([
  /** With the parents' signed agreement. */
  'agreed',
  /** By the school, to improve behaviour, without consent and with notice. Source: section 29A of the Education Act 2002. */
  'directed',
  /** From the sixth school day of a suspension. Source: section 100 of the Education and Inspections Act 2006. */
  'suspension',
  /** By the local authority. Source: section 19 of the Education Act 1996; sections 42 and 61 of the Children and Families Act 2014. */
  'local-authority',
  /** On the roll of two schools, each of which registers its own sessions. */
  'dual-registered',
  /** At another school of the trust, by its agreement. */
  'within-trust',
]);
export type Route = z.output<typeof route>;

/** How a pupil is taught there: at the place itself, online with somebody at a place, or online at home. */
// Procedure: S6.9
export const delivery = z.enum(['in-person', 'online-supervised', 'online-at-home']);
export type Delivery = z.output<typeof delivery>;

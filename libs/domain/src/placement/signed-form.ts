import { z } from 'zod';

const words = z.string().trim().min(1).max(2_000);

/** What a signature stands under: the statements of the form, in a version of it, and the arrangements as they were then. */
export const signedForm = z.strictObject({
  version: z.string().trim().min(1).max(30),
  statements: z.array(words).min(1).max(10),
  arrangements: z.array(words).max(12),
});
export type SignedForm = z.output<typeof signedForm>;

import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** The id of anything: a UUID, random or made from what the thing is about. */
export const id = z.uuid();
export type Id = z.output<typeof id>;

/** Where random ids come from; tests bring their own. */
export type NewId = () => Id;
export const newId: NewId = () => randomUUID();

/**
 * The same parts, the same id: a UUID of version 8 (RFC 9562, section 5.8) over the SHA-256 of the parts. The parts are
 * kept apart by their JSON, so ('ab', 'c') and ('a', 'bc') differ.
 */
export function idFrom(...parts: readonly (string | number)[]): Id {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

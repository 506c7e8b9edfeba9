import type { MediaType } from '#domain';

/** How the first bytes of each begin. What it is called, and what a browser says of it, tells nothing. */
const beginnings: Readonly<Record<MediaType, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-'),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
};

/** What a document is by its first bytes; null where that is nothing that is kept. Nothing else of it is looked at. */
export function mediaTypeOf(bytes: Buffer): MediaType | null {
  for (const [type, beginning] of Object.entries(beginnings) as [MediaType, Buffer][]) {
    if (bytes.subarray(0, beginning.length).equals(beginning)) return type;
  }
  return null;
}

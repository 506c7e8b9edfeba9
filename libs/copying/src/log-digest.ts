import { createHash } from 'node:crypto';
import type { StoredEvent } from '#event-sourcing';

/** What must be the same of an event wherever it is kept; a position is the store's own. */
export const kept = ['id', 'stream', 'revision', 'type', 'data', 'meta'] as const;

/** SHA-256 over events in order: each field as its length in bytes, a colon and its bytes, so that no two logs read alike. */
export class LogDigest {
  private readonly hash = createHash('sha256');

  add(event: StoredEvent): void {
    for (const field of kept) {
      const bytes = Buffer.from(String(event[field]));
      this.hash.update(`${bytes.length}:`).update(bytes);
    }
  }

  end(): string {
    return this.hash.digest('hex');
  }
}

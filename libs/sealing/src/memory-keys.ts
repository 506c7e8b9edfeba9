import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Id, Retention } from '#event-sourcing';
import { keyId, KeyMissing, Keys, retentions, type KeyName, type KeyRing } from './keys.js';

/** Keys in memory, for tests and for trying things: what they seal can't be opened once the process has ended. */
export class MemoryKeys extends Keys {
  private readonly keys = new Map<string, KeyObject | null>();

  async toSeal(names: Iterable<KeyName>): Promise<KeyRing> {
    return this.ring(names, (id) => {
      const key = createSecretKey(randomBytes(32));
      this.keys.set(id, key);
      return key;
    });
  }

  async toOpen(names: Iterable<KeyName>): Promise<KeyRing> {
    return this.ring(names, (_, name) => {
      throw new KeyMissing(name);
    });
  }

  /** Destroys a subject's keys, those not yet made as well. */
  destroy(subjectId: Id, kept: readonly Retention[] = retentions): void {
    for (const each of kept) this.keys.set(keyId({ subjectId, kept: each }), null);
  }

  private ring(names: Iterable<KeyName>, absent: (id: string, name: KeyName) => KeyObject): KeyRing {
    const ring = new Map<string, KeyObject | null>();
    for (const name of names) {
      const id = keyId(name);
      const key = this.keys.get(id);
      ring.set(id, key === undefined ? absent(id, name) : key);
    }
    return ring;
  }
}

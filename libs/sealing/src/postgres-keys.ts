import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { Together } from '#database';
import { keyId, KeyMissing, Keys, type KeyName, type KeyRing } from './keys.js';
import type { MasterKey } from './master-key.js';

/** Where a destroyed subject's id is announced to all processes. */
export const keyDestroyedChannel = 'waymark_key_destroyed';

type Cached = { readonly name: KeyName; readonly key: KeyObject | null; readonly untilMs: number };
type KeyRow = { subject_id: string; kept: KeyName['kept']; wrapped: Buffer | null };

/** A destroyed key is forgotten by then even in a process that the announcement did not reach. */
const cachedForMs = 3_000;
const cachedMax = 20_000;

/**
 * Keys in PostgreSQL, each wrapped by the master key for its own subject and class. A key is made in a statement of its
 * own, and is on disk before anything sealed under it can be. Its row stays when it is destroyed, and says so for good.
 */
export class PostgresKeys extends Keys {
  private readonly cache = new Map<string, Cached>();
  /** Raised at each eviction: what was asked for before must not be remembered after. */
  private evictions = 0;
  private readonly asked = new Together((names: readonly KeyName[]) => this.ask(names), keyId);
  private readonly wanted = new Together((names: readonly KeyName[]) => this.make(names), keyId);

  constructor(
    private readonly pool: Pool,
    private readonly masterKey: MasterKey,
  ) {
    super();
  }

  async toSeal(names: Iterable<KeyName>): Promise<KeyRing> {
    const { ring, unknown } = this.remembered(names);
    const absent = await this.fetch(unknown, ring);
    if (absent.length > 0) {
      await this.wanted.answer(absent);
      // Read again, and not taken from what was made: another process may have been first, or have destroyed it.
      for (const name of await this.fetch(absent, ring)) throw new KeyMissing(name);
    }
    return ring;
  }

  async toOpen(names: Iterable<KeyName>): Promise<KeyRing> {
    const { ring, unknown } = this.remembered(names);
    for (const name of await this.fetch(unknown, ring)) throw new KeyMissing(name);
    return ring;
  }

  /** Forgets a subject's keys at once, or everybody's. */
  evict(subjectId?: string): void {
    this.evictions += 1;
    for (const [id, { name }] of this.cache) {
      if (subjectId === undefined || name.subjectId === subjectId) this.cache.delete(id);
    }
  }

  private remembered(names: Iterable<KeyName>) {
    const ring = new Map<string, KeyObject | null>();
    const unknown: KeyName[] = [];
    const now = performance.now();
    for (const name of names) {
      const id = keyId(name);
      const cached = this.cache.get(id);
      if (cached && cached.untilMs > now) ring.set(id, cached.key);
      else unknown.push(name);
    }
    return { ring, unknown };
  }

  /** Adds what is stored to the ring and says what is not. */
  private async fetch(names: readonly KeyName[], ring: Map<string, KeyObject | null>): Promise<KeyName[]> {
    if (names.length === 0) return [];
    const stored = await this.asked.answer(names);
    return names.filter((name) => {
      const key = stored.get(keyId(name));
      if (key !== undefined) ring.set(keyId(name), key);
      return key === undefined;
    });
  }

  private async ask(names: readonly KeyName[]): Promise<KeyRing> {
    const before = this.evictions;
    const { rows } = await this.pool.query<KeyRow>({
      name: 'keys',
      text: `SELECT subject_id, kept, wrapped FROM keys.key
             WHERE (subject_id, kept) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
      values: [names.map(({ subjectId }) => subjectId), names.map(({ kept }) => kept)],
    });
    const untilMs = performance.now() + cachedForMs;
    if (this.cache.size + rows.length > cachedMax) this.cache.clear();
    const stored = new Map<string, KeyObject | null>();
    for (const { subject_id: subjectId, kept, wrapped } of rows) {
      const name = { subjectId, kept };
      const key = wrapped && this.masterKey.unwrap(wrapped, placeOf(name));
      stored.set(keyId(name), key);
      if (this.evictions === before) this.cache.set(keyId(name), { name, key, untilMs });
    }
    return stored;
  }

  private async make(names: readonly KeyName[]): Promise<void> {
    // One order for everybody: two processes that make the same keys then wait for each other and never deadlock.
    const sorted = names.toSorted((a, b) => (keyId(a) < keyId(b) ? -1 : 1));
    await this.pool.query(
      `INSERT INTO keys.key (subject_id, kept, wrapped) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
       ON CONFLICT DO NOTHING`,
      [
        sorted.map(({ subjectId }) => subjectId),
        sorted.map(({ kept }) => kept),
        sorted.map((name) => this.masterKey.wrap(createSecretKey(randomBytes(32)), placeOf(name))),
      ],
    );
  }
}

const placeOf = (name: KeyName): string => `key ${keyId(name)}`;

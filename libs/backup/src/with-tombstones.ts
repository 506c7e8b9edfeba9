import { canonical, type Meta } from '#event-sourcing';
import type { StoredKey, Tombstone } from '#sealing';

const because = 'Destroyed after the backup was made that this installation was restored from.';
const orderOf = (subjectId: string, kept: string): string => `${subjectId} ${kept}`;

/** The keys of a backup, in their order, with a tombstone in the place of each that has been destroyed since. */
export class WithTombstones {
  /** Those of the backup that were alive in it, and are not any more. */
  destroyedAgain = 0;
  private readonly waiting: Tombstone[];

  constructor(
    destroyed: readonly Tombstone[],
    private readonly meta: Meta,
  ) {
    const each = new Map(destroyed.map((tombstone) => [orderOf(tombstone.subjectId, tombstone.kept), tombstone]));
    this.waiting = [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tombstone]) => tombstone);
  }

  next(keys: readonly StoredKey[]): StoredKey[] {
    return keys.flatMap((key) => {
      const order = orderOf(key[0], key[1]);
      const before = this.takeUntil((each) => each >= order);
      const [first] = this.waiting;
      if (!first || orderOf(first.subjectId, first.kept) !== order) return [...before, key];
      this.waiting.shift();
      return [...before, this.destroyed(key, first)];
    });
  }

  /** Those that come after the last key of the backup. */
  rest(): StoredKey[] {
    return this.takeUntil(() => false);
  }

  private takeUntil(reached: (order: string) => boolean): StoredKey[] {
    const found = this.waiting.findIndex(({ subjectId, kept }) => reached(orderOf(subjectId, kept)));
    // What the backup never had is not worth an event: it only must not be made anew.
    return this.waiting
      .splice(0, found < 0 ? this.waiting.length : found)
      .map((each) => tombstone(each, precise(each.at), this.meta, true));
  }

  private destroyed(key: StoredKey, since: Tombstone): StoredKey {
    if (key[2] === null) return key;
    this.destroyedAgain += 1;
    return tombstone(since, key[3], this.meta, false);
  }
}

const tombstone = ({ subjectId, kept, at }: Tombstone, madeAt: string, meta: Meta, noted: boolean): StoredKey => [
  subjectId,
  kept,
  null,
  madeAt,
  precise(at),
  because,
  canonical(meta),
  noted,
];

/** With microseconds, as the database keeps it. */
const precise = (at: string): string => at.replace(/\.(\d{3})Z$/, '.$1000Z');

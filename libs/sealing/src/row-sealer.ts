import { personalFields, type AnyProjection } from '#event-sourcing';
import { emptyBox, openText, sealText } from './box.js';
import { apart, blot, together, type Data } from './fields.js';
import { keyId, type KeyName, type KeyRing, type Keys } from './keys.js';

/** One version of a row: which row, and from which position it holds. */
export type RowVersion = { readonly rowId: string; readonly since: bigint };

/** A row version as it is stored: its open fields, and a box with the personal ones unless there are none. */
export type StoredRow = RowVersion & { readonly open: Data; readonly sealed: string | null };

/**
 * Seals and opens the rows of projections by the marks of their schemas. A box opens only in the row version it was made
 * for, so that destroying a subject's key blinds every version of every row about it at once.
 */
export class RowSealer {
  constructor(private readonly keys: Keys) {}

  async seal(projection: AnyProjection, rows: readonly (RowVersion & { readonly row: Data })[]): Promise<StoredRow[]> {
    const personal = personalOf(projection);
    const split = rows.map(({ rowId, since, row }) => ({ rowId, since, ...apart(row, personal) }));
    const ring = await this.ring(projection, split, ({ hidden }) => hidden !== null, 'toSeal');
    return split.map(({ rowId, since, open, hidden }) => {
      if (!hidden) return { rowId, since, open, sealed: null };
      const key = ring.get(keyId(keyNameOf(projection, open)));
      const sealed = key ? sealText(key, JSON.stringify(hidden), placeOf(projection, rowId, since)) : emptyBox;
      return { rowId, since, open, sealed };
    });
  }

  /** The rows' fields, in order; what can't be opened any more reads as `erased`. */
  async open(projection: AnyProjection, rows: readonly StoredRow[]): Promise<Data[]> {
    const personal = personalOf(projection);
    const ring = await this.ring(projection, rows, ({ sealed }) => Boolean(sealed), 'toOpen');
    return rows.map(({ rowId, since, open, sealed }) => {
      if (sealed === null) return open;
      const data = { ...open };
      const key = sealed === emptyBox ? null : ring.get(keyId(keyNameOf(projection, open)));
      if (key) together(data, openText(key, sealed, placeOf(projection, rowId, since)));
      else blot(data, personal);
      return data;
    });
  }

  private async ring<T extends { readonly open: Data }>(
    projection: AnyProjection,
    rows: readonly T[],
    isSealed: (row: T) => boolean,
    ask: 'toSeal' | 'toOpen',
  ): Promise<KeyRing> {
    const names = new Map<string, KeyName>();
    for (const row of rows) {
      if (!isSealed(row)) continue;
      const name = keyNameOf(projection, row.open);
      names.set(keyId(name), name);
    }
    return names.size === 0 ? new Map() : this.keys[ask](names.values());
  }
}

const placeOf = ({ name, version }: AnyProjection, rowId: string, since: bigint): string =>
  JSON.stringify([name, version, rowId, String(since)]);

function keyNameOf({ name, sealed }: AnyProjection, open: Data): KeyName {
  const subjectId = sealed ? open[sealed.subject] : undefined;
  if (!sealed || typeof subjectId !== 'string')
    throw new Error(`A row of ${name} names no subject whose key seals it.`);
  return { subjectId, kept: sealed.kept };
}

const marked = new WeakMap<AnyProjection, readonly string[]>();

/** The personal fields of a projection's row: found once, since a projection does not change. */
export function personalOf(projection: AnyProjection): readonly string[] {
  const known = marked.get(projection);
  if (known) return known;
  const personal = personalFields(projection.row);
  marked.set(projection, personal);
  return personal;
}

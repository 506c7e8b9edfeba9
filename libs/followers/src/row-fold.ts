import type { AnyProjection, Position, Recorded } from '#event-sourcing';

export type RowData = Readonly<Record<string, unknown>>;

/** A row as it stands after some events: null while there is none, broken once its fold has thrown. */
export type Standing = { readonly row: RowData | null; readonly broken: boolean };

/** A version of a row, which held from a position until another; without one it holds still. */
export type FoldedVersion = Standing & {
  readonly rowId: string;
  readonly since: Position;
  readonly until: Position | null;
};

export type Folded = {
  readonly versions: readonly FoldedVersion[];
  /** The versions from before these events that hold no longer, by row, and until when they did. */
  readonly closed: ReadonlyMap<string, Position>;
  /** What was thrown, by the row that it broke. */
  readonly faults: ReadonlyMap<string, unknown>;
};

const absent: Standing = { row: null, broken: false };

/**
 * Folds a batch of events into row versions, one for each change, so that every position in between can be asked for.
 * `standing` holds the touched rows as they were before, and afterwards as they are.
 *
 * A fold that throws breaks its own row and no other: the row keeps what it last held and stays broken. So does one that
 * gives what its schema does not allow. The schema also drops what it does not name, so nothing unmarked is ever stored.
 */
export function foldBatch(
  projection: AnyProjection,
  standing: Map<string, Standing>,
  events: readonly Recorded[],
): Folded {
  const versions: FoldedVersion[] = [];
  const open = new Map<string, number>();
  const closed = new Map<string, Position>();
  const faults = new Map<string, unknown>();

  for (const event of events) {
    const rowId = projection.rowId(event);
    if (rowId === null) continue;
    const before = standing.get(rowId) ?? absent;
    if (before.broken) continue;
    const after = evolved(projection, before, event, (error) => faults.set(rowId, error));
    if (after === before) continue;

    standing.set(rowId, after);
    const earlier = open.get(rowId);
    const version = earlier === undefined ? undefined : versions[earlier];
    if (earlier !== undefined && version) versions[earlier] = { ...version, until: event.position };
    else if (before.row !== null) closed.set(rowId, event.position);
    if (after.row === null && !after.broken) {
      open.delete(rowId);
    } else {
      open.set(rowId, versions.length);
      versions.push({ rowId, since: event.position, until: null, ...after });
    }
  }
  return { versions, closed, faults };
}

/** The rows that these events touch. */
export function touchedRows(projection: AnyProjection, events: readonly Recorded[]): Set<string> {
  const ids = new Set<string>();
  for (const event of events) {
    const rowId = projection.rowId(event);
    if (rowId !== null) ids.add(rowId);
  }
  return ids;
}

function evolved(
  projection: AnyProjection,
  before: Standing,
  event: Recorded,
  onFault: (error: unknown) => void,
): Standing {
  try {
    const row: unknown = projection.evolve(before.row, event);
    if (row === before.row) return before;
    return { row: row === null ? null : projection.row.parse(row), broken: false };
  } catch (error) {
    onFault(error);
    return { row: before.row, broken: true };
  }
}

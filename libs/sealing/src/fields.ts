import { erased } from '#event-sourcing';

/** The data of an event or row. */
export type Data = Readonly<Record<string, unknown>>;

/** Where the box stands among the open fields. No schema may have a field of this name. */
export const boxField = 'sealed';

/** Names, inside a box, the fields that held `erased` when it was sealed; no schema has a field of this name. */
const erasedNames = '(erased)';

/** Splits data into what stays open and what is to be sealed; null when there is nothing of the latter. */
export function apart(data: Data, personal: readonly string[]): { open: Data; hidden: Data | null } {
  let hidden: Record<string, unknown> | null = null;
  const gone: string[] = [];
  for (const name of personal) {
    const value = data[name];
    if (value === undefined) continue;
    hidden ??= {};
    // A row may hold a field that came from somebody else's event, erased, while its own key is alive.
    if (value === erased) gone.push(name);
    else hidden[name] = value;
  }
  if (!hidden) return { open: data, hidden };
  if (gone.length > 0) hidden[erasedNames] = gone;
  const open: Record<string, unknown> = {};
  for (const name of Object.keys(data)) if (!personal.includes(name)) open[name] = data[name];
  return { open, hidden };
}

/** Puts what a box held back among the open fields. */
export function together(open: Record<string, unknown>, json: string): void {
  const { [erasedNames]: gone, ...hidden } = JSON.parse(json) as Record<string, unknown>;
  Object.assign(open, hidden);
  if (Array.isArray(gone)) for (const name of gone) open[String(name)] = erased;
}

/** Without a key nobody can tell which of the personal fields were there: all of them read as erased. */
export function blot(open: Record<string, unknown>, personal: readonly string[]): void {
  for (const name of personal) open[name] = erased;
}

/** Whether some text in a value can't be stored as text anywhere: U+0000, or half of a surrogate pair. */
export function holdsUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed();
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(holdsUnstorableText);
}

import type { ClientBase } from 'pg';
import type { Recorded } from '#event-sourcing';

/**
 * Something that follows the events in order and writes to the database alone. What it writes with the given client and
 * its checkpoint are saved together, so each event counts once, whatever happens.
 */
export type CustomFollower = {
  readonly name: string;
  /** The types it hears; null for all. */
  readonly hears: ReadonlySet<string> | null;
  handle(batch: readonly Recorded[], client: ClientBase): Promise<void>;
};

/** Tells the operators what went wrong: a sentence without personal data, and the error itself. */
export type Report = (sentence: string, error: unknown) => void;

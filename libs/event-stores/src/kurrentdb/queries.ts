import {
  eventTypeFilter,
  START,
  streamNameFilter,
  type Filter as ServerFilter,
  type ReadPosition,
} from '@kurrent/kurrentdb-client';
import { beginning, type Filter, type Position } from '#event-sourcing';

/** What the server leaves out: streams of its own, in some of which events have names like ours. */
export const notSystem = streamNameFilter({ regex: '^[^$]' });

/** A position that was given by the server, as it wants it back. Where a record begins, both numbers are the same. */
export const at = (position: Position) => ({ commit: position, prepare: position });
export const from = (after: Position): ReadPosition => (after === beginning ? START : at(after));

/** As much of a filter as the server can do: it looks at names of streams or at types, and not at both. */
export function serverFilter({ types, categories }: Filter): ServerFilter {
  if (categories) return streamNameFilter({ prefixes: categories.map((category) => `${category}-`) });
  return types ? eventTypeFilter({ regex: `^(?:${types.join('|')})$` }) : notSystem;
}

/** What every read brings along. */
export type Reading = {
  readonly requiresLeader: true;
  readonly credentials?: { readonly username: string; readonly password: string };
};

/**
 * Reads ask the leader. User and password are given with each: the part of the client that reads takes them out of the
 * address as they stand there, with what is percent-encoded left so.
 */
export function readingWith(url: string): Reading {
  const [, username, password] = /^[^:]+:\/\/([^:@/?]+):([^@/?]+)@/.exec(url) ?? [];
  if (username === undefined || password === undefined) return { requiresLeader: true };
  return {
    requiresLeader: true,
    credentials: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}

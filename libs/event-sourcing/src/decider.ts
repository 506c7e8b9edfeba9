import { isDeepStrictEqual } from 'node:util';
import type { Message } from './messages.js';

/** The rules of one kind of stream: what a command leads to, given what has happened. Time comes with the command. */
export type Decider<C extends Message, E extends Message, S> = {
  /** The first part of the stream's name; it has no hyphen. */
  readonly category: string;
  readonly initial: S;
  evolve(state: S, event: E): S;
  decide(command: C, state: S): readonly E[];
};

/** A rule saying no: expected, named, and turned into a sentence for a person in one place. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    /** What a person needs to know besides, such as what is missing. */
    readonly details: readonly string[] = [],
  ) {
    super(details.length === 0 ? reason : `${reason}: ${details.join(', ')}`);
    this.name = 'Refusal';
  }
}

/** Refuses, as an expression. */
export function refuse(reason: string, details: readonly string[] = []): never {
  throw new Refusal(reason, details);
}

/** Whether two values say the same, key by key; a key that is absent equals one that is undefined. */
export const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(defined(a), defined(b));

function defined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(defined);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, defined(each)]));
}

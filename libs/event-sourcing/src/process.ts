import type { Recorded } from './journal.js';
import type { Message, Messages } from './messages.js';

/**
 * Events in, commands out. It remembers as little as it can, by instance, and is folded from events like all else. What it
 * remembers is stored in the open, as JSON: ids, days and the states of duties, and nothing about a person.
 */
export type Process<E extends Message, S, C extends Message> = {
  /** A sentence, such as `find-the-pupil-when-absent-or-silent`. */
  readonly name: string;
  readonly hears: readonly Messages[];
  /** What the event is about: events of one instance stay in order, and are parked together. Null: not for us. */
  instance(event: Heard<E>): string | null;
  readonly initial: S;
  evolve(state: S, event: Heard<E>): S;
  /** The commands that follow; `state` is as after the event. Doing them twice must decide nothing the second time. */
  react(event: Heard<E>, state: S): readonly C[];
};

/** An event as a process or projection hears it: with its id, position and meta. */
export type Heard<E extends Message> = E extends Message ? Omit<Recorded, 'type' | 'data'> & E : never;

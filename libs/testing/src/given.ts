/* oxlint-disable unicorn/no-thenable -- What is expected is said with "then", and nobody awaits it. */
import {
  Refusal,
  same,
  type Decider,
  type Heard,
  type Message,
  type Messages,
  type Process,
  type Projection,
} from '#event-sourcing';
import { heard } from './heard.js';

/** What a decider's answer to a command is held against. */
export type Decided<E extends Message> = {
  /** These events, in this order, and nothing else in them. */
  then(...events: readonly E[]): void;
  thenNothing(): void;
  /** A refusal for this reason and, if they are named, with just these details. */
  thenRefused(reason: string, details?: readonly string[]): void;
};

/** What a process's reaction to an event is held against. */
export type Reacted<C extends Message> = {
  /** These commands, in this order, and nothing else in them. */
  then(...commands: readonly C[]): void;
  thenNothing(): void;
};

/** What a projection's row is held against. */
export type Folded<R> = {
  /** The one row that the history touched, or null where there is none. */
  then(row: R | null): void;
};

/** The event without what the store added; it is the same when nothing was. */
type Bare<E extends Message> = E extends Message ? { readonly type: E['type']; readonly data: E['data'] } : never;

/** History may be bare events, which are heard in order, or `heard(...)` ones where position or meta matter. */
type Told<E extends Message> = Bare<E> | Heard<Bare<E>>;

/**
 * Rules as prose: `given(decider)(...history).when(command).then(...events)`, the same for a process with an event and its
 * commands, and `given(projection)(...history).then(row)`. A failure points at the line of the spec.
 */
export function given<C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
): (...history: readonly E[]) => { when(command: C): Decided<E> };
export function given<E extends Message, S, C extends Message>(
  process: Process<E, S, C>,
): (...history: readonly Told<E>[]) => { when(event: Told<E>): Reacted<C> };
export function given<E extends Message, R extends object>(
  projection: Projection<E, R>,
): (...history: readonly Told<E>[]) => Folded<R>;
export function given(
  rules: Decider<Message, Message, unknown> | Process<Message, unknown, Message> | Projection<Message, object>,
) {
  if ('decide' in rules) return (...history: readonly Message[]) => ({ when: deciding(rules, history) });
  if ('react' in rules) return (...history: readonly Message[]) => ({ when: reacting(rules, history) });
  return (...history: readonly Message[]) => folding(rules, history);
}

function deciding<S>(decider: Decider<Message, Message, S>, history: readonly Message[]) {
  return (command: Message): Decided<Message> => {
    const decide = () =>
      decider.decide(
        command,
        history.reduce((state, event) => decider.evolve(state, event), decider.initial),
      );
    const outcome = { then, thenNothing, thenRefused };
    return outcome;

    function then(...events: readonly Message[]) {
      at(then, () => expect(decide()).toEqual(events));
    }
    function thenNothing() {
      at(thenNothing, () => expect(decide()).toEqual([]));
    }
    function thenRefused(reason: string, details?: readonly string[]) {
      at(thenRefused, () => {
        const refusal = refusalOf(decide);
        expect(refusal.reason).toBe(reason);
        if (details) expect(refusal.details).toEqual(details);
      });
    }
  };
}

function reacting<S>(process: Process<Message, S, Message>, history: readonly Message[]) {
  return (event: Message): Reacted<Message> => {
    // As the reactor does it: the state of one instance is folded from that instance's events alone.
    const react = () => {
      const all = recorded(process.hears, [...history, event]);
      const last = all.at(-1);
      if (!last) throw new Error('A process reacts to an event.');
      const instance = process.instance(last);
      if (instance === null) return [];
      const state = all
        .filter((each) => process.instance(each) === instance)
        .reduce((before, each) => process.evolve(before, each), process.initial);
      return process.react(last, state);
    };
    const outcome = { then, thenNothing };
    return outcome;

    function then(...commands: readonly Message[]) {
      at(then, () => expect(react()).toEqual(commands));
    }
    function thenNothing() {
      at(thenNothing, () => expect(react()).toEqual([]));
    }
  };
}

function folding<R extends object>(projection: Projection<Message, R>, history: readonly Message[]): Folded<R> {
  const outcome = { then };
  return outcome;

  function then(expected: R | null) {
    at(then, () => {
      const rows = new Map<string, R | null>();
      for (const event of recorded(projection.hears, history)) {
        const rowId = projection.rowId(event);
        if (rowId !== null) rows.set(rowId, projection.evolve(rows.get(rowId) ?? null, event));
      }
      if (rows.size > 1) throw new Error(`The history touches ${rows.size} rows: give each row a test of its own.`);
      const row = [...rows.values()][0] ?? null;
      expect(row).toEqual(expected);
      if (row && !same(projection.row.parse(row), row)) {
        throw new Error(`The row of ${projection.name} holds more than its schema, and would lose it when stored.`);
      }
    });
  }
}

/** The events as stored one after the other; each must be one that is heard, and valid, or the test proves nothing. */
function recorded(hears: readonly Messages[], history: readonly Message[]): Heard<Message>[] {
  return history.map((event, index) => {
    const schema = hears.map(({ shapes }) => shapes[event.type]).find((shape) => shape !== undefined);
    if (!schema) throw new Error(`${event.type} is not among the events that are heard here.`);
    const parsed = schema.safeParse(event.data);
    if (!parsed.success) throw new Error(`The test's ${event.type} is not a valid one: ${parsed.error.message}`);
    return 'position' in event ? heard(event) : heard(event, { position: BigInt(index + 1) });
  });
}

function refusalOf(decide: () => readonly Message[]): Refusal {
  let events: readonly Message[];
  try {
    events = decide();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`Nothing was refused; decided was ${JSON.stringify(events, null, 2)}`);
}

/** Lets a failed expectation point at the line of the spec that stated it, and not at this file. */
function at(statement: (...args: never[]) => void, expectation: () => void): void {
  try {
    expectation();
  } catch (error) {
    if (error instanceof Error && 'matcherResult' in error) Error.captureStackTrace(error, statement);
    throw error;
  }
}

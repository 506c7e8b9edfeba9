import { Injectable } from '@nestjs/common';
import { Journal, transactAll, type Decider, type Id, type Message, type Messages, type Meta } from '#event-sourcing';
import { inSpan } from '#tracing';
import type { CarriedOut, To } from './to.js';

/** A kind of stream as commands find it: who decides, what may be said, and which of the streams a command is for. */
export type Door<C extends Message, E extends Message, S> = {
  readonly decider: Decider<C, E, S>;
  readonly commands: Messages;
  /** The id of the stream that a command is for: it follows from what the command says. */
  readonly idOf: (command: C) => Id;
  readonly envelope: new (id: Id, command: C, meta: Meta, more?: readonly C[]) => To<C, E>;
  /** What a command needs is worked out before it is decided, so each comes by itself. */
  readonly oneByOne?: boolean;
};

/** A door whatever is behind it: what a list of them holds. */
export type AnyDoor = {
  readonly commands: Messages;
  readonly oneByOne?: boolean | undefined;
  /** The id of the stream that a command is for. */
  streamIdOf(command: Message): Id;
  /** Puts a command into its envelope, with further ones to the same stream. @throws {ZodError} when one is not valid. */
  address(command: Message, meta: Meta, more?: readonly Message[]): To<Message>;
};

/** Defines a door; the types of its parts have to fit. */
export const door = <C extends Message, E extends Message, S>(parts: Door<C, E, S>): Door<C, E, S> & AnyDoor => ({
  ...parts,
  streamIdOf: (command) => parts.idOf(command as C),
  address: (command, meta, more = []) => {
    const read = readBy(parts.commands, command) as C;
    const others = more.map((each) => readBy(parts.commands, each) as C);
    return new parts.envelope(parts.idOf(read), read, meta, others);
  },
});

/** The handler behind a door: it reads the command by its schema, then transacts. */
export function handlerOf<C extends Message, E extends Message, S>({ decider, commands, idOf }: Door<C, E, S>) {
  @Injectable()
  class Handler {
    constructor(private readonly journal: Journal) {}

    async execute({ id, command, meta, more }: To<C, E>): Promise<CarriedOut<E>> {
      const all = [command, ...more].map((each) => readBy(commands, each) as C);
      const { category } = decider;
      const stray = all.find((each) => idOf(each) !== id);
      if (stray) throw new Error(`A ${stray.type} went to ${category}-${id}, and is for ${category}-${idOf(stray)}.`);
      const about = {
        'waymark.category': category,
        'waymark.stream': `${category}-${id}`,
        'waymark.commands': all.length,
      };
      return inSpan(`command ${command.type}`, { attributes: about }, async () => {
        const { position, events } = await transactAll(this.journal, decider, id, all, meta);
        // What was decided is what this decider decides; transact tells it to callers of any.
        return { position, events: events as readonly E[] };
      });
    }
  }
  return Handler;
}

/** The command as its schema reads it: what is not in the schema is gone. @throws {ZodError} */
function readBy(commands: Messages, { type, data }: Message): Message {
  const schema = commands.shapes[type];
  if (!schema) throw new Error(`This stream takes no ${type}.`);
  return { type, data: schema.parse(data) };
}

import { Injectable } from '@nestjs/common';
import { Journal, transact, type Decider, type Id, type Message, type Messages, type Meta } from '#event-sourcing';
import type { CarriedOut, To } from './to.js';

/** A kind of stream as commands find it: who decides, what may be said, and which of the streams a command is for. */
export type Door<C extends Message, E extends Message, S> = {
  readonly decider: Decider<C, E, S>;
  readonly commands: Messages;
  /** The id of the stream that a command is for: it follows from what the command says. */
  readonly idOf: (command: C) => Id;
  readonly envelope: new (id: Id, command: C, meta: Meta) => To<C, E>;
};

/** A door whatever is behind it: what a list of them holds. */
export type AnyDoor = {
  readonly commands: Messages;
  /** Puts a command into its envelope. @throws {ZodError} when it is not a valid one. */
  address(command: Message, meta: Meta): To<Message>;
};

/** Defines a door; the types of its parts have to fit. */
export const door = <C extends Message, E extends Message, S>(parts: Door<C, E, S>): Door<C, E, S> & AnyDoor => ({
  ...parts,
  address: (command, meta) => {
    const read = readBy(parts.commands, command) as C;
    return new parts.envelope(parts.idOf(read), read, meta);
  },
});

/** The handler behind a door: it reads the command by its schema, then transacts. */
export function handlerOf<C extends Message, E extends Message, S>({ decider, commands, idOf }: Door<C, E, S>) {
  @Injectable()
  class Handler {
    constructor(private readonly journal: Journal) {}

    async execute({ id, command, meta }: To<C, E>): Promise<CarriedOut<E>> {
      const read = readBy(commands, command) as C;
      const { category } = decider;
      if (idOf(read) !== id) {
        throw new Error(`A ${command.type} went to ${category}-${id}, and is for ${category}-${idOf(read)}.`);
      }
      const { position, events } = await transact(this.journal, decider, id, read, meta);
      // What was decided is what this decider decides; transact tells it to callers of any.
      return { position, events: events as readonly E[] };
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

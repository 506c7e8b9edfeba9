import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Message, Meta } from '#event-sourcing';
import type { AnyDoor } from './door.js';
import { doors } from './streams.js';
import type { CarriedOut } from './to.js';

/** What processes and jobs send by: it finds the stream from the command itself and knocks at the same door as a page. */
@Injectable()
export class Send {
  constructor(private readonly bus: CommandBus) {}

  /** Carries out a command. @throws {Refusal} when a rule says no. @throws {ZodError} when it is not a valid command. */
  async send(command: Message, meta: Meta): Promise<CarriedOut> {
    const door = doorOf.get(command.type);
    if (!door) throw new Error(`No stream takes a ${command.type}.`);
    return this.bus.execute(door.address(command, meta));
  }

  /**
   * Carries out commands in their order. Those in a row that are for the same stream are decided together and appended at
   * once. @throws as `send`; what came before the refused ones has been carried out.
   */
  async sendTogether(commands: readonly Message[], meta: Meta): Promise<void> {
    for (const [first, ...more] of inRows(commands)) {
      const door = doorOf.get(first.type);
      if (!door) throw new Error(`No stream takes a ${first.type}.`);
      await this.bus.execute(door.address(first, meta, more));
    }
  }
}

/** Commands side by side that one stream takes together. */
function inRows(commands: readonly Message[]): (readonly [Message, ...Message[]])[] {
  const rows: [Message, ...Message[]][] = [];
  let last: { readonly door: AnyDoor | undefined; readonly id: string } | null = null;
  for (const command of commands) {
    const door = doorOf.get(command.type);
    const id = door?.streamIdOf(command) ?? '';
    const row = rows.at(-1);
    if (row && last && door && last.door === door && last.id === id && !door.oneByOne) row.push(command);
    else rows.push([command]);
    last = { door, id };
  }
  return rows;
}

/** The door by the type of the command: no two streams take one of the same name. */
const doorOf = new Map<string, AnyDoor>();
for (const door of doors) {
  for (const type of Object.keys(door.commands.shapes)) {
    if (doorOf.has(type)) throw new Error(`Two streams take a ${type}: rename one.`);
    doorOf.set(type, door);
  }
}

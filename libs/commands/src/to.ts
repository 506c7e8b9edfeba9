import { Command } from '@nestjs/cqrs';
import type { Id, Message, Meta, Position } from '#event-sourcing';

/** What came of a command. */
export type CarriedOut<E extends Message = Message> = {
  /** The position to wait for before showing a page. */
  readonly position: Position;
  /** What was decided, in order; nothing when it had been carried out before. */
  readonly events: readonly E[];
};

/**
 * An envelope: a command on its way to one stream, with who sends it. Pages, jobs and processes knock at the same door,
 * the CommandBus, and get the same answers: a `Refusal` when a rule says no, a `ZodError` when the command is not a valid
 * one, `StreamMoved` when the stream never stood still.
 */
export abstract class To<C extends Message, E extends Message = Message> extends Command<CarriedOut<E>> {
  constructor(
    /** The id of the stream, without its category. */
    readonly id: Id,
    readonly command: C,
    readonly meta: Meta,
    /** Further commands to the same stream, decided after it and appended with it, or not at all. */
    readonly more: readonly C[] = [],
  ) {
    super();
  }
}

import type { Message, Meta, Position, Process } from '#event-sourcing';
import type { Followers, SendCommand } from '#followers';
import { noteEvents, subject, type FollowingWorld, type NoteEvent } from './following.js';

type Count = { type: 'Count'; data: { subjectId: string; times: number; mark: number } };
type Counted = { times: number };

/** Orders a count for each note, and remembers how many there were. */
export const count: Process<NoteEvent, Counted, Count> = {
  name: 'count-the-notes',
  hears: [noteEvents],
  instance: ({ type, data }) => (type === 'Ended' ? null : data.subjectId),
  initial: { times: 0 },
  evolve: ({ times }) => ({ times: times + 1 }),
  react: ({ type, data }, { times }) => {
    if (type === 'Garbled') throw new Error('What Ann said about Ben.');
    return type === 'Noted' ? [{ type: 'Count', data: { subjectId: data.subjectId, times, mark: data.mark } }] : [];
  },
};

const names = ['ann', 'ben', 'cat'];

/** Runs the counting process in a world, and writes down what it orders. */
export class Counting {
  /** What was ordered, each as `name times`, in order. */
  readonly ordered: string[] = [];
  readonly metas: Meta[] = [];
  /** What an order of this mark meets, as long as it stands here. */
  readonly faults = new Map<number, () => void>();

  constructor(private readonly world: FollowingWorld) {}

  readonly send: SendCommand = async (command: Message, meta) => {
    const { subjectId, times, mark } = (command as Count).data;
    this.faults.get(mark)?.();
    this.ordered.push(`${names.find((name) => subject(name) === subjectId)} ${times}`);
    this.metas.push(meta);
  };

  run(as = 'one', send = this.send, process = count): Promise<Followers> {
    return this.world.follow({ processes: [process], send }, { as });
  }

  heardUpTo(position: Position): Promise<void> {
    return this.world.caughtUp(position, count.name);
  }
}

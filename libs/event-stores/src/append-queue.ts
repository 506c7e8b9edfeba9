import { StreamMoved, Unacceptable, type Appended, type NewEvent, type Revision } from '#event-sourcing';
import { noMeter, type Meter } from '#metrics';
import { askAgain, type AskAgain } from './ask-again.js';

export type Append = { readonly stream: string; readonly expected: Revision; readonly events: readonly NewEvent[] };

export type Outcome =
  | ({ readonly kind: 'appended' } & Appended)
  | { readonly kind: 'moved'; readonly actual: Revision }
  | { readonly kind: 'id-used-elsewhere' };

export type AppendQueueOptions = AskAgain & {
  /** Sends a group in one call and gives an outcome for each; a call that fails has appended all of it or nothing. */
  readonly send: (group: readonly Append[]) => Promise<readonly Outcome[]>;
  /** Called after each call that appended something. */
  readonly onAppended: (head: bigint) => void;
  /** Told how large each group was. */
  readonly meter?: Meter;
};

export const groupLimits = { appendsMax: 256, eventsMax: 500, bytesMax: 1024 * 1024 };

type Waiting = Append & {
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Appends that arrive while a call is on its way go together in the next one: the more writers, the larger the groups.
 * Each is answered for itself, and one that fails takes nobody with it.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private working: Promise<void> | null = null;

  constructor(private readonly options: AppendQueueOptions) {}

  append(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const bytes = append.events.reduce(
        (sum, { data, meta }) => sum + Buffer.byteLength(data) + Buffer.byteLength(meta),
        0,
      );
      this.waiting.push({ ...append, bytes, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Waits until everything that was given has been answered. */
  async drained(): Promise<void> {
    while (this.working) await this.working;
  }

  private async work(): Promise<void> {
    do {
      // Whoever has just been answered appends again before the next group leaves.
      await new Promise(setImmediate);
      const { group, rest } = nextGroup(this.waiting);
      this.waiting = rest;
      (this.options.meter ?? noMeter).observe('waymark_append_group_size', {}, group.length);
      await this.answer(group);
    } while (this.waiting.length > 0);
    this.working = null;
  }

  private async answer(group: readonly Waiting[]): Promise<void> {
    try {
      // The ids stay the same, so a call whose reply was lost is answered as it was the first time.
      this.settle(group, await askAgain(() => this.options.send(group), this.options));
    } catch (error) {
      if (group.length === 1 || this.options.mayGoAgain(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One of them can't be stored for a reason that only the database knows. Alone, each is answered for itself.
      for (const append of group) await this.answer([append]);
    }
  }

  private settle(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
    let head = 0n;
    group.forEach(({ stream, expected, resolve, reject }, index) => {
      const outcome = outcomes[index];
      switch (outcome?.kind) {
        case 'appended':
          if (outcome.position > head) head = outcome.position;
          return resolve({ revision: outcome.revision, position: outcome.position });
        case 'moved':
          return reject(new StreamMoved(stream, expected, outcome.actual));
        case 'id-used-elsewhere':
          return reject(new Unacceptable('id-used-elsewhere', 'An event with this id is stored elsewhere.'));
        case undefined:
          return reject(new Error('The call did not answer for every append.'));
      }
    });
    if (head > 0n) this.options.onAppended(head);
  }
}

/**
 * The first appends that may go together: within the limits, and no two of one stream or with an id in common, because
 * each is checked against what was there before the call. Those of one stream keep their order.
 */
export function nextGroup<T extends Append & { readonly bytes: number }>(
  waiting: readonly T[],
): { group: T[]; rest: T[] } {
  const group: T[] = [];
  const rest: T[] = [];
  const streams = new Set<string>();
  const ids = new Set<string>();
  let events = 0;
  let bytes = 0;
  for (const append of waiting) {
    const fits =
      group.length === 0 ||
      (group.length < groupLimits.appendsMax &&
        events + append.events.length <= groupLimits.eventsMax &&
        bytes + append.bytes <= groupLimits.bytesMax);
    if (fits && !streams.has(append.stream) && !append.events.some(({ id }) => ids.has(id))) {
      group.push(append);
      events += append.events.length;
      bytes += append.bytes;
    } else {
      rest.push(append);
    }
    streams.add(append.stream);
    for (const { id } of append.events) ids.add(id);
  }
  return { group, rest };
}

import { UnknownEventType, type Journal, type Position, type Recorded, type StoredEvent } from '#event-sourcing';

const batchMax = 1_000;
/** How many of the newest events stay at hand, sealed as they are stored. */
const recentMax = 2_000;
/** Opened events are shared by the followers of one process for a moment, and no longer: a key may be destroyed. */
const openedForMs = 1_000;
const openedMax = 500;

/**
 * The end of the log, read once for all followers of a process. Those that are further behind read for themselves.
 */
export class Tail {
  /** The newest events, without a gap, after `from` and up to `to`. */
  private recent: StoredEvent[] = [];
  private from: Position | undefined;
  private to: Position | undefined;
  private readonly reading = new Map<Position, Promise<StoredEvent[]>>();
  private waiting: Promise<boolean> | undefined;
  private opened = new Map<string, Promise<Recorded>>();
  private openedSinceMs = 0;

  constructor(private readonly journal: Journal) {}

  /** The next events after a position, of all types; none when it is the head. */
  async after(position: Position): Promise<StoredEvent[]> {
    if (this.from !== undefined && this.to !== undefined && position >= this.from && position < this.to) {
      const first = this.recent.findIndex((event) => event.position > position);
      return this.recent.slice(first, first + batchMax);
    }
    const asked = this.reading.get(position);
    if (asked) return asked;
    const reading = this.read(position).finally(() => this.reading.delete(position));
    this.reading.set(position, reading);
    return reading;
  }

  /** Waits for an event after the position, a second at most: a lost wake-up costs a second and nothing else. */
  async waitPast(position: Position, signal: AbortSignal): Promise<void> {
    if (this.to !== undefined && position < this.to) return;
    this.waiting ??= this.journal.store.waitPast(position, 1_000, signal).finally(() => (this.waiting = undefined));
    await this.waiting;
  }

  /** Events opened, in order. Those at the end of the log are opened once for everybody. @throws {UnknownEventType} */
  async open(events: readonly StoredEvent[]): Promise<Recorded[]> {
    if (events.length > openedMax) return this.journal.codec.open(events);
    if (this.opened.size > openedMax || performance.now() - this.openedSinceMs > openedForMs) this.forgetOpened();
    const { opened } = this;
    const unopened = events.filter(({ id }) => !opened.has(id));
    if (unopened.length > 0) {
      const opening = this.journal.codec.open(unopened);
      unopened.forEach(({ id }, index) => {
        const one = opening.then((all) => all[index] ?? Promise.reject(new Error('The codec left out an event.')));
        one.catch(() => opened.delete(id)); // To be tried again; who asked for it is told below.
        opened.set(id, one);
      });
    }
    return Promise.all(events.map(async (event) => (await opened.get(event.id)) ?? this.openOne(event)));
  }

  /** Forgets what it has opened, because a key has been destroyed. */
  forgetOpened(): void {
    this.opened = new Map();
    this.openedSinceMs = performance.now();
  }

  /** The events before the first one that this process does not know. @throws {UnknownEventType} when that is the first. */
  known(events: readonly StoredEvent[]): readonly StoredEvent[] {
    const at = events.findIndex(({ type }) => !this.journal.codec.definition(type));
    const stranger = events[at];
    if (!stranger) return events;
    if (at === 0) throw new UnknownEventType(stranger.type, stranger.position);
    return events.slice(0, at);
  }

  private async openOne(event: StoredEvent): Promise<Recorded> {
    const [opened] = await this.journal.codec.open([event]);
    if (!opened) throw new Error('The codec left out an event.');
    return opened;
  }

  private async read(position: Position): Promise<StoredEvent[]> {
    const events = await this.journal.store.readAll(position, batchMax);
    const last = events.at(-1);
    if (!last) return events;
    if (this.to === undefined || this.to === position) {
      this.from ??= position;
      this.recent.push(...events);
      this.to = last.position;
      if (this.recent.length > recentMax) {
        const dropped = this.recent.splice(0, this.recent.length - recentMax);
        this.from = dropped.at(-1)?.position ?? this.from;
      }
    } else if (last.position > this.to) {
      // Further along than anybody was before, and not adjoining: the newest count.
      this.recent = [...events];
      this.from = position;
      this.to = last.position;
    }
    return events;
  }
}

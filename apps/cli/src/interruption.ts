import { constants } from 'node:os';

/** A command was told to stop, and did so where nothing is half-done. It says how far it came and how to go on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    message: string,
    /** What a shell expects of a program that a signal has ended: 130 after Ctrl-C. */
    readonly exitCode: number,
  ) {
    super(message);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Stopping = (typeof signals)[number];

/** As much of a process as it takes to hear signals and to end. */
type Process = {
  on(signal: Stopping, heard: (signal: Stopping) => void): unknown;
  off(signal: Stopping, heard: (signal: Stopping) => void): unknown;
  exit(code: number): unknown;
};

/**
 * What Ctrl-C means to a command. The first asks it to stop: it completes what it has begun and then comes to a `pause`. The
 * second ends the process at once. SIGTERM and a terminal that is closed mean the same.
 */
export class Interruption {
  private readonly asking = new AbortController();
  private exitCode = 0;
  private resting = false;

  private constructor(
    private readonly process: Process,
    private readonly onFirst: () => void,
  ) {}

  /** Hears signals until `over`. `onFirst` says to whoever pressed Ctrl-C that something is being completed, where it is. */
  static heed(onFirst: () => void, process: Process): Interruption {
    const interruption = new Interruption(process, onFirst);
    for (const signal of signals) process.on(signal, interruption.heard);
    return interruption;
  }

  /** Aborted when somebody has asked to stop: for what waits, such as a question to a person. */
  get signal(): AbortSignal {
    return this.asking.signal;
  }

  /** Whether somebody has asked to stop. */
  get asked(): boolean {
    return this.asking.signal.aborted;
  }

  /**
   * A place where nothing is half-done. The sentences say how far the command came and how to go on.
   *
   * @throws {Interrupted} once somebody has asked to stop.
   */
  pause(sentences: () => string): void {
    if (this.asked) throw new Interrupted(sentences(), this.exitCode);
  }

  /** Waits for something while nothing is under way, such as the answer of a person. Null once somebody asks to stop. */
  async atRest<T>(work: Promise<T>): Promise<T | null> {
    if (this.asked) return null;
    let stop = (): void => undefined;
    const stopped = new Promise<null>((done) => (stop = () => done(null)));
    this.signal.addEventListener('abort', stop, { once: true });
    this.resting = true;
    try {
      return await Promise.race([work, stopped]);
    } finally {
      this.resting = false;
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** Signals mean again what they mean to any program. */
  over(): void {
    for (const signal of signals) this.process.off(signal, this.heard);
  }

  private readonly heard = (signal: Stopping): void => {
    this.exitCode = 128 + constants.signals[signal];
    if (this.asked) {
      this.process.exit(this.exitCode);
      return;
    }
    if (!this.resting) this.onFirst();
    this.asking.abort();
  };
}

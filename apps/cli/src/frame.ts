import { Interruption } from './interruption.js';
import { ProgressLine, type ProgressOf, type Screen } from './progress-line.js';
import { mayLoseItsReader, type Heard } from './readers.js';

const inks = { strong: 1, quiet: 2, warning: '1;33' } as const;
export type Ink = keyof typeof inks;

/** What every command that can be asked for JSON takes. */
export type FrameOptions = { readonly json?: boolean | undefined };

/** A stream for people or programs. */
type Out = Screen & Heard;

/**
 * What a command works in: how it speaks, how it tells its progress, and how it is asked to stop.
 *
 * Standard output is for the result alone: lines for people, or with `--json` one document and nothing else. Notes and
 * progress go to standard error. Whoever reads may go away (`waymark … | head`): what is said then is said to nobody, and the
 * work goes on, because an import must not end half-way for that.
 */
export class Frame {
  private line: ProgressLine | null = null;

  constructor(
    /** Hears Ctrl-C. A long command comes to `stop.pause(…)` between two steps, each of which is whole. */
    readonly stop: Interruption,
    private readonly json: boolean,
    private readonly out: Screen & { readonly gone?: boolean },
    private readonly err: Screen,
  ) {}

  /** Whether somebody reads the result on a terminal, and not a program or a file. */
  get watched(): boolean {
    return !this.json && this.out.isTTY === true;
  }

  /** Nobody reads the result any more, as after `| head`. */
  get unheard(): boolean {
    return this.out.gone === true;
  }

  /** How wide the lines of the result may be. */
  get columns(): number {
    return Math.max(40, Math.min(this.out.columns ?? 100, 120));
  }

  /** Marks a text where it can be seen: on a terminal, unless NO_COLOR says otherwise. */
  ink(kind: Ink, text: string): string {
    const plain = !this.watched || (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
    return plain ? text : `\u001B[${inks[kind]}m${text}\u001B[0m`;
  }

  /** A line of the result, for people: with `--json` it is left out. */
  say(text = ''): void {
    if (!this.json) this.write(this.out, `${text}\n`);
  }

  /** The result, where `--json` asks for it; positions are text. */
  result(value: unknown): void {
    if (this.json) this.write(this.out, `${JSON.stringify(value, positionsAsText, 2)}\n`);
  }

  /** A sentence beside the result, which nobody parses. */
  note(text: string): void {
    this.write(this.err, `${text}\n`);
  }

  /** Tells how far something has come, on a terminal. It takes the place of what was told of something before. */
  progress(of: ProgressOf): ProgressLine {
    this.line?.clear();
    this.line = new ProgressLine(of, this.err);
    return this.line;
  }

  /** Takes away what is drawn and lets signals be. */
  close(): void {
    this.line?.clear();
    this.stop.over();
  }

  private write(to: Screen, text: string): void {
    this.line?.clear();
    to.write(text);
  }
}

/** Does a command's work in a frame. */
export async function inFrame<T>({ json = false }: FrameOptions, work: (frame: Frame) => Promise<T>): Promise<T> {
  const stop = Interruption.heed(() => frame.note(stopping), process);
  const frame = new Frame(stop, json, evenToNobody(process.stdout), evenToNobody(process.stderr));
  try {
    return await work(frame);
  } finally {
    frame.close();
  }
}

const stopping = 'Completing what has begun, then stopping. Ctrl-C again stops at once.';

/** A stream on which it is no error that its reader has gone. */
function evenToNobody(stream: Out): Screen & { readonly gone: boolean } {
  let gone = false;
  mayLoseItsReader(stream, () => (gone = true));
  return {
    get gone() {
      return gone;
    },
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    write: (text) => gone || stream.write(text),
  };
}

const positionsAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** What `--json` does, wherever it is offered. */
export const asJson = 'print the result as one JSON document, and nothing else on standard output';

import { createInterface } from 'node:readline';
import type { Interruption } from '../interruption.js';

/** What somebody who walks through a history does next. */
export type Move =
  | { readonly to: 'next' | 'back' | 'quit' | 'help' }
  | { readonly to: 'step'; readonly number: number }
  /** As it was known at a moment; without one, after the step that is shown. */
  | { readonly to: 'known'; readonly asked: string };

/** Reads an answer: nothing for the next step, the number of another one, or a letter; `g` may have a moment with it. */
export function moveOf(answer: string): Move {
  const [first = '', ...rest] = answer.trim().toLowerCase().split(/\s+/);
  if (/^\d{1,6}$/.test(first)) return { to: 'step', number: Number(first) };
  switch (first) {
    case '':
    case 'n':
      return { to: 'next' };
    case 'b':
      return { to: 'back' };
    case 'g':
      return { to: 'known', asked: rest.join('T') };
    case 'q':
      return { to: 'quit' };
    default:
      return { to: 'help' };
  }
}

/** What can be typed, and what it does. */
export const ways: readonly (readonly [typed: string, does: string])[] = [
  ['Enter', 'the next step'],
  ['b', 'the one before'],
  ['7', 'step 7'],
  ['g', 'what was known after this step'],
  ['g 09:40', 'what was known at that time of its day, or g 2026-03-03T09:40'],
  ['q', 'quit'],
];

/** Asks a person on a terminal, a line at a time. What is typed ahead waits for its question. */
export class Asking {
  // The terminal stays as it is, so that Ctrl-C is what it is elsewhere.
  private readonly input = createInterface({ input: process.stdin, terminal: false });
  private readonly lines = this.input[Symbol.asyncIterator]();

  constructor(private readonly stop: Interruption) {}

  /** Null when they have gone, or pressed Ctrl-C; then the cursor is on a line of its own again. */
  async ask(question: string): Promise<string | null> {
    process.stdout.write(question);
    const answer = await this.stop.atRest(this.lines.next().then(({ done, value }) => (done ? null : value)));
    if (answer === null) process.stdout.write('\n');
    return answer;
  }

  close(): void {
    this.input.close();
  }
}

import { Command } from 'commander';

/** Something that is typed or set, and what it does. */
export type Term = { readonly term: string; readonly does: string };

/**
 * A command of the command line: commander's, which says what is wrong in a sentence, ends with 2 when it was used wrongly,
 * and shows in its help how it is meant to be used.
 */
export class Line extends Command {
  readonly notes: string[] = [];
  readonly variables: Term[] = [];
  readonly examples: Term[] = [];

  constructor(name?: string) {
    super(name);
    this.exitOverride();
    this.configureHelp({ minWidthToWrap: 20 });
    this.helpOption('-h, --help', 'say what this command does');
    this.addHelpText('after', () => this.more());
  }

  override createCommand(name?: string): Line {
    return new Line(name);
  }

  /** A paragraph of the help: what is worth knowing before. */
  note(text: string): this {
    this.notes.push(text);
    return this;
  }

  /** A variable of the environment that it heeds. */
  variable(term: string, does: string): this {
    this.variables.push({ term, does });
    return this;
  }

  /** How the command is used, without `waymark` itself. */
  example(command: string, does: string): this {
    this.examples.push({ term: `waymark ${command}`, does });
    return this;
  }

  /** Its name as it is typed, such as `waymark parked retry`. */
  fullName(): string {
    return this.parent ? `${(this.parent as Line).fullName()} ${this.name()}` : this.name();
  }

  /** Commander's sentences begin with "error:" and say nothing of where to read on. */
  override error(message: string, options?: { exitCode?: number; code?: string }): never {
    const [first = '', ...further] = message
      .replace(/^error: /, '')
      .split('\n')
      .filter(Boolean);
    const sentence = [
      first.charAt(0).toUpperCase() + first.slice(1),
      ...further.map((each) => each.replace(/^\(|\)$/g, '')),
    ]
      .map((each) => (/[.?!]$/.test(each) ? each : `${each}.`))
      .join(' ');
    super.error(`${sentence} See ${this.fullName()} --help.`, { ...options, exitCode: 2 });
  }

  /** What the help says after the options. */
  private more(): string {
    const width = this.configureOutput().getOutHelpWidth?.() ?? 80;
    const wrap = (text: string, columns: number) => this.createHelp().boxWrap(text, Math.max(columns, 20));
    const list = (heading: string, terms: readonly Term[]) => {
      const longest = Math.max(...terms.map(({ term }) => term.length));
      const beside = 2 + longest + 2;
      const lines = terms.map(({ term, does }) =>
        // On a narrow terminal what it does stands below.
        beside + 24 > width
          ? `  ${term}\n${indented(wrap(does, width - 6), 6)}`
          : `  ${term.padEnd(longest)}  ${indented(wrap(does, width - beside), beside).trimStart()}`,
      );
      return [heading, ...lines].join('\n');
    };
    const parts = this.notes.map((each) => wrap(each, width));
    if (this.variables.length > 0) parts.push(list('Environment:', this.variables));
    if (this.examples.length > 0) parts.push(list('Examples:', this.examples));
    return parts.map((each) => `\n${each}`).join('\n');
  }
}

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');

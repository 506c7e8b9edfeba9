import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { packageRoot } from '#config';
import { commandLine } from './command-line.js';
import type { Line } from './line.js';
import { exitCodeOf } from './tell.js';

const everyLine = (line: Line): Line[] => [line, ...line.commands.flatMap((each) => everyLine(each as Line))];
const pathOf = (line: Line): string[] => line.fullName().split(' ').slice(1);
const all = everyLine(commandLine()).map((line) => [line.fullName(), line] as const);

/** What a command says and ends with, without anything being done. */
async function given(args: readonly string[], columns = 80) {
  const read = { out: '', err: '', code: 0 };
  const waymark = commandLine();
  for (const line of everyLine(waymark)) {
    line.configureOutput({
      writeOut: (text) => (read.out += text),
      writeErr: (text) => (read.err += text),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    });
  }
  try {
    await waymark.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    read.code = exitCodeOf(error);
  }
  return read;
}

describe.each(all)('%s', (name, line) => {
  it('says with --help what it does, and does nothing', async () => {
    const { out, err, code } = await given([...pathOf(line), '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: ${name}`);
    expect(out).toContain('Examples:');
  });

  it('keeps to a narrow terminal', async () => {
    const { out } = await given([...pathOf(line), '--help'], 60);
    const wide = out.split('\n').filter((text) => text.length > 60 && !/^(Usage:| +waymark )/.test(text));
    expect(wide).toEqual([]);
  });

  it('refuses an option that it does not know, in a sentence, with 2', async () => {
    const mandatory = line.options.flatMap(({ mandatory, long }) => (mandatory && long ? [long, 'something'] : []));
    const { out, err, code } = await given([...pathOf(line), ...mandatory, '--no-such-option']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(`Unknown option '--no-such-option'. See ${name} --help.\n`);
  });
});

describe('the command line', () => {
  it('guesses what a mistyped command or option was to be', async () => {
    expect(await given(['rebuil'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean rebuild?') });
    expect(await given(['rebuild', '--swop'])).toMatchObject({ code: 2, err: expect.stringContaining('--swap?') });
  });

  it('shows its help when nothing is asked of it, and takes that for a mistake', async () => {
    expect(await given([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Serving:') });
  });

  it('says which version it is', async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
    expect(await given(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('names every variable that .env.example describes', () => {
    const example = readFileSync(join(packageRoot(), '.env.example'), 'utf8');
    const described = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    const start = all.find(([name]) => name === 'waymark start')?.[1];
    const forSimulations = ['WAYMARK_CLOCK_FILE'];
    const named = [...(start?.variables.map(({ term }) => term) ?? []), ...forSimulations];
    expect(new Set(named)).toEqual(new Set(described));
  });
});

import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, program } from 'commander';
import { benchNames, type Bench, type BenchName } from './bench.js';
import { circumstances, json, table } from './report.js';
import { BenchServer, NotDurable } from './server.js';

type Options = { json?: string; rounds: number; seconds: number; setting: Record<string, string> };

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
};

const assignment = (text: string, before: Record<string, string>): Record<string, string> => {
  const [name, value] = text.split('=');
  if (!name || value === undefined) throw new InvalidArgumentError('It must be name=value.');
  return { ...before, [name]: value };
};

async function measure(names: string[], options: Options): Promise<void> {
  const benches = await load(names);
  const server = await BenchServer.start(options.setting).catch((error: unknown) => {
    if (error instanceof NotDurable) program.error(error.message);
    throw error;
  });
  try {
    const figures = await circumstances(server);
    for (const bench of benches) {
      say(bench.about);
      await bench.run({
        server,
        rounds: options.rounds,
        seconds: options.seconds,
        put: (key, value) => figures.set(key, value),
        say,
      });
    }
    process.stdout.write(`${table(figures)}\n`);
    if (options.json !== undefined) writeFileSync(options.json, json(figures));
  } finally {
    await server.stop();
  }
}

async function load(names: readonly string[]): Promise<Bench[]> {
  const asked = names.includes('all') ? [...benchNames] : names;
  for (const name of asked) {
    if (!isBenchName(name)) program.error(`There is no bench ${name}. There are ${benchNames.join(', ')} and all.`);
  }
  return Promise.all(asked.map(async (name) => ((await import(`./${name}.js`)) as { readonly bench: Bench }).bench));
}

const isBenchName = (name: string): name is BenchName => (benchNames as readonly string[]).includes(name);

/** Progress goes to stderr: stdout is the table. */
function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

await program
  .name('bench')
  .description('Measures Waymark on a PostgreSQL of its own, started in a temporary folder with durable settings.')
  .argument('<name...>', `what to measure: ${benchNames.join(', ')} or all`)
  .option('--json <file>', 'also write the figures to a file, as one flat object')
  .option('--rounds <n>', 'how often each measurement is made; figures are medians', whole, 3)
  .option('--seconds <n>', 'how long each measurement takes', whole, 2)
  .option('--setting <name=value>', 'a server setting to try; fsync and synchronous_commit stay on', assignment, {})
  .action(measure)
  .parseAsync();

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import type { BenchServer } from './server.js';

export type Figures = Map<string, number | string>;

/** On what the figures were measured: they mean little without it. */
export async function circumstances(server: BenchServer): Promise<Figures> {
  const [cpu] = cpus();
  return new Map<string, number | string>([
    ['machine.cpu', cpu?.model.trim() ?? 'unknown'],
    ['machine.cores', cpus().length],
    ['machine.memoryGiB', Math.round(totalmem() / 2 ** 30)],
    ['machine.system', `${process.platform} ${process.arch}`],
    ['disk.syncMs', server.diskSyncMs()],
    ['versions.node', process.versions.node],
    ['versions.postgresql', await server.setting('server_version')],
    ['versions.pg', versionOf('pg')],
    ['versions.emmett', versionOf('@event-driven-io/emmett-postgresql')],
    ['postgresql.fsync', await server.setting('fsync')],
    ['postgresql.synchronousCommit', await server.setting('synchronous_commit')],
  ]);
}

/** As a table to read; numbers stand under each other. */
export function table(figures: Figures): string {
  const rows = [...figures].map(([key, value]) => [key, typeof value === 'number' ? rounded(value) : value] as const);
  const keyWidth = Math.max(...rows.map(([key]) => key.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([key, value]) => `${key.padEnd(keyWidth)}  ${value.padStart(valueWidth)}`).join('\n');
}

/** As one flat object of numbers, with the few words that say on what they were measured. */
export const json = (figures: Figures): string => `${JSON.stringify(Object.fromEntries(figures), null, 2)}\n`;

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));

/** Some packages don't show their package.json to importers, so it is looked for above what they do show. */
function versionOf(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const folder = entry.slice(0, entry.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
  return (JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { version: string }).version;
}

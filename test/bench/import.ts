import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLetterOf } from '#domain';
import type { Database } from '#database';
import { allMigrations } from '#installation';
import { median, type Bench, type BenchRun } from './bench.js';
import { runCommand } from './command.js';

const rows = 20_000;
/** A file so many times as long shows whether memory grows with it. */
const longer = 3;
const urns = Array.from({ length: 20 }, (_, index) => String(100_001 + index));

/** Imports pupils of a trust, each with two statuses, with the real command on an empty installation; then once more. */
export const bench: Bench = {
  about: `importing ${rows} pupils with two statuses each, by the command`,
  run: async (run) => {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-import-'));
    try {
      const file = await pupilsFile(folder, rows);
      const first: number[] = [];
      const again: number[] = [];
      for (let round = 0; round < run.rounds; round += 1) {
        const database = await emptyTrust(run, `imported_${round}`, folder);
        first.push((await runCommand(['import', file], database, folder)).ms / 1_000);
        again.push((await runCommand(['import', file], database, folder)).ms / 1_000);
        run.say(`import: ${first.at(-1)?.toFixed(1)} s, the same file again: ${again.at(-1)?.toFixed(1)} s`);
      }
      run.put('import.seconds', median(first));
      run.put('import.rowsPerSecond', rows / median(first));
      run.put('import.again.seconds', median(again));

      run.say(`import: the memory for ${rows} and ${rows * longer} rows`);
      const peakMb = await peakOf(run, 'imported_short', folder, file);
      const longPeakMb = await peakOf(run, 'imported_long', folder, await pupilsFile(folder, rows * longer));
      run.put('import.memoryMb', peakMb);
      run.put('import.longer.memoryMb', longPeakMb);
      run.put('import.longer.ratioOfMemory', longPeakMb / peakMb);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/**
 * The most memory that an import ever had, in MB. Where memory is free, Node lets garbage lie; a limit of its heap shows what
 * the import needs.
 */
async function peakOf(run: BenchRun, name: string, folder: string, file: string): Promise<number> {
  const database = await emptyTrust(run, name, folder);
  return (await runCommand(['import', file], database, folder, ['--max-old-space-size=128'])).peakMb;
}

async function emptyTrust(run: BenchRun, name: string, folder: string): Promise<Database> {
  const database = await run.server.database(name, allMigrations);
  await database.close();
  const mailbox = ['--mailbox', 'attendance@school.example'];
  await runCommand(['import', schoolsFile(folder), ...mailbox, '--urn', ...urns], database, folder);
  await run.server.settle();
  return database;
}

function schoolsFile(folder: string): string {
  const file = join(folder, 'schools.csv');
  const headings =
    'URN,EstablishmentName,EstablishmentStatus (name),LA (code),Street,Locality,Town,Postcode,TelephoneNum';
  const lines = urns.map(
    (urn, index) => `${urn},School ${index},Open,801,${index} Lane,,Town,ZZ99 3CZ,01632 960${index + 100}`,
  );
  writeFileSync(file, `${[headings, ...lines].join('\n')}\n`);
  return file;
}

async function pupilsFile(folder: string, count: number): Promise<string> {
  const file = join(folder, `pupils-${count}.csv`);
  const stream = createWriteStream(file);
  stream.write('School,UPN,Given name,Family name,Date of birth,Year group,Looked after,SEN support\n');
  for (let index = 0; index < count; index += 1) {
    const serial = `8012${String(index).padStart(8, '0')}`;
    const born = `${String((index % 28) + 1).padStart(2, '0')}/${String((index % 12) + 1).padStart(2, '0')}/2011`;
    const statuses = `${index % 9 === 0 ? 'yes' : 'no'},${index % 5 === 0 ? 'yes' : 'no'}`;
    const upn = `${checkLetterOf(` ${serial}`)}${serial}`;
    const line = `${urns[index % urns.length]},${upn},Given${index},Family${index % 997},${born},10,${statuses}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return file;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { LivedWeek } from '#simulation';
import { placementId } from '../../libs/simulation/src/week/names.js';
import { adults, people, pupils } from '../../libs/simulation/src/week/trust.js';
import { Traced } from '../support/traced.js';
import { waymark, Weeks, weekTimeoutMs } from './the-week.js';

/** What would tell somebody by: names, addresses and numbers of everybody in the week, and of those who are imported. */
const imported = ['Thistlewick', 'T860432112345', 'Quillfeather', 'quillfeather@hollinbank.example', '07700900199'];
const recognisable = [
  ...imported,
  ...[...Object.values(people), ...Object.values(adults)].flatMap(({ name, email }) => [name, lastOf(name), email]),
  ...Object.values(pupils).flatMap(({ given, family, upn, contact }) => [
    ...[given, family, upn].filter((each) => each.length > 4),
    contact.name,
    contact.telephone,
  ]),
];
function lastOf(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

/**
 * Which of them stand in a text, also where bytes are written as hexadecimal. Four letters come about by chance in what
 * is sealed and written as base64, so that a name as short as that counts where it is a word.
 */
const foundIn = (text: string): string[] =>
  recognisable.filter((each) => {
    const isThere = each.length > 4 ? text.includes(each) : new RegExp(`(?<![\\w+/-])${each}(?![\\w+/=-])`).test(text);
    return isThere || text.includes(Buffer.from(each).toString('hex'));
  });

/** Where names and numbers may lie open, to be searched for and told apart: what is there goes with the pupil's key. */
const open = ['keys.directory', 'keys.upn'];

// A week with everything real around it, at the most talkative that a log can be.
describe('in a week with all processes, nothing about a person', () => {
  const weeks = new Weeks();
  const traced = new Traced();
  const folder = mkdtempSync(join(tmpdir(), 'waymark-nothing-personal-'));
  let lived: LivedWeek;
  let client: pg.Client;
  let said = '';
  const jobs: string[] = [];

  beforeAll(async () => {
    weeks.build();
    const onSaid = (words: string) => void (said += words);
    const further = { LOG_LEVEL: 'trace', OPERATIONS_PORT: '0', ...traced.env };
    lived = await weeks.begin(1, { further, onSaid });
    client = new pg.Client(lived.env['DATABASE_URL']);
    await client.connect();
    await lived.live(async () => {
      for (const [, text] of await tables((name) => name.startsWith('jobs.') || name === 'clock.failed_job'))
        jobs.push(text);
    });
  }, weekTimeoutMs);
  afterAll(async () => {
    await client.end();
    await weeks.end();
    rmSync(folder, { recursive: true });
    traced.remove();
  });

  /** All rows of tables, by their names, as text. */
  async function tables(wanted: (name: string) => boolean): Promise<[name: string, text: string][]> {
    const { rows } = await client.query<{ name: string; as_sql: string }>(
      `SELECT schemaname || '.' || tablename AS name, format('%I.%I', schemaname, tablename) AS as_sql FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
         AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')`,
    );
    const found: [string, string][] = [];
    for (const { name, as_sql: table } of rows.filter((each) => wanted(each.name))) {
      const { rows: lines } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${table} AS t`);
      found.push([name, lines.map(({ line }) => line).join('\n')]);
    }
    return found;
  }

  /** Gives a command, and tells all that it says. */
  function command(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const [node = '', ...main] = waymark;
    const env = { ...process.env, ...lived.env };
    return spawnSync(node, [...main, ...args], { encoding: 'utf8', env, timeout: 120_000 });
  }
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('is said by web or worker', () => {
    expect(said).toContain('A request was answered.');
    expect(said).toContain('The worker has started.');
    expect(foundIn(said)).toEqual([]);
  });

  it('is in a trace', () => {
    expect(traced.text()).toContain('"name":"hand over letter"');
    expect(foundIn(traced.text())).toEqual([]);
  });

  it('is told to operators, nor by which id somebody is known', async () => {
    const urls = said
      .split('\n')
      .filter((line) => line.includes('Health and metrics are served to operators.'))
      .map((line) => `http://127.0.0.1:${String((JSON.parse(line) as { port: number }).port)}`);
    expect(urls).toHaveLength(2);
    let told = '';
    for (const url of [...urls, lived.world.config.publicUrl]) {
      for (const path of ['/health/live', '/health/ready', '/metrics']) told += await (await fetch(url + path)).text();
    }
    expect(told).toMatch(/waymark_events_appended_total\{type="LetterAccepted"\} \d+/);
    expect(told).toMatch(/waymark_http_requests_total\{method="POST",route="\/p\/:token",status="3xx"\} \d+/);
    expect(told).toMatch(/waymark_duties\{kind="find-the-pupil",state="met"\} \d+/);
    expect(foundIn(told)).toEqual([]);
    expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
    expect(told).not.toMatch(/hollin|millrace|wheelhouse|greenacre/i);
  });

  it('is in a job, while it waits, runs or has failed', () => {
    expect(jobs.join('')).toContain('take-steps');
    expect(foundIn(jobs.join('\n'))).toEqual([]);
  });

  it('is said by a command that was not asked for it', () => {
    const staff = 'Name,Email,Role\nAda Quillfeather,quillfeather@hollinbank.example,Designated teacher\n';
    const pupilsFile = 'UPN,Surname,Forename,DOB,Year\nT860432112345,Thistlewick,Zebedee,02/01/2012,9\n';
    const contacts =
      'UPN,Order,Contact name,Relation,Telephone,May be rung,May be told\nT860432112345,1,Ida Thistlewick,aunt,07700900199,yes,no\n';
    const files = [file('staff.csv', staff), file('pupils.csv', pupilsFile), file('contacts.csv', contacts)];
    // Whoever brings a file is told what is in it, on standard output; what a program logs is another matter.
    const imported = command('import', '--school', 'Hollin Bank School', ...files);
    expect([foundIn(imported.stderr), imported.stdout]).toEqual([[], expect.stringContaining('Imported: ')]);
    const wrong = file('wrong.csv', pupilsFile.replace('T860432112345', 'T86'));
    const told = command('import', '--school', 'Hollin Bank School', wrong);
    expect([told.status, foundIn(told.stderr)]).toEqual([1, []]);

    const asked: readonly (readonly string[])[] = [
      ['replay', placementId('amara', 'wheelhouse'), '--all'],
      ['parked'],
      ['doctor'],
      ['rebuild', 'people'],
      ['backup', folder],
    ];
    for (const args of asked) {
      const { status, stdout, stderr } = command(...args);
      expect([args[0], foundIn(stdout + stderr), status === 0 ? '' : stderr]).toEqual([args[0], [], '']);
    }
  }, 300_000);

  it('lies open in the database, but in the directory', async () => {
    const all = await tables((name) => !open.includes(name));
    const names = all.map(([name]) => name.split('.')[0]);
    for (const schema of ['accounts', 'clock', 'events', 'followers', 'jobs', 'keys']) expect(names).toContain(schema);
    const found = all.flatMap(([name, text]) => foundIn(text).map((each) => `${name}: ${each}`));
    expect(found).toEqual([]);
    expect(foundIn((await tables((name) => open.includes(name))).join('\n'))).toContain('Thistlewick');
  });
});

import type { Client } from 'pg';
import type { Clock, EventStore } from '#event-sourcing';
import { Progress } from '#followers';
import { ClockKeeping } from '#jobs';
import { broken, counted, ok, warning, type Finding } from './finding.js';

/** What is asked of a database. */
type Asked = { query(sql: string): Promise<{ rows: unknown[] }> };

const clockApartMs = 5_000;
const lagMaxSeconds = 60;

/** Whether this machine and the database tell the same time: events are stamped by the one, letters fall due by the other. */
export async function checkClocks(service: Asked, nowMs: () => number = Date.now): Promise<readonly Finding[]> {
  const name = 'clock';
  const before = nowMs();
  const { rows } = await service.query('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms');
  const [answer] = rows as { ms: number }[];
  const apartMs = Math.abs((answer?.ms ?? 0) - (before + nowMs()) / 2);
  if (apartMs <= clockApartMs) return [ok(name, 'This machine and the database tell the same time.')];
  const found = `The clocks of this machine and of the database are ${Math.round(apartMs / 1_000)} s apart.`;
  return [broken(name, found, 'Let both keep time by NTP (timedatectl set-ntp true).')];
}

/** How far the followers are, and what they could not handle. */
export async function checkFollowers(service: Client, store: EventStore, clock: Clock): Promise<readonly Finding[]> {
  if (!(await isThere(service, 'followers.checkpoint'))) return [];
  const rows = await new Progress(service, store, clock, async () => async () => undefined).lag();
  const parked = await service.query<{ entries: number }>(
    'SELECT count(*)::int AS entries FROM followers.parked WHERE fault IS NOT NULL',
  );
  const late = rows.filter(({ seconds, stopped }) => seconds > lagMaxSeconds && stopped === null);
  const entries = parked.rows[0]?.entries ?? 0;
  return [
    ...rows
      .filter(({ stopped }) => stopped !== null)
      .map(({ name, stopped }) =>
        broken(
          'followers',
          `${name} stands still: ${stopped}.`,
          'Look into the log of the worker. Pages show what was true before.',
        ),
      ),
    ...late.map(({ name, seconds }) =>
      warning(
        'followers',
        `${name} is ${Math.round(seconds)} s behind.`,
        'See that a worker runs (npm start, or waymark worker).',
      ),
    ),
    ...(entries > 0
      ? [
          broken(
            'parked entries',
            `${counted(entries, 'event', 'events')} could not be handled, and ${entries === 1 ? 'waits' : 'wait'}.`,
            'Look at them and answer each: waymark parked.',
          ),
        ]
      : []),
    ...(late.length === 0 && entries === 0 && rows.every(({ stopped }) => stopped === null)
      ? [ok('followers', `${rows.length} followers have heard everything, and nothing is parked.`)]
      : []),
  ];
}

/** Whether the clock goes: when it last swept, and who is at work. */
export async function checkSweeps(service: Client, clock: Clock): Promise<readonly Finding[]> {
  const name = 'sweeps';
  if (!(await isThere(service, 'clock.swept'))) return [];
  const { sweptTo, lags, workers } = await new ClockKeeping(service).health(clock.now());
  const last = sweptTo === null ? 'Nothing has been swept for yet' : `What is due was last looked for at ${sweptTo}`;
  const atWork = `${workers.length} ${workers.length === 1 ? 'worker is' : 'workers are'} at work`;
  if (!lags) return [ok(name, `${last}; ${atWork}.`)];
  const mend = 'Start a worker (npm start, or waymark worker). Until then nobody is asked or told: telephone.';
  if (workers.length === 0) return [warning(name, `${last}; ${atWork}.`, mend)];
  return [
    broken(
      name,
      `${last}, though ${atWork}.`,
      'Look into the log of the worker. Until then nobody is asked or told: telephone.',
    ),
  ];
}

/** The letters that should have left by now, and those that nobody will get. */
export async function checkLetters(service: Client, clock: Clock): Promise<readonly Finding[]> {
  const name = 'letters';
  if (!(await isThere(service, 'reads.letters_v1'))) return [];
  const { rows } = await service.query<{ waiting: number; again: number; refused: number }>(
    `SELECT count(*) FILTER (WHERE open ->> 'state' IN ('composed', 'handing-over') AND open ->> 'composedAt' < $1)::int AS waiting,
            count(*) FILTER (WHERE open ->> 'state' = 'to-go-again')::int AS again,
            count(*) FILTER (WHERE open ->> 'state' = 'refused' AND open ->> 'refusedAt' >= $2)::int AS refused
     FROM reads.letters_v1 WHERE until IS NULL AND NOT broken`,
    [ago(clock, 10), ago(clock, 24 * 60)],
  );
  const { waiting = 0, again = 0, refused = 0 } = rows[0] ?? {};
  const findings = [
    ...(waiting > 0
      ? [
          warning(
            name,
            `${counted(waiting, 'letter has', 'letters have')} waited for more than ten minutes.`,
            'See that a worker runs, and that SMTP_URL is set.',
          ),
        ]
      : []),
    ...(again > 0
      ? [
          warning(
            name,
            `${counted(again, 'letter was', 'letters were')} not taken by the mail server, and will go again.`,
            'The page Letters of a school shows what it said: mend that at the mail server, or correct SMTP_URL.',
          ),
        ]
      : []),
    ...(refused > 0
      ? [
          warning(
            name,
            `${counted(refused, 'letter', 'letters')} of the last day ${refused === 1 ? 'was' : 'were'} refused for good.`,
            'The page Letters of a school shows whose: correct the addresses.',
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [ok(name, 'No letter waits.')];
}

const ago = (clock: Clock, minutes: number): string =>
  new Date(Date.parse(clock.now()) - minutes * 60_000).toISOString();

/** Whether a table is there. */
export async function isThere(service: Client, table: string): Promise<boolean> {
  const { rows } = await service.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
}

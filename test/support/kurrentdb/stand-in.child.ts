import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { KurrentLog, type Kept } from './log.js';
import { KurrentStandIn } from './server.js';

/**
 * The stand-in as a process of its own, so that it can be killed: it keeps its log in a file, and one that is started with
 * that file has it again. Says its URL when it serves.
 */
const { STAND_IN_PORT = '', STAND_IN_LOG = '' } = process.env;

/** What was written in full; the rest was never answered. */
function kept(file: string): Kept[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) writeFileSync(file, whole);
  return whole
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => JSON.parse(line, revive) as Kept[]);
}

const big = new Set(['revision', 'position', 'created']);
const bytes = new Set(['data', 'metadata']);
const revive = (key: string, value: unknown): unknown =>
  big.has(key) ? BigInt(String(value)) : bytes.has(key) ? Buffer.from(String(value), 'base64') : value;
const written = (event: Kept) => ({
  ...event,
  revision: String(event.revision),
  position: String(event.position),
  created: String(event.created),
  data: Buffer.from(event.data).toString('base64'),
  metadata: Buffer.from(event.metadata).toString('base64'),
});

const log = new KurrentLog(kept(STAND_IN_LOG), (events) => {
  if (STAND_IN_LOG !== '') appendFileSync(STAND_IN_LOG, `${JSON.stringify(events.map(written))}\n`);
});
const standIn = await KurrentStandIn.start({ log, ...(STAND_IN_PORT === '' ? {} : { port: Number(STAND_IN_PORT) }) });
if (process.send) process.send(standIn.url);
else process.stdout.write(`${standIn.url}\n`);

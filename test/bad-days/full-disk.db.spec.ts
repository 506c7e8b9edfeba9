import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BadDay, build } from './bad-day.js';
import { ServedTrust, type SentMark } from './served-trust.js';
import type { SmallDisk } from './small-disk.js';

const timeoutMs = 300_000;
/** Two processes try to bring the server back, each with a patience of its own. */
const answersWithinMs = 120_000;

describe('a disk that is full', () => {
  let day: BadDay;
  let disk: SmallDisk | undefined;
  let trust: ServedTrust | undefined;
  beforeAll(() => build(), timeoutMs);
  beforeEach(() => (day = new BadDay()));
  afterEach(async () => {
    disk?.free();
    const ending = trust;
    disk = trust = undefined;
    // What one test leaves in disorder is not in the way of the next.
    try {
      await ending?.end();
    } finally {
      await day.end();
    }
  }, timeoutMs);

  /** Marks until one is answered in this way. @throws with what was answered instead, and what the server says of it. */
  async function markUntil(
    status: number,
    sent: SentMark[],
    served: ServedTrust,
    before: () => unknown = () => undefined,
  ): Promise<SentMark> {
    const others: number[] = [];
    for (const giveUpAt = Date.now() + answersWithinMs; Date.now() < giveUpAt; await pause(50)) {
      await before();
      const mark = await served.mark();
      sent.push(mark);
      if (mark.status === status) return mark;
      others.push(mark.status);
    }
    const log = readFileSync(join(day.home(), 'server.log'), 'utf8').slice(-4_000);
    throw new Error(`No mark was answered with ${status}, but ${others.join(' ')}.\n${log}\n${served.waymark.stdout}`);
  }

  it(
    'takes no mark that it could not keep, says so, and goes on by itself once there is room',
    async () => {
      disk = day.smallDisk(220);
      trust = await ServedTrust.begin(day, 30);
      const sent: SentMark[] = [];
      await markUntil(303, sent, trust);
      disk.fill();
      const { page } = await markUntil(503, sent, trust);
      expect(page).toMatch(/Waymark can’t be used at the moment/);
      expect(page).toMatch(/may not be saved: send it again/);
      expect(page).toMatch(/use the telephone now/);

      disk.free();
      await markUntil(303, sent, trust);
      await expectKept(trust, sent);
    },
    timeoutMs,
  );

  it(
    'may stop PostgreSQL itself, which comes back with everything once there is room',
    async () => {
      disk = day.smallDisk(220);
      trust = await ServedTrust.begin(day, 30);
      const sent: SentMark[] = [];
      await markUntil(303, sent, trust);
      disk.fill();
      // Until the write-ahead log needs a further file, which ends the server.
      const pool = trust.world.installation.database.pool('test', { max: 1 });
      const write = () => pool.query("SELECT pg_logical_emit_message(false, 'waymark', repeat('x', 1000000))");
      await expect(untilRefused(write)).resolves.toMatch(
        /No space left|terminat|ECONN|EPIPE|ENOENT|starting up|recovery/i,
      );
      // What its restart gives back is taken again.
      await markUntil(503, sent, trust, () => disk?.fill());

      disk.free();
      await markUntil(303, sent, trust);
      await expectKept(trust, sent);
      expect(day.serverPid()).not.toBeNull();
    },
    timeoutMs,
  );

  it(
    'is no disk to start on: that is said, and the next start finds everything',
    async () => {
      disk = day.smallDisk(120);
      const { waymark } = await day.serve();
      waymark.signal('SIGTERM');
      expect(await waymark.ended()).toMatchObject({ code: 0 });

      disk.fill();
      const { code, stderr } = await day.run(['start']);
      expect(stderr).toMatch(/disk of .*postgres.* is full\. Free some space there, and start Waymark again/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(code).toBe(1);
      expect(day.serverPid()).toBeNull();

      disk.free();
      await day.serve();
    },
    timeoutMs,
  );

  it(
    'leaves nothing half-made of a new installation, which is made once there is room',
    async () => {
      disk = day.smallDisk(12);
      const { code, stderr } = await day.run(['start']);
      expect(stderr).toMatch(/disk of .*postgres.* is full\. Free some space there, and start Waymark again/);
      expect(code).toBe(1);
      expect(readdirSync(disk.folder).filter((name) => /data|unfinished/.test(name))).toEqual([]);

      disk.grow(120);
      await day.serve();
    },
    timeoutMs,
  );

  it(
    'that can only be read is no disk to start on, new or known',
    async () => {
      disk = day.smallDisk(120);
      disk.letWrite(false);
      const refused = async (): Promise<void> => {
        const { code, stderr } = await day.run(['start']);
        expect(stderr).toMatch(/postgres.* can only be read\. Mount it so that it can be written to/);
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(code).toBe(1);
      };
      await refused();
      disk.letWrite(true);
      const { waymark } = await day.serve();
      waymark.signal('SIGTERM');
      expect(await waymark.ended()).toMatchObject({ code: 0 });
      disk.letWrite(false);
      await refused();
      disk.letWrite(true);
      await day.serve();
    },
    timeoutMs,
  );
});

/** What was acknowledged is there once, nothing is there twice, and the log and its rows are whole. */
async function expectKept(trust: ServedTrust, sent: readonly SentMark[]): Promise<void> {
  expect(await trust.flaws()).toEqual([]);
  const recorded = await trust.recorded();
  const acknowledged = sent.filter(({ status }) => status === 303).map(({ words }) => words);
  expect(recorded).toEqual([...new Set(recorded)]);
  expect(acknowledged.filter((words) => !recorded.includes(words))).toEqual([]);
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([303, 503]));
}

/** Asks until it is refused, and says how. */
async function untilRefused(ask: () => Promise<unknown>): Promise<string> {
  for (;;) {
    try {
      await ask();
    } catch (error) {
      return String(error);
    }
  }
}

import { request } from 'node:http';
import type { Ready } from '#health';
import { allMigrations } from '#installation';
import { freePort } from '#database';
import { untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening, type LinkedPupil } from '../bench/small-trust.js';
import { holding } from '../operations/alerts.js';
import { collect, valueOf } from '../operations/collecting.js';
import { eventually } from '../support/eventually.js';
import { freshDatabase, LossyProxy } from '../support/index.js';
import { BadDay, build, type Running } from './bad-day.js';
import { sendMark } from './served-trust.js';

const timeoutMs = 240_000;
/** What is read is read again after five seconds, and what hangs is given up on after three. */
const seenWithinMs = 30_000;
const at = (time: string): string => `${morning.slice(0, 10)}T${time}:00.000Z`;

/** What operators see of web and worker, each a process of its own, when something goes wrong. */
describe('operators', () => {
  const day = new BadDay();
  const closing: (() => Promise<unknown>)[] = [];
  let line: LossyProxy;
  let world: World;
  let env: Record<string, string>;
  let web: Running;
  let worker: Running;
  let pupils: readonly LinkedPupil[];
  const ports = { web: 0, worker: 0 };

  beforeAll(async () => {
    build();
    const fresh = await freshDatabase({ migrations: allMigrations });
    closing.push(() => fresh.drop());
    line = await LossyProxy.before(fresh.serviceUrl);
    closing.push(() => line.close());
    const common = {
      WAYMARK_DATA: day.dataDir,
      WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      DATABASE_OWNER_URL: fresh.ownerUrl,
    };
    world = await World.open({ ...common, DATABASE_URL: fresh.serviceUrl, LOG_LEVEL: 'silent' }, opening);
    closing.push(() => world.close());
    env = { ...common, DATABASE_URL: line.url, LOG_LEVEL: 'info' };
    ports.web = await freePort();
    ports.worker = await freePort();
    web = startWeb();
    worker = startWorker();
    await Promise.all([web.says(/are being served/), worker.says(/worker has started/)]);
    pupils = await enterSmallTrust(world, 3);
    world.moveTo(morning);
    await world.tick();
    await untilQuiet(world);
  }, timeoutMs);
  afterAll(async () => {
    await day.end();
    for (const close of closing.toReversed()) await close();
  }, timeoutMs);

  const startWeb = (): Running =>
    day.start(['web'], { ...env, OPERATIONS_PORT: String(ports.web), DRAIN_SECONDS: '3' });
  const startWorker = (): Running => day.start(['worker'], { ...env, OPERATIONS_PORT: String(ports.worker) });
  const operations = (of: 'web' | 'worker'): string => `http://127.0.0.1:${ports[of]}`;
  const mark = (): Promise<{ status: number }> => {
    const [pupil] = pupils;
    if (!pupil) throw new Error('Nobody is there to be marked.');
    return sendMark(world.config.publicUrl, pupil, 'present', 'Here.');
  };
  /** What both processes tell, as Prometheus would collect it; one that is gone tells nothing. */
  async function raised(): Promise<string[]> {
    const told = await Promise.all(
      (['web', 'worker'] as const).map((of) => collect(operations(of)).catch(() => ({ series: [] }))),
    );
    return holding({ now: told.flatMap(({ series }) => series) });
  }
  async function readyAt(url: string): Promise<{ code: number; ready: Ready }> {
    const answer = await fetch(`${url}/health/ready`);
    return { code: answer.status, ready: (await answer.json()) as Ready };
  }

  it(
    'see that web and worker are ready, the same beside the pages, and that no alert is raised',
    async () => {
      const well = { ready: true };
      const parts = { database: well, tables: well, log: well };
      await eventually(async () => {
        expect(await readyAt(operations('web'))).toEqual({ code: 200, ready: { status: 'ready', checks: parts } });
        expect(await readyAt(operations('worker'))).toEqual({
          code: 200,
          ready: { status: 'ready', checks: { ...parts, jobs: well, followers: well } },
        });
        expect(await readyAt(world.config.publicUrl)).toEqual(await readyAt(operations('web')));
        // The clock was moved by hours, and the worker's next sign of life comes within a minute.
        expect((await raised()).filter((name) => name !== 'WaymarkNoWorker')).toEqual([]);
      }, seenWithinMs);
      expect(valueOf(await collect(operations('worker')), 'waymark_jobs', { queue: 'post', state: 'waiting' })).toBe(0);
      expect((await fetch(`${operations('worker')}/health/live`)).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'serve metrics to nobody at the port of the pages, and nothing but what they are for at their own',
    async () => {
      expect((await fetch(`${world.config.publicUrl}/metrics`)).status).toBe(404);
      expect((await fetch(`${operations('web')}/sign-in`)).status).toBe(404);
      expect((await fetch(`${operations('web')}/metrics`, { method: 'POST' })).status).toBe(405);
      expect((await fetch(`${operations('web')}/metrics`)).headers.get('cache-control')).toBe('no-store');
    },
    timeoutMs,
  );

  it(
    'see a database that goes away, and that it is back',
    async () => {
      await line.goAway();
      await eventually(async () => {
        const { code, ready } = await readyAt(operations('web'));
        expect([code, ready.status, ready.checks['database']?.ready]).toEqual([503, 'not-ready', false]);
        expect((await readyAt(operations('worker'))).code).toBe(503);
        const web = await collect(operations('web'));
        expect(valueOf(web, 'waymark_up', { part: 'database' })).toBe(0);
        // What the process knows by itself is there; what it can't read is not, and is never 0.
        expect(valueOf(web, 'waymark_appends_total')).not.toBeNull();
        expect(valueOf(web, 'waymark_pupils_not_accounted_for')).toBeNull();
        expect(await raised()).toEqual(
          expect.arrayContaining(['WaymarkDatabaseAway', 'WaymarkLogAway', 'WaymarkQueuesAway', 'WaymarkPupilsUnread']),
        );
      }, seenWithinMs);
      expect((await fetch(`${operations('web')}/health/live`)).status).toBe(200);

      await line.comeBack();
      await eventually(async () => {
        expect((await readyAt(operations('web'))).code).toBe(200);
        expect((await readyAt(operations('worker'))).code).toBe(200);
        expect((await raised()).filter((name) => /Away|Unread/.test(name))).toEqual([]);
      }, 2 * seenWithinMs);
    },
    timeoutMs,
  );

  it(
    'see that the worker was killed, and that another has caught up',
    async () => {
      await worker.kill();
      expect((await mark()).status).toBe(303);
      world.moveTo(at('09:45'));
      await eventually(async () => {
        const told = await collect(operations('web'));
        expect(valueOf(told, 'waymark_workers')).toBe(0);
        expect(valueOf(told, 'waymark_follower_lag_events', { follower: 'sessions.v1' })).toBeGreaterThan(0);
        expect(await raised()).toEqual(
          expect.arrayContaining(['WaymarkNoWorker', 'WaymarkSweepLags', 'WaymarkFollowerLags']),
        );
      }, seenWithinMs);
      expect((await readyAt(operations('web'))).code).toBe(200);

      worker = startWorker();
      await eventually(async () => {
        expect((await readyAt(operations('worker')).catch(() => null))?.code).toBe(200);
        const told = await collect(operations('web'));
        expect(valueOf(told, 'waymark_follower_lag_events', { follower: 'sessions.v1' })).toBe(0);
        const left = (await raised()).filter((name) => /NoWorker|SweepLags|FollowerLags/.test(name));
        expect(left).toEqual([]);
      }, 2 * seenWithinMs);
    },
    timeoutMs,
  );

  it(
    'see that a process which was told to stop takes nothing new, while it is still served',
    async () => {
      const slow = beginRequest(world.config.publicUrl);
      web.signal('SIGTERM');
      await eventually(async () => expect((await readyAt(world.config.publicUrl)).code).toBe(503));
      expect((await readyAt(world.config.publicUrl)).ready).toEqual({ status: 'stopping', checks: {} });
      expect((await mark()).status).toBe(303);
      // The port of the pages closes; that for operators says so to the end, which waits for what is under way.
      await eventually(async () => {
        await expect(fetch(`${world.config.publicUrl}/health/live`)).rejects.toThrow('fetch failed');
      });
      expect((await readyAt(operations('web'))).ready.status).toBe('stopping');
      slow.end();
      expect(await web.ended()).toMatchObject({ code: 0 });
      await expect(fetch(`${operations('web')}/health/live`)).rejects.toThrow('fetch failed');
    },
    timeoutMs,
  );
});

/** Begins to send a form, which holds the server up until it has come to its end. */
function beginRequest(url: string): { end(): void } {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': 5,
    'sec-fetch-site': 'same-origin',
  };
  const sending = request(`${url}/sign-in/link`, { method: 'POST', agent: false, headers });
  sending.on('response', (response) => response.resume()).on('error', () => undefined);
  sending.write('a');
  return { end: () => void sending.end('=bcd') };
}

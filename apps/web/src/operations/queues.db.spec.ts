import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { idFrom } from '#event-sourcing';
import { Jobs } from '#jobs';
import { createLogger } from '#logging';
import { personId } from '../../../../libs/simulation/src/week/names.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const board = '/operations/queues';
const letterId = idFrom('letter');
const correlationId = idFrom('request');
const jobId = `hand-over-letter-${letterId}`;

describe('the queues, for operators', () => {
  let world: WebWorld;
  let jobs: Jobs;
  let operator = '';
  let head = '';
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    operator = await world.cookieOf('priya-raman');
    head = await world.cookieOf('ruth-calloway');
    const { database } = world.installation;
    const log = createLogger('test', 'silent');
    jobs = await Jobs.open({ pool: database.pool('jobs'), queues: { postgresUrl: database.serviceUrl }, log });
    await jobs.addMany([{ name: 'hand-over-letter', payload: { letterId }, because: { correlationId } }]);
  }, 60_000);
  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  const ask = (path: string, cookie = operator, method = 'GET', accept = 'text/html') =>
    fetch(world.web.url + path, {
      method,
      redirect: 'manual',
      headers: { cookie, accept, 'sec-fetch-site': 'same-origin' },
    });
  const script = async (): Promise<string> => {
    const [, src = ''] = / src="(static\/[^"]+main[^"]+)"/.exec(await (await ask(board)).text()) ?? [];
    return `${board}/${src}`;
  };

  it('are a page whose parts come from us, under a policy of its own that no other page has', async () => {
    const page = await ask(board);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toMatch(/https?:|\/\/\w/);
    const named = [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(named.filter((path) => path.endsWith('.css') || path.endsWith('.js')).length).toBeGreaterThan(3);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect((await ask('/operations')).headers.get('content-security-policy')).not.toContain('unsafe-inline');
    for (const path of named.filter((each) => each.startsWith('static/'))) {
      const part = await ask(`${board}/${path}`);
      expect([path, part.status, part.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
    }
  });

  it('say of a job what it is about, by ids alone', async () => {
    const answer = await ask(`${board}/api/queues?activeQueue=post&status=latest&page=1&jobsPerPage=10`);
    expect(answer.status).toBe(200);
    const { queues } = (await answer.json()) as { queues: { name: string; readOnlyMode: boolean; jobs: unknown[] }[] };
    expect(queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual([
      ['clock', true],
      ['post', true],
    ]);
    expect(queues[1]?.jobs).toEqual([
      expect.objectContaining({ id: jobId, name: 'hand-over-letter', data: { letterId, correlationId } }),
    ]);
    expect((await ask(`${board}/api/queues/post/${jobId}`)).status).toBe(200);
    expect((await ask(`${board}/queue/post/${jobId}`)).status).toBe(200);
  });

  it.each(['', '/queue/post', '/api/queues', '/api/redis/stats', `/api/queues/post/${jobId}`, 'the script'])(
    'are there for nobody else: %s',
    async (path) => {
      const address = path === 'the script' ? await script() : board + path;
      expect((await ask(address)).status).toBe(200);
      expect((await ask(address, head)).status).toBe(403);
      const nobody = await ask(address, '');
      expect([nobody.status, nobody.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/sign-in\?/)]);
      expect((await ask(address, '', 'GET', 'application/json')).status).toBe(401);
    },
  );

  it.each([
    ['PUT', `/api/queues/post/${jobId}/clean`],
    ['PUT', '/api/queues/post/obliterate'],
    ['PUT', '/api/queues/pause'],
    ['POST', '/api/queues/post/add'],
    ['PATCH', `/api/queues/post/${jobId}/update-data`],
    ['DELETE', ''],
  ])('can’t be changed: %s %s is not there', async (method, path) => {
    expect((await ask(board + path, operator, method)).status).toBe(404);
    expect(await jobs.counts()).toEqual({ waiting: 1, active: 0, scheduled: 0 });
  });

  it.each([
    '/elsewhere',
    '/api/elsewhere',
    '/static/elsewhere.js',
    '/static/%2e%2e/index.ejs',
    '/api/../../../sign-in',
  ])('have nothing else at their address: %s', async (path) =>
    expect([path, (await ask(board + path)).status]).toEqual([path, path.endsWith('in') ? 200 : 404]),
  );

  it('are looked at by a process that does none of their jobs', async () => {
    const worker = await ask(`${board}/api/queues/post/workers`);
    expect(await worker.json()).toEqual({ workers: [] });
    expect(await jobs.counts()).toEqual({ waiting: 1, active: 0, scheduled: 0 });
  });

  it('name nothing outside in any style or script that could be loaded of itself', () => {
    const resolve = createRequire(createRequire(import.meta.url).resolve('@bull-board/api')).resolve;
    const folder = join(dirname(resolve('@bull-board/ui/package.json')), 'dist');
    const named = [...readFileSync(join(folder, 'index.ejs'), 'utf8').matchAll(/"(static\/[^"]+\.(?:css|js))"/g)];
    expect(named.length).toBeGreaterThan(3);
    for (const [, path = ''] of named) {
      expect(existsSync(join(folder, path))).toBe(true);
      expect(readFileSync(join(folder, path), 'utf8')).not.toMatch(/url\(['"]?(https?:)?\/\/|@import|fonts\.g/);
    }
  });
});

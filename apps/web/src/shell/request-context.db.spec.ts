import { newId } from '#event-sourcing';
import { adultId, placementId } from '../../../../libs/simulation/src/week/names.js';
import { WebWorld } from '../../../../test/support/web-world.js';
import { readRequestId } from './request-context.js';

type Line = Readonly<Record<string, unknown>>;

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

describe('a request', () => {
  let world: WebWorld;
  const lines: Line[] = [];
  const open = (env: Readonly<Record<string, string>> = {}) =>
    WebWorld.open({
      at: '2026-11-16T09:05:00.000Z',
      env: { LOG_LEVEL: 'info', ...env },
      logTo: { write: (line) => void lines.push(JSON.parse(line) as Line) },
    });
  beforeAll(async () => (world = await open()), 60_000);
  afterAll(() => world.close());
  beforeEach(() => lines.splice(0));

  const idOf = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    (await fetch(world.web.url + path, { headers, redirect: 'manual' })).headers.get('x-request-id');
  const answered = (id: string | null) => lines.filter(({ correlationId }) => correlationId === id);

  it('has an id of its own, which its answer and its line in the log say', async () => {
    const [one, other] = [await idOf('/sign-in?back=/today'), await idOf('/sign-in')];
    expect([one, other]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.not.stringMatching(String(one))]);
    expect(answered(one)).toEqual([
      expect.objectContaining({
        method: 'GET',
        route: '/sign-in',
        status: 200,
        level: 30,
        msg: 'A request was answered.',
      }),
    ]);
  });

  it('never has its address in the log, but the pattern of it', async () => {
    await idOf('/p/a-secret-token?name=Amara');
    expect(lines).toEqual([expect.objectContaining({ route: '/p/:token', status: 404 })]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|Amara/);
  });

  it('keeps the id that a trusted proxy gave it, in any of the ways in which they are written', async () => {
    const given = newId();
    expect(await idOf('/sign-in', { 'x-request-id': given })).toBe(given);
    expect(await idOf('/sign-in', { 'x-request-id': given.toUpperCase().replaceAll('-', '') })).toBe(given);
    expect(await idOf('/sign-in', { traceparent })).toBe(readRequestId(traceId));
    expect(await idOf('/sign-in', { traceparent, 'x-request-id': given })).toBe(given);
  });

  it('has one of its own where what is given is no id', async () => {
    for (const none of ['Amara Blake', '', '0'.repeat(32), `${newId()}, ${newId()}`, 'a'.repeat(500)]) {
      expect(await idOf('/sign-in', { 'x-request-id': none })).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
    }
  });

  it('tells what went wrong and that it was not answered under the id that its page gives', async () => {
    const { rows } = world.installation;
    const find = rows.find.bind(rows);
    Object.assign(rows, { find: () => Promise.reject(new Error('The secret of Amara Blake.')) });
    const cookie = await world.cookieOf('priya-raman');
    const page = await fetch(`${world.web.url}/account`, { headers: { cookie, accept: 'text/html' } });
    Object.assign(rows, { find });
    const id = page.headers.get('x-request-id');
    expect(await page.text()).toContain(`If you call us, say <span class="wm-number">${id}</span>`);
    expect(answered(id).map(({ level, msg }) => [level, msg])).toEqual([
      [50, 'A request failed.'],
      [40, 'A request was answered.'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('gives its id to the events that it leads to, through the body of a form', async () => {
    const name = `answer-${placementId('amara', 'wheelhouse')}-am`;
    const link = world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-16');
    const response = await fetch(world.web.url + link, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ [name]: 'absent' }),
      redirect: 'manual',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, expect.stringContaining('done=marked')]);
    await world.caughtUp();
    const stored = await world.installation.store.readAll(0n, 10_000);
    const metas = stored.map(({ type, meta }) => ({ type, meta: JSON.parse(meta) as Line }));
    const ours = metas.filter(({ meta }) => meta['correlationId'] === response.headers.get('x-request-id'));
    expect(ours.map(({ type }) => type)).toEqual(['ProviderAnswered', 'WhereaboutsOpened']);
    expect(ours[0]?.meta['actor']).toMatchObject({ kind: 'provider', id: adultId('tom-arkwright') });
    expect(ours[1]?.meta['causationId']).toBe(stored.find(({ type }) => type === 'ProviderAnswered')?.id);
  });

  it('is given its id by nobody whom we don’t trust', async () => {
    const trusting = world;
    world = await open({ TRUSTED_PROXIES: 'none' });
    try {
      const given = newId();
      expect(await idOf('/sign-in', { 'x-request-id': given, traceparent })).not.toBe(given);
    } finally {
      await world.close();
      world = trusting;
    }
  }, 60_000);
});

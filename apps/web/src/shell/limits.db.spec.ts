import { RateLimits, rates } from '#accounts';
import { startWeb, type RunningWeb } from '../start-web.js';
import { WebWorld } from '../../../../test/support/web-world.js';

describe('limits of what may be asked for', () => {
  let world: WebWorld;
  let elsewhere: RunningWeb;
  beforeAll(async () => {
    world = await WebWorld.open({
      at: '2026-11-16T09:00:00.000Z',
      env: { SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'http://waymark.example' },
    });
    // Another process, as far as limits are concerned: it shares nothing but the database.
    elsewhere = await startWeb(world.installation, { port: 0, host: '127.0.0.1' });
  }, 60_000);
  afterAll(async () => {
    await elsewhere.close();
    await world.close();
  });
  beforeEach(() => pool().query('DELETE FROM accounts.rate'));
  const pool = () => world.installation.database.pool('web');

  const ask = (path: string, { from, method = 'POST', nth = 0 }: { from: string; method?: string; nth?: number }) =>
    fetch(`${(nth % 2 === 0 ? world.web : elsewhere).url}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'x-forwarded-for': from, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
      ...(method === 'POST' ? { body: new URLSearchParams({ email: 'nobody@school.example', password: 'x' }) } : {}),
    });
  const times = async (n: number, path: string, options: { from: string; method?: string }) => {
    const statuses: number[] = [];
    for (let nth = 0; nth < n; nth += 1) statuses.push((await ask(path, { ...options, nth })).status);
    return statuses;
  };

  it.each([
    ['a sign-in link by email', '/sign-in/link', 'POST', rates['sign-in-link'].max, 900],
    ['the first run', '/first-run/none', 'GET', rates['first-run'].max, 60],
    ['a link of a provider', '/p/none', 'GET', rates['provider-link'].max, 60],
    ['a fresh link', '/p/none/fresh', 'POST', rates['fresh-link'].max, 900],
    ['a sign-in link’s page', '/sign-in/none', 'GET', rates['sign-in'].max, 60],
  ])('hold for %s over two processes', async (_, path, method, max, seconds) => {
    const from = '192.0.2.1';
    expect(await times(max, path, { from, method })).not.toContain(429);
    for (const nth of [0, 1]) {
      const turnedAway = await ask(path, { from, method, nth });
      expect(turnedAway.status).toBe(429);
      const wait = Number(turnedAway.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(seconds);
      expect(await turnedAway.text()).toContain('Please wait a moment');
    }
    expect((await ask(path, { from: '192.0.2.2', method })).status).not.toBe(429);
  });

  it('hold for passwords, and say when to come again', async () => {
    const statuses = await times(10, '/sign-in', { from: '192.0.2.3' });
    expect(new Set(statuses)).toEqual(new Set([401]));
    const turnedAway = await ask('/sign-in', { from: '192.0.2.4', nth: 1 });
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([429, '900']);
  });

  it('are over when their time is, and keep no address', async () => {
    const limits = () => new RateLimits(pool(), world.installation.masterKey);
    const { max } = rates['sign-in-link'];
    for (let n = 0; n < max; n += 1) expect(await limits().secondsToWait('sign-in-link', '192.0.2.5')).toBeNull();
    expect(await limits().secondsToWait('sign-in-link', '192.0.2.5')).toBe(900);
    expect(await limits().secondsToWait('sign-in', '192.0.2.5')).toBeNull();
    const { rows } = await pool().query('SELECT * FROM accounts.rate');
    expect(JSON.stringify(rows)).not.toContain('192.0.2');
    await pool().query("UPDATE accounts.rate SET ends_at = now() - interval '1 second'");
    expect(await limits().secondsToWait('sign-in-link', '192.0.2.5')).toBeNull();
  });

  it('ask the database no more for whoever was turned away', async () => {
    const limits = new RateLimits(pool(), world.installation.masterKey);
    for (let n = 0; n <= rates['sign-in-link'].max; n += 1) await limits.secondsToWait('sign-in-link', '192.0.2.6');
    await pool().query('DELETE FROM accounts.rate');
    expect(await limits.secondsToWait('sign-in-link', '192.0.2.6')).toBeGreaterThan(0);
    expect((await pool().query('SELECT FROM accounts.rate')).rowCount).toBe(0);
  });

  it('count a whole network of IPv6 as one, as whoever has an address of it has them all', async () => {
    const { max } = rates['sign-in-link'];
    for (let n = 1; n <= max; n += 1) {
      expect((await ask('/sign-in/link', { from: `2001:db8:0:1::${n}` })).status).not.toBe(429);
    }
    expect((await ask('/sign-in/link', { from: '2001:db8:0:1:ffff::1' })).status).toBe(429);
    expect((await ask('/sign-in/link', { from: '2001:db8:0:2::1' })).status).not.toBe(429);
  });

  it('count by the address that a trusted proxy names, and by no other', async () => {
    const { max } = rates['sign-in-link'];
    // The client writes whatever it likes in front of what the proxies add; what they add is what counts.
    for (let n = 1; n <= max; n += 1) await ask('/sign-in/link', { from: `198.51.100.${n}, 192.0.2.7, 10.0.0.2` });
    expect((await ask('/sign-in/link', { from: '192.0.2.7' })).status).toBe(429);
    expect((await ask('/sign-in/link', { from: '198.51.100.1' })).status).not.toBe(429);
  });
});

describe('where proxies are named', () => {
  const opened = async (proxies: string, work: (ask: (from: string) => Promise<number>) => Promise<void>) => {
    const world = await WebWorld.open({
      at: '2026-11-16T09:00:00.000Z',
      entered: false,
      env: { TRUSTED_PROXIES: proxies, PUBLIC_URL: 'http://waymark.example' },
    });
    const headers = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };
    try {
      await work(async (from) => {
        const answer = await fetch(`${world.web.url}/first-run/none`, {
          headers: { ...headers, 'x-forwarded-for': from },
        });
        return answer.status;
      });
    } finally {
      await world.close();
    }
  };
  const { max } = rates['first-run'];

  it(
    'one on the internet is believed, so that whoever is behind it is not counted as it',
    () =>
      opened('private, 203.0.113.0/24', async (ask) => {
        for (let n = 1; n <= max; n += 1) expect(await ask('192.0.2.1, 203.0.113.5')).not.toBe(429);
        expect(await ask('192.0.2.1, 203.0.113.6')).toBe(429);
        expect(await ask('192.0.2.2, 203.0.113.5')).not.toBe(429);
      }),
    60_000,
  );

  it(
    'none is believed where none is to be, whatever it says',
    () =>
      opened('none', async (ask) => {
        for (let n = 1; n <= max; n += 1) expect(await ask(`192.0.2.${n}`)).not.toBe(429);
        expect(await ask('192.0.2.200')).toBe(429);
      }),
    60_000,
  );
});

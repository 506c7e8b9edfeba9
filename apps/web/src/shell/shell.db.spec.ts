import { writeFileSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#event-sourcing';
import { MailboxNotifier } from '#letters';
import {
  adultId,
  personId,
  placementId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');

describe('every page', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waymark-clock-'));
    const clockFile = join(folder, 'clock');
    writeFileSync(clockFile, JSON.stringify({ held: '2026-11-16T09:00:00.000Z' }));
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', env: { WAYMARK_CLOCK_FILE: clockFile } });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  it('is kept by nobody, framed by nobody, and loads nothing from elsewhere', async () => {
    const { headers } = await priya.get(`/schools/${hollinBank}/today`);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['etag']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['referrer-policy']).toBe('same-origin');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('is not a government service, and says so', async () => {
    const { says, html } = await priya.get(`/schools/${hollinBank}/placements`);
    expect(says).toContain('This is not a government service');
    expect(html).not.toMatch(/crown|GOV\.UK|govuk-footer__copyright/i);
  });

  it('that is not there says so, for people and for programs', async () => {
    const page = await priya.get('/nowhere');
    expect([page.status, page.says]).toEqual([404, expect.stringContaining('Page not found')]);
    expect((await priya.get(`/schools/${newId()}/today`)).status).toBe(404);
    expect((await priya.get('/schools/no-id/today')).status).toBe(404);
    const answer = await fetch(`${world.web.url}/nowhere`, { headers: { accept: 'application/json' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: 'urn:waymark:problem:not-found', status: 404 });
  });

  it('that fails gives a reference, and nothing of what failed', async () => {
    const { rows } = world.installation;
    const find = rows.find.bind(rows);
    Object.assign(rows, { find: () => Promise.reject(new Error('The secret of Amara Blake.')) });
    try {
      const page = await priya.get(`/schools/${hollinBank}/today`);
      expect(page.status).toBe(500);
      expect(page.says).toMatch(/Sorry, there is a fault in Waymark .*If you call us, say [0-9a-f-]{36}/);
      expect(page.headers['x-request-id']).toBe(/If you call us, say ([0-9a-f-]{36})/.exec(page.says)?.[1]);
      expect(page.html).not.toContain('secret');
    } finally {
      Object.assign(rows, { find });
    }
  });

  it('in a demonstration shows its clock, lets anybody take a part and moves time on, never back', async () => {
    const visitor = new Browsing(world);
    expect((await visitor.get('/sign-in')).says).toMatch(
      /Look around as .*Dawn Fairley, attendance lead at Millrace Academy/,
    );
    const home = await visitor.send('/sign-in-as', { personId: personId('dawn-fairley') });
    const board = home.headers['location'] ?? '';
    expect((await visitor.get(board)).says).toContain('Demonstration. Its clock shows 9am on Monday 16 November 2026');

    const file = world.installation.config.clockFile ?? '';
    const moved = await visitor.send('/demo/clock', { to: '2026-11-16T11:30', back: board });
    expect(moved.says).toContain('The demonstration’s clock has been moved on.');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ held: '2026-11-16T11:30:00.000Z' });
    await visitor.post('/demo/clock', { to: '2026-11-16T08:00', back: board });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ held: '2026-11-16T11:30:00.000Z' });
  });

  it('shows the letters of a trial, as text and in a frame that can do nothing', async () => {
    const pool = world.installation.database.pool('web');
    const mailbox = new MailboxNotifier(pool, world.clock, { production: false });
    const letterId = newId();
    const mail = { letterId, messageId: `<${letterId}@x>`, from: { name: 'Waymark', address: 'w@x.example' } };
    const link = 'http://127.0.0.1:3000/p/abc.def';
    const body = {
      subject: 'Who is with you today?',
      text: `Open ${link} please.`,
      html: `<p><a href="${link}">Open</a></p>`,
    };
    await mailbox.deliver({ ...mail, to: 'tom@wheelhouse.example', ...body }, AbortSignal.timeout(5_000));

    expect((await priya.get('/mailbox')).says).toContain('Who is with you today? tom@wheelhouse.example');
    const letter = await priya.get(`/mailbox/${letterId}`);
    expect(letter.html).toContain(`<a class="govuk-link" href="${link}">${link}</a> please.`);
    const html = await priya.get(`/mailbox/${letterId}/html`);
    expect(html.html).toBe(body.html);
    expect(html.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'",
    );
  });

  it('about letters says what was sent to whom, and what came of it', async () => {
    const about = { letterId: newId(), kind: 'attendance-request', recipientId: adultId('tom-arkwright') };
    const placement = { placementId: placementId('amara', 'wheelhouse'), subjectId: subjectId('amara') };
    const duties = [{ dutyId: newId(), ...placement, schoolId: hollinBank }];
    const composed = {
      ...about,
      recipientKind: 'adult',
      occasion: 'x',
      siteId: siteId('wheelhouse'),
      session: 'am',
      duties,
    };
    const at = '2026-11-16T09:00:00.000Z';
    await world.send({ type: 'ComposeLetter', data: { ...composed, on: '2026-11-16', composedAt: at } });
    await world.caughtUp();
    const letters = `/schools/${hollinBank}/letters`;
    expect((await priya.get(letters)).says).toMatch(
      /Asks the provider who is there Canal Street workshop, morning, 1 pupil Tom Arkwright Not sent yet/,
    );
    await world.send({ type: 'BeginHandingOver', data: { ...about, attempt: 1, begunAt: at } });
    await world.send({ type: 'AcceptLetter', data: { ...about, acceptedAt: at } });
    await world.caughtUp();
    expect((await priya.get(letters)).says).toMatch(
      /all accepted by the mail server\..*Accepted by the mail server at 9am/,
    );
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await dawn.get(`/schools/${schoolId('millrace')}/letters`)).says).toContain('No letter was written');
  });

  it('for whoever keeps the service running says whether it is of use', async () => {
    expect(await (await fetch(`${world.web.url}/health/live`)).json()).toEqual({ status: 'alive' });
    const ready = await fetch(`${world.web.url}/health/ready`);
    expect([ready.status, ready.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: { ready: true }, tables: { ready: true }, log: { ready: true } },
    });
    // That nothing is swept is no reason to take the pages away: they say so, and so does an alert.
    world.clock.moveTo('2026-11-16T09:06:00.000Z');
    expect((await fetch(`${world.web.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${world.web.url}/metrics`)).status).toBe(404);
  });
});

describe('in production without a mail server', () => {
  it('every page of staff says that no letter leaves, and there is no mailbox', async () => {
    const world = await WebWorld.open({
      at: '2026-11-16T09:00:00.000Z',
      entered: false,
      env: { NODE_ENV: 'production', PUBLIC_URL: 'https://ap.trust.example' },
      notices: ['Back up the master key.'],
    });
    try {
      const id = newId();
      await world.send({ type: 'AddPerson', data: { personId: id, name: 'Ada Marsh', email: 'ada@x.example' } });
      await world.send({ type: 'MakeOperator', data: { personId: id } });
      await world.caughtUp();
      const { cookie } = await world.accounts.startSession(id);
      const ada = new Browsing(world, `__Host-waymark=${cookie}`);
      const page = await ada.get('/schools');
      expect(page.says).toContain('No letter leaves Waymark: no mail server is set up.');
      expect(page.says).toContain('Back up the master key.');
      expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
      expect((await ada.get('/mailbox')).status).toBe(404);
      const out = await ada.post('/sign-out');
      expect(out.headers['set-cookie']?.[0]).toMatch(
        /^__Host-waymark=; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await world.close();
    }
  }, 60_000);
});

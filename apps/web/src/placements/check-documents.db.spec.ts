import { request } from 'node:http';
import { documentBytesMax, Documents, PostgresDocuments } from '#documents';
import { newId, type Meta } from '#event-sourcing';
import { personId, placementId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const millrace = schoolId('millrace');
const page = `/schools/${hollinBank}/placements/${placementId('amara', 'wheelhouse')}/checks`;
const row = `${page}/online-safety`;
const typed = {
  outcome: 'met',
  evidence: 'Read their policy.',
  'on-day': '16',
  'on-month': '11',
  'on-year': '2026',
};
const pdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`);
const [ok, bad] = [303, 400];

// Each test goes on from where the one before left the check.
describe('the documents of a check', () => {
  let world: WebWorld;
  let priya: Browsing;
  let cookie: string;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    cookie = await world.cookieOf('priya-raman');
    priya = new Browsing(world, cookie);
  }, 60_000);
  afterAll(() => world.close());

  const send = (files: Readonly<Record<string, Buffer>>, words: Readonly<Record<string, string>> = typed) =>
    priya.upload(row, 'documents', files, words);
  const get = (path: string, as = cookie) =>
    fetch(world.web.url + path, { headers: { cookie: as }, redirect: 'manual' });
  const links = async () =>
    [...(await priya.get(page)).html.matchAll(/href="([^"]*\/documents\/[^"]*)"/g)].map(([, href = '']) => href);
  const stored = async () => {
    const { rows } = await world.installation.database
      .pool('test')
      .query<{ documents: number }>('SELECT count(*)::int AS documents FROM documents.document');
    return { documents: rows[0]?.documents, head: await world.installation.store.head() };
  };

  // Procedure: S5.5, S9.3
  it('are sent with it, and listed with what each is, who brought it, and of which day', async () => {
    const sent = await send({
      'Policy of Zoë.pdf': pdf('Be safe'),
      'sign.png': Buffer.from('89504e470d0a1a0a00', 'hex'),
    });
    expect(sent.status).toBe(ok);
    const { says } = await priya.get(sent.headers['location'] ?? '');
    expect(says).toContain('The check is recorded.');
    expect(says).toMatch(
      /Read their policy\. Counts until 15 Nov 2027 Policy of Zoë\.pdf PDF, 1 KB, Priya Raman, 16 Nov 2026 sign\.png PNG picture, 1 KB, Priya Raman/,
    );
  });

  it('are saved under their names, by whoever may see the placement, and no browser shows or runs them', async () => {
    const [policy = ''] = await links();
    expect(policy).not.toMatch(/Zo|policy/i);
    for (const name of ['priya-raman', 'ruth-calloway'] as const) {
      const answer = await get(policy, await world.cookieOf(name));
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf('Be safe'));
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="Policy of Zo?.pdf"; filename*=UTF-8''Policy%20of%20Zo%C3%AB.pdf`,
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
    }
  });

  it('are not there for another school, nor under another check, nor when nobody kept them', async () => {
    const [policy = ''] = await links();
    const elsewhere = placementId('jodie', 'wheelhouse');
    const owen = await world.cookieOf('owen-pryce');
    expect((await get(policy, owen)).status).toBe(404);
    expect((await get(policy.replace(placementId('amara', 'wheelhouse'), elsewhere))).status).toBe(404);
    expect((await get(policy.replace('online-safety', 'lockdown'))).status).toBe(404);
    expect((await get(policy.replace(/[^/]*$/, newId()))).status).toBe(404);
    expect((await get(policy, '')).headers.get('location')).toMatch(/^\/sign-in/);
    // What is about the site is the same for every school that places somebody there.
    const theirs = policy.replace(hollinBank, millrace).replace(placementId('amara', 'wheelhouse'), elsewhere);
    expect((await get(theirs, owen)).status).toBe(200);
  });

  it('are recorded once, however often the form is sent', async () => {
    const files = { 'Policy of Zoë.pdf': pdf('Be safe'), 'sign.png': Buffer.from('89504e470d0a1a0a00', 'hex') };
    const before = await stored();
    expect((await send(files)).status).toBe(ok);
    expect((await send(files)).status).toBe(ok);
    expect(await stored()).toEqual(before);
  });

  it.each<[string, Record<string, Buffer>, number, string]>([
    ['is empty', { 'empty.pdf': Buffer.alloc(0) }, bad, 'empty.pdf is empty. Choose another file'],
    ['is another type in disguise', { 'policy.pdf': Buffer.from('<html><script>') }, bad, 'policy.pdf is not a PDF'],
    ['is wrong among right ones', { 'a.pdf': pdf('A'), 'b.png': Buffer.from('PK\u0003\u0004') }, bad, 'b.png is not a'],
    ['is too large', { 'large.pdf': Buffer.alloc(documentBytesMax + 1, pdf('')) }, 413, 'A file is larger than 10 MB'],
    [
      'is one too many',
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${n}.pdf`, pdf(`${n}`)])),
      bad,
      'up to 5 files',
    ],
  ])('are told on the form, with nothing kept, when one %s', async (_, files, status, words) => {
    const before = await stored();
    const answer = await send(files, { ...typed, evidence: 'Typed with care.' });
    expect([answer.status, answer.says]).toEqual([status, expect.stringContaining(words)]);
    expect(answer.html).toContain('Typed with care.');
    expect(answer.html).toContain('href="#documents"');
    expect(await stored()).toEqual(before);
  });

  it('are told together with what else is wrong with the form', async () => {
    const answer = await send({ 'a.pdf': Buffer.from('no document') }, { ...typed, outcome: '' });
    expect(answer.says).toMatch(/Choose how this stands a\.pdf is not a PDF/);
  });

  it('are to be chosen again when something else is wrong with the form', async () => {
    const before = await stored();
    const answer = await send({ 'a.pdf': pdf('A') }, { ...typed, outcome: '' });
    expect(answer.says).toMatch(/Choose how this stands Choose your files again/);
    expect(await stored()).toEqual(before);
  });

  it('leave nothing when their sending is broken off, or is not as it should be', async () => {
    const before = await stored();
    const head = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'multipart/form-data; boundary=x' };
    const part = '--x\r\nContent-Disposition: form-data; name="documents"; filename="a.pdf"\r\n\r\n%PDF-1.7';
    const cut = await fetch(world.web.url + row, { method: 'POST', headers: head, body: part });
    expect([cut.status, await cut.text()]).toEqual([bad, expect.stringContaining('did not arrive whole')]);
    const gone = new Promise((resolve) => {
      const sending = request(world.web.url + row, { method: 'POST', headers: { ...head, 'content-length': 10_000 } });
      sending.on('error', resolve);
      sending.write(part, () => sending.destroy(new Error('gone')));
    });
    await gone;
    expect((await get(page)).status).toBe(200);
    expect(await stored()).toEqual(before);
  });

  it('are named by no event when the database breaks off in the midst of keeping them', async () => {
    const before = await stored();
    const keep = Object.getOwnPropertyDescriptor(Documents.prototype, 'keep')?.value as (
      this: Documents,
      ...args: Parameters<Documents['keep']>
    ) => ReturnType<Documents['keep']>;
    let calls = 0;
    Object.assign(Documents.prototype, {
      keep(this: Documents, ...args: Parameters<Documents['keep']>) {
        calls += 1;
        if (calls === 2) return Promise.reject(new Error('The disk is full.'));
        return keep.apply(this, args);
      },
    });
    const files = { 'one.pdf': pdf('One'), 'two.pdf': pdf('Two') };
    try {
      expect((await send(files)).status).toBe(500);
    } finally {
      Object.assign(Documents.prototype, { keep });
    }
    expect((await stored()).head).toBe(before.head);
    // The first is there and harmless; the same form again finds it, and all is well.
    expect((await send(files)).status).toBe(ok);
    await world.caughtUp();
    expect(await links()).toHaveLength(4);
    expect((await stored()).documents).toBe((before.documents ?? 0) + 2);
  });

  it('are an error and not shown when they are not what was kept', async () => {
    const [policy = ''] = await links();
    const find = Object.getOwnPropertyDescriptor(PostgresDocuments.prototype, 'find')?.value as (
      id: string,
    ) => Promise<{ sealed: Buffer } | null>;
    Object.assign(PostgresDocuments.prototype, {
      async find(this: PostgresDocuments, id: string) {
        const found = await find.call(this, id);
        return found && { ...found, sealed: Buffer.concat([found.sealed, Buffer.from('x')]) };
      },
    });
    try {
      const answer = await get(policy);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('Be safe');
    } finally {
      Object.assign(PostgresDocuments.prototype, { find });
    }
  });

  it('are erased with the file of their site', async () => {
    const [policy = ''] = await links();
    const meta: Meta = {
      actor: { kind: 'staff', id: personId('ruth-calloway'), roles: [] },
      correlationId: newId(),
      via: 'cli',
    };
    await world.installation.destruction.destroyKey(siteId('wheelhouse'), 'Kept for long enough.', meta);
    const answer = await get(policy);
    expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('This has been erased')]);
    expect((await priya.get(page)).says).toContain('Erased document PDF, 1 KB');
    expect(await links()).toEqual([]);
    expect((await send({ 'new.pdf': pdf('New') })).says).toContain('nothing more can be kept about it');
  });
});

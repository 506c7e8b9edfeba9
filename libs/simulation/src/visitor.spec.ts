import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formsOf, textOf, Visitor } from './visitor.js';

const page = `<html><head><title>No</title></head><body><h1>Who came &amp; who didn&#39;t</h1>
  <form method="post" action="/marks?at=1&amp;b=2">
    <input type="hidden" name="was-1" value="present: &quot;late&quot;">
    <input type="radio" name="answer-1" value="present">
    <input type="radio" name="answer-1" value="absent" checked>
    <input type="text" name="words-1">
    <textarea name="more">a &lt; b</textarea>
    <button type="submit">Save</button>
  </form>
  <form action="/find"><input name="name" value=""></form></body></html>`;

describe('a visitor', () => {
  it('reads the forms of a page as they stand', () => {
    const [marks, find] = formsOf(page, '/here');
    expect(marks).toMatchObject({ action: '/marks?at=1&b=2', method: 'post' });
    expect([...(marks?.fields ?? [])]).toEqual([
      ['was-1', 'present: "late"'],
      ['answer-1', 'absent'],
      ['words-1', ''],
      ['more', 'a < b'],
    ]);
    expect(find).toMatchObject({ action: '/find', method: 'get' });
    expect(textOf(page)).toBe("Who came & who didn't a < b Save");
  });

  describe('at a server', () => {
    const asked: string[] = [];
    let server: Server;
    let origin: string;

    beforeAll(async () => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const cookie = request.headers.cookie ?? '';
          asked.push(`${request.method} ${request.url} [${cookie}] ${Buffer.concat(chunks).toString()}`.trim());
          if (request.method === 'POST') response.writeHead(303, { location: '/done', 'set-cookie': 'a=1; HttpOnly' });
          response.end(page);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it('sends a form, keeps the cookie and follows the redirect', async () => {
      const visitor = new Visitor(origin);
      const before = await visitor.get('/marks');
      const [form] = before.forms;
      if (!form) throw new Error('The page has a form.');
      const after = await visitor.send(before, form, { 'answer-1': 'present' });

      expect(after).toMatchObject({ url: `${origin}/done`, status: 200 });
      expect(asked).toEqual([
        'GET /marks []',
        'POST /marks?at=1&b=2 [] was-1=present%3A+%22late%22&answer-1=present&words-1=&more=a+%3C+b',
        'GET /done [a=1]',
      ]);
    });
  });
});

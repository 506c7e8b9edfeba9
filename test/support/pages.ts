import request from 'supertest';
import { textOf } from '../../libs/simulation/src/visitor.js';
import { htmlFaults } from './html.js';
import type { WebWorld } from './web-world.js';

/** A page as it came back: its status, its markup, and what it says without the markup. */
export type Shown = {
  readonly status: number;
  readonly html: string;
  readonly says: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Somebody at the pages, with the cookie that they were given; every page that they see is checked on the way. */
export class Browsing {
  constructor(
    private readonly world: WebWorld,
    public cookie = '',
  ) {}

  async get(path: string): Promise<Shown> {
    return this.shown(await request(this.world.web.url).get(path).set('Cookie', this.cookie));
  }

  /** Sends a form as a page of ours does. */
  async post(path: string, body: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Shown> {
    return this.shown(
      await request(this.world.web.url)
        .post(path)
        .set('Cookie', this.cookie)
        .set('Sec-Fetch-Site', 'same-origin')
        .type('form')
        .send(body as Record<string, string>),
    );
  }

  /** Sends files as a form for uploading does, all under one name, after what is typed. */
  async upload(
    path: string,
    field: string,
    files: Readonly<Record<string, string | Buffer>>,
    typed: Readonly<Record<string, string>> = { sent: 'yes' },
  ): Promise<Shown> {
    const sending = request(this.world.web.url)
      .post(path)
      .set('Cookie', this.cookie)
      .set('Sec-Fetch-Site', 'same-origin');
    for (const [name, text] of Object.entries(typed)) sending.field(name, text);
    for (const [name, text] of Object.entries(files)) sending.attach(field, Buffer.from(text), name);
    return this.shown(await sending);
  }

  /** Sends a form and goes to the page that it leads to. */
  async send(path: string, body: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Shown> {
    const answer = await this.post(path, body);
    if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${answer.says.slice(0, 400)}`);
    return this.get(answer.headers['location'] ?? '');
  }

  private shown({ status, text, headers }: request.Response): Shown {
    const given = headers as Readonly<Record<string, string>>;
    const [cookie] = ([] as string[]).concat(headers['set-cookie'] ?? []);
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    if (given['content-type']?.includes('text/html') && text.includes('<html')) {
      const faults = htmlFaults(text);
      if (faults.length > 0) throw new Error(`The page has faults:\n${faults.join('\n')}\n${text}`);
    }
    return { status, html: text, says: textOf(text).replace(/ (?=[,.:;])/g, ''), headers: given };
  }
}

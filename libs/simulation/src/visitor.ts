/** A form on a page: where it goes, and what is in it before anybody types. */
export type PageForm = {
  readonly action: string;
  readonly method: 'get' | 'post';
  /** The values that the form would send as it stands, by the names of its fields. */
  readonly fields: ReadonlyMap<string, string>;
};

/** A page as it came back after all redirects. */
export type Page = {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly PageForm[];
};

/** The page was not the one that a person would have got who did the same. */
export class UnexpectedPage extends Error {
  constructor(what: string, { url, status, html }: Page) {
    super(`${what}: ${url} answered ${status}.\n${textOf(html).slice(0, 600)}`);
    this.name = 'UnexpectedPage';
  }
}

const redirectsMax = 5;

/** Somebody at a browser without JavaScript: keeps cookies, follows redirects, reads forms and sends them. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  get(address: string): Promise<Page> {
    return this.visit(new URL(address, this.origin), { method: 'GET' });
  }

  /** Sends a form as it stands on the page, with some of its fields filled in. */
  send(page: Page, form: PageForm, filled: Readonly<Record<string, string>>): Promise<Page> {
    const body = new URLSearchParams([...new Map([...form.fields, ...Object.entries(filled)])]);
    const url = new URL(form.action, page.url);
    if (form.method === 'post') return this.visit(url, { method: 'POST', body });
    url.search = body.toString();
    return this.visit(url, { method: 'GET' });
  }

  private async visit(start: URL, first: { method: string; body?: URLSearchParams }): Promise<Page> {
    let url = start;
    let request = first;
    for (let hop = 0; hop <= redirectsMax; hop += 1) {
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          origin: url.origin,
          'sec-fetch-site': 'same-origin',
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
      });
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
      const html = await response.text();
      const to = response.headers.get('location');
      if (to === null || response.status < 300 || response.status >= 400) {
        return { url: url.href, status: response.status, html, forms: formsOf(html, url.pathname) };
      }
      url = new URL(to, url);
      request = { method: 'GET' };
    }
    throw new Error(`${start.href} redirects for ever.`);
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The forms of a page. Our own templates write them, so attributes are always quoted. */
export function formsOf(html: string, here: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', inside = '']) => ({
    action: attribute(attributes, 'action') ?? here,
    method: attribute(attributes, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    fields: new Map(fieldsOf(inside)),
  }));
}

function* fieldsOf(inside: string): Iterable<readonly [string, string]> {
  for (const [, tag, attributes = '', content = ''] of inside.matchAll(
    /<(input|textarea)\b([^>]*)>(?:([^<]*)<\/textarea>)?/g,
  )) {
    const name = attribute(attributes, 'name');
    const chosen = !/\btype="(radio|checkbox)"/.test(attributes) || /\schecked(\s|=|$)/.test(attributes);
    if (name === undefined || !chosen) continue;
    yield [name, tag === 'textarea' ? unescape(content) : (attribute(attributes, 'value') ?? '')];
  }
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : unescape(value);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** What a page says, without its markup. */
export const textOf = (html: string): string =>
  unescape(html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

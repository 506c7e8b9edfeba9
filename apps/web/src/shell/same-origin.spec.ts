import type { ExecutionContext } from '@nestjs/common';
import fc from 'fast-check';
import { SameOriginGuard } from './same-origin.js';

/** Whether a request with these headers is let through. */
function lets(method: string, headers: Readonly<Record<string, string>>): boolean {
  const request = { method, get: (name: string) => headers[name.toLowerCase()] };
  const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  try {
    return new SameOriginGuard().canActivate(context);
  } catch {
    return false;
  }
}

const host = 'ap.trust.example';
const cookie = 'waymark=x';

describe('what changes something', () => {
  it.each([
    ['our own form', { 'sec-fetch-site': 'same-origin', cookie }, true],
    ['somebody who types the address or follows a bookmark', { 'sec-fetch-site': 'none', cookie }, true],
    ['another site', { 'sec-fetch-site': 'cross-site', cookie }, false],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', cookie }, false],
    ['another site that claims our origin', { 'sec-fetch-site': 'cross-site', origin: `https://${host}`, host }, false],
    ['an older browser, from our own page', { origin: `https://${host}`, host, cookie }, true],
    ['an older browser, from another page', { origin: 'https://elsewhere.example', host, cookie }, false],
    ['a page without an origin of its own', { origin: 'null', host, cookie }, false],
    ['a cookie that comes without a word of where from', { host, cookie }, false],
    ['a program without a cookie', { host }, true],
  ] as const)('is taken from %s or not', (_, headers, taken) => expect(lets('POST', headers)).toBe(taken));

  it('is never taken with a cookie from a page that is not ours, whatever else is said', () => {
    const foreign = fc.record(
      {
        'sec-fetch-site': fc.constantFrom('cross-site', 'same-site'),
        origin: fc.constantFrom(`https://${host}`, 'https://elsewhere.example', 'null'),
        'sec-fetch-mode': fc.constantFrom('navigate', 'no-cors', 'cors'),
        'sec-fetch-dest': fc.constantFrom('document', 'iframe', 'empty', 'image'),
      },
      { requiredKeys: ['sec-fetch-site'] },
    );
    const method = fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE');
    fc.assert(fc.property(method, foreign, (verb, headers) => !lets(verb, { ...headers, host, cookie })));
  });
});

describe('what only looks', () => {
  it('is shown wherever the way to it begins: a link in a letter comes from a mailbox', () =>
    expect(lets('GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', cookie })).toBe(true));
});

import { adults, people, pupils } from '../../../../libs/simulation/src/week/trust.js';
import { newId } from '#event-sourcing';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { ofEverySchool, ofHollinBank, pathOf } from '../../../../test/support/routes.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const hollinBank = schoolId('hollin-bank');
/** What would tell somebody by: names, addresses, numbers, and what was typed. */
const typed = ['Quillfeather', 'quillfeather@hollinbank.example', 'Zebedee Thistlewick', 'mulberry stovepipe anvil'];
const recognisable = [
  ...typed,
  ...[...Object.values(people), ...Object.values(adults)].flatMap(({ name, email }) => [name, lastOf(name), email]),
  ...Object.values(pupils).flatMap((pupil) => Object.values(pupil).filter(isName)),
];
function lastOf(name: string): string {
  return name.split(' ').at(-1) ?? name;
}
/** Of a pupil, what is a word of its own: names and the UPN. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z][A-Za-z0-9’'-]{4,}$/.test(value);
}

describe('nothing about a person', () => {
  const lines: string[] = [];
  const addresses = new Set<string>();
  let world: WebWorld;
  const secrets: string[] = [];

  const heed = ({ html, headers }: Shown): void => {
    if (headers['location']) addresses.add(headers['location']);
    for (const [, href = ''] of html.matchAll(/(?:href|action|src)="([^"]*)"/g)) addresses.add(href);
  };

  beforeAll(async () => {
    const logTo = { write: (line: string) => void lines.push(line) };
    world = await WebWorld.open({ at: `${monday}T09:00:00.000Z`, env: { LOG_LEVEL: 'trace' }, logTo });
    const ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    const visitor = new Browsing(world);

    for (const route of world.web.routes.filter((each) => each.startsWith('GET') && !/token|mailId|html/.test(each))) {
      heed(
        await ruth.get(
          pathOf(route, { ...ofEverySchool, ...ofHollinBank, reactor: 'none', eventId: newId(), stagedId: newId() }),
        ),
      );
    }
    heed(await ruth.post(`/schools/${hollinBank}/pupils`, { q: 'Thistlewick', text: 'Zebedee Thistlewick' }));
    const add = { name: 'Ada Quillfeather', email: 'quillfeather@hollinbank.example', role: 'designated-teacher' };
    const from = { 'from-day': '16', 'from-month': '11', 'from-year': '2026', standing: 'holder' };
    heed(await ruth.post(`/schools/${hollinBank}/people/add`, { ...add, ...from }));
    heed(await ruth.post(`/schools/${hollinBank}/people/add`, { ...add, email: 'quillfeather' }));
    const link = await ruth.post(`/schools/${hollinBank}/people/${personId('martin-ellery')}/sign-in-link`);
    const [, token = ''] = /sign-in\/([\w-]{43})/.exec(link.html) ?? [];
    secrets.push(token);
    const wrong = { email: 'quillfeather@hollinbank.example', password: 'mulberry stovepipe anvil' };
    heed(await visitor.post('/sign-in', wrong));
    heed(await visitor.get(`/schools/${hollinBank}/today`));
    heed(await visitor.post(`/sign-in/${token}`));
    const provider = world.linkOf('wheelhouse', 'tom-arkwright', monday);
    secrets.push(provider.slice('/p/'.length), ruth.cookie.split('=')[1] ?? '', visitor.cookie.split('=')[1] ?? '');
    await visitor.get(provider);
    await visitor.post(provider, { note: 'Zebedee Thistlewick' });

    // A fault may quote anything.
    const { rows } = world.installation;
    const find = rows.find.bind(rows);
    Object.assign(rows, {
      find: () => Promise.reject(new Error('No row for Zebedee Thistlewick, amara@home.example')),
    });
    await ruth.get(`/schools/${hollinBank}/today`);
    Object.assign(rows, { find });
  }, 120_000);
  afterAll(() => world.close());

  it('stands in the log, nor a secret, whatever is asked and whatever fails', () => {
    const log = lines.join('');
    expect(log).toContain('/schools/:schoolId/today');
    expect(log).toContain('A request failed.');
    expect(secrets.every((each) => each.length >= 43)).toBe(true);
    for (const each of [...recognisable, ...secrets]) expect([each, log.includes(each)]).toEqual([each, false]);
  });

  it('stands in an address, to which a page leads or sends', () => {
    const all = [...addresses].map(decodeURIComponent).filter((each) => !each.startsWith('data:'));
    expect(all.length).toBeGreaterThan(40);
    for (const each of recognisable) expect(all.filter((address) => address.includes(each))).toEqual([]);
  });
});

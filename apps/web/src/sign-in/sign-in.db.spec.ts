import { newId } from '#event-sourcing';
import { LetterWriter, ProviderLinks, type Composed } from '#letters';
import { letters, people, schools } from '#read-models';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { eventually } from '../../../../test/support/eventually.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const board = `/schools/${schoolId('hollin-bank')}/today`;
const password = 'copper kettle lantern';

describe('signing in', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.accounts.setPassword(personId('priya-raman'), 'p.raman@hollinbank.example', password);
  }, 60_000);
  afterAll(() => world.close());
  const visitor = () => new Browsing(world);

  it('leads to the page that was asked for', async () => {
    const priya = visitor();
    const asked = await priya.get(board);
    const form = await priya.get(asked.headers['location'] ?? '');
    expect(form.html).toContain(`name="back" value="${board}"`);
    const page = await priya.send('/sign-in', { email: 'P.Raman@hollinbank.example', password, back: board });
    expect(page.says).toContain(
      'Priya Raman, alternative provision lead, designated safeguarding lead and attendance lead',
    );
  });

  it('never leads away from Waymark', async () => {
    for (const back of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example']) {
      const answer = await visitor().post('/sign-in', { email: 'p.raman@hollinbank.example', password, back });
      expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    }
  });

  it('does not say whether it was the address or the password', async () => {
    const answers = await Promise.all(
      ['p.raman@hollinbank.example', 'nobody@hollinbank.example'].map((email) =>
        visitor().post('/sign-in', { email, password: 'something else entirely' }),
      ),
    );
    for (const { status, says, html } of answers) {
      expect(status).toBe(401);
      expect(says).toContain('There is a problem The email address or the password is not right');
      expect(html).not.toContain('something else');
    }
  });

  it('shows what is wrong with the form beside it', async () => {
    const { status, says } = await visitor().post('/sign-in', { email: 'priya', password: '' });
    expect(status).toBe(400);
    expect(says).toContain('Enter your email address, such as name@school.example Enter your password');
  });

  it('works by a link that is consumed by Continue and not by being opened', async () => {
    await world.accounts.setPassword(personId('dawn-fairley'), 'd.fairley@millrace.example', password);
    const { token } = await world.accounts.makeLink('sign-in', personId('dawn-fairley'));
    const dawn = visitor();
    for (let opened = 0; opened < 2; opened += 1) {
      expect((await dawn.get(`/sign-in/${token}`)).says).toContain('This link signs you in once. Continue');
    }
    const home = await dawn.send(`/sign-in/${token}`);
    expect(home.headers['location']).toBe(`/schools/${schoolId('millrace')}/today`);
    expect((await visitor().post(`/sign-in/${token}`)).status).toBe(410);
    expect((await visitor().get(`/sign-in/${token}`)).says).toContain('does not work any more');
  });

  it('ends for good with Sign out', async () => {
    const priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { cookie } = priya;
    expect((await priya.get(board)).status).toBe(200);
    await priya.post('/sign-out');
    expect((await new Browsing(world, cookie).get(board)).status).toBe(303);
  });

  it('ends when somebody leaves', async () => {
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    expect((await martin.get(board)).status).toBe(200);
    await world.send({ type: 'LeavePerson', data: { personId: personId('martin-ellery'), on: '2026-11-15' } });
    await world.caughtUp();
    expect((await martin.get(board)).status).toBe(303);
  });

  it('offers a choice to somebody with roles at several schools', async () => {
    const role = { role: 'designated-safeguarding-lead', standing: 'cover', from: '2026-11-01' };
    const given = { schoolId: schoolId('hollin-bank'), personId: personId('sam-oduya'), ...role };
    await world.send({ type: 'GiveRole', data: given });
    await world.caughtUp();
    const sam = new Browsing(world, await world.cookieOf('sam-oduya'));
    expect((await sam.get('/')).headers['location']).toBe('/schools');
    expect((await sam.get('/schools')).says).toMatch(/Choose a school Hollin Bank School .*Millrace Academy/);
    expect((await sam.get(board)).says).toContain('Other school');
  });

  it('tells somebody without a role whom to ask', async () => {
    const id = newId();
    await world.send({ type: 'AddPerson', data: { personId: id, name: 'New Person', email: 'new@school.example' } });
    await world.caughtUp();
    const somebody = new Browsing(world, await world.cookieFor(id));
    expect((await somebody.get('/schools')).says).toContain('You have no role at any school');
  });

  it('takes nothing that comes from another site’s page', async () => {
    const priya = await world.cookieOf('priya-raman');
    const from = (headers: Record<string, string>) =>
      fetch(`${world.web.url}/sign-out`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: priya, ...headers },
      });
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await from({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await from({})).status).toBe(403);
    expect((await from({ origin: world.web.url })).status).toBe(303);
  });

  it('is no demonstration: nobody takes another’s part, and nobody moves the clock', async () => {
    expect((await visitor().get('/sign-in')).says).not.toContain('Look around as');
    expect((await visitor().post('/sign-in-as', { personId: personId('priya-raman') })).status).toBe(404);
    expect((await visitor().post('/demo/clock', { to: '2026-11-17T09:00' })).status).toBe(404);
  });
});

describe('asking for a sign-in link', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({
      at: '2026-11-16T09:00:00.000Z',
      env: { SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'http://waymark.example' },
    });
  }, 60_000);
  afterAll(() => world.close());
  const ask = (email: string) => new Browsing(world).post('/sign-in/link', { email });
  const written = async () => {
    await world.caughtUp();
    return (await world.installation.rows.find(letters, {})).filter(({ kind }) => kind === 'sign-in-link');
  };

  it('answers the same whether or not the address is known, and writes to the one that is', async () => {
    const known = String((await world.installation.rows.get(people, personId('priya-raman')))?.email);
    const answers = [await ask(known.toUpperCase()), await ask('nobody@hollinbank.example')];
    const [first, second] = answers.map(({ status, html }) => [status, html.replaceAll(/nonce="[^"]*"/g, '')]);
    expect(first).toEqual(second);
    expect(answers[0]?.says).toContain('If Waymark knows the address, a sign-in link is on its way');
    await eventually(async () => expect(await written()).toHaveLength(1));
    expect(await written()).toEqual([
      expect.objectContaining({ recipientId: personId('priya-raman'), recipientKind: 'person', duties: [] }),
    ]);
  });

  it('is answered by a letter whose link comes in once, made when it is handed over', async () => {
    const [letter] = await written();
    const { journal, rows, masterKey, config } = world.installation;
    const [composed] = await journal.read(`letter-${letter?.letterId}`);
    if (composed?.type !== 'LetterComposed') throw new Error('No letter was composed.');
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const writer = new LetterWriter(rows, links, config, world.accounts);
    const mail = await writer.write(composed.data as Composed);
    if (!('text' in mail)) throw new Error(mail.reply);
    const [, token = ''] = /http:\/\/waymark\.example\/sign-in\/([\w-]{43})/.exec(mail.text) ?? [];
    expect(mail.text).not.toMatch(/Priya|Raman|Hollin/);
    const priya = new Browsing(world);
    expect((await priya.send(`/sign-in/${token}`)).says).toContain('Choose a password');
    expect((await priya.post(`/sign-in/${token}`)).status).toBe(410);
  });

  it('writes to nobody who has left', async () => {
    const before = (await written()).length;
    const email = String((await world.installation.rows.get(people, personId('martin-ellery')))?.email);
    await world.send({ type: 'LeavePerson', data: { personId: personId('martin-ellery'), on: '2026-11-13' } });
    await world.caughtUp();
    expect((await ask(email)).says).toContain('If Waymark knows the address');
    await ask(String((await world.installation.rows.get(people, personId('dawn-fairley')))?.email));
    await eventually(async () => expect(await written()).toHaveLength(before + 1));
    expect((await written()).map(({ recipientId }) => recipientId)).not.toContain(personId('martin-ellery'));
  });

  it('needs an address', async () => {
    const page = await ask('priya');
    expect([page.status, page.says]).toEqual([400, expect.stringContaining('Enter your email address')]);
  });

  it('is not offered where no mail leaves: the page says whom to ask', async () => {
    const without = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', entered: false });
    try {
      const page = await new Browsing(without).get('/sign-in/link');
      expect(page.says).toContain('they can make a sign-in link for you');
      expect((await new Browsing(without).post('/sign-in/link', { email: 'a@b.example' })).status).toBe(404);
    } finally {
      await without.close();
    }
  }, 60_000);
});

describe('the first run', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', entered: false });
  }, 60_000);
  afterAll(() => world.close());

  const filled = {
    school: 'Northgate Academy',
    telephone: '01632 960111',
    mailbox: 'attendance@northgate.example',
    name: 'Ada Marsh',
    email: 'ada@northgate.example',
    password,
    again: password,
    roles: ['headteacher', 'attendance-lead'],
  };

  it('shows what is wrong, and keeps what was right', async () => {
    const { token } = await world.accounts.makeLink('first-run');
    const page = await new Browsing(world).post(`/first-run/${token}`, {
      ...filled,
      email: 'ada',
      password: 'password1234',
      roles: ['headteacher'],
    });
    expect(page.status).toBe(400);
    expect(page.says).toContain('Enter your email address');
    expect(page.html).toContain('value="Northgate Academy"');
    expect(page.html).not.toContain('password1234');
  });

  it('makes the first school and the first person by real commands, once', async () => {
    const { token } = await world.accounts.makeLink('first-run');
    const ada = new Browsing(world);
    expect((await ada.get(`/first-run/${token}`)).html).toMatch(/value="headteacher" checked/);
    const home = await ada.send(`/first-run/${token}`, filled);
    const page = await ada.get(home.headers['location'] ?? '');
    expect(page.says).toContain('Ada Marsh, headteacher and attendance lead');
    expect(page.says).toContain('0 pupils not accounted for');

    const [school] = await world.installation.rows.find(schools, {});
    const [person] = await world.installation.rows.find(people, {});
    expect(school).toMatchObject({ name: 'Northgate Academy', attendanceMailbox: 'attendance@northgate.example' });
    expect(school?.roles.map(({ role, standing }) => [role, standing])).toEqual([
      ['headteacher', 'holder'],
      ['attendance-lead', 'holder'],
    ]);
    expect(await world.accounts.signIn('ada@northgate.example', password)).toEqual({ personId: person?.personId });
  });

  it('is refused once somebody can sign in', async () => {
    const { token } = await world.accounts.makeLink('first-run');
    expect((await new Browsing(world).get(`/first-run/${token}`)).status).toBe(410);
    expect((await new Browsing(world).post(`/first-run/${token}`, filled)).status).toBe(410);
    expect(await world.installation.rows.find(schools, {})).toHaveLength(1);
  });
});

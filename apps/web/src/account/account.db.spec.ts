import { personId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const email = 'p.raman@hollinbank.example';
const password = 'copper kettle lantern';
const another = 'willow harbour flute';

describe('one’s own account', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
  }, 60_000);
  afterAll(() => world.close());
  beforeEach(() => world.accounts.setPassword(personId('priya-raman'), email, password));

  const signedIn = async (word = password) => {
    const somebody = new Browsing(world);
    await somebody.send('/sign-in', { email, password: word });
    return somebody;
  };

  it('shows where one is signed in, and ends one session or all others', async () => {
    const [here, there, elsewhere] = [await signedIn(), await signedIn(), await signedIn()];
    const page = await here.get('/account');
    expect(page.says).toContain(`Email address ${email}`);
    expect(page.says.match(/Last seen/g)).toHaveLength(3);
    expect(page.says.match(/This browser/g)).toHaveLength(1);

    const ref = world.accounts.refOf(there.cookie.slice('waymark='.length));
    expect((await here.send(`/account/sessions/${ref}/end`)).says).toContain('You are signed out there.');
    expect([(await there.get('/account')).status, (await elsewhere.get('/account')).status]).toEqual([303, 200]);
    await here.send('/account/sessions/end-others');
    expect([(await elsewhere.get('/account')).status, (await here.get('/account')).status]).toEqual([303, 200]);
  });

  it('ends nobody else’s session', async () => {
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    const ref = world.accounts.refOf(dawn.cookie.slice('waymark='.length));
    await (await signedIn()).post(`/account/sessions/${ref}/end`);
    expect((await dawn.get('/account')).status).toBe(200);
  });

  it('changes the password for whoever knows the one of now, and signs out everywhere else', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const before = here.cookie;
    const wrong = await here.post('/account/password', { current: another, password: another, again: another });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('This is not the password')]);
    expect(wrong.html).not.toContain(another);
    const page = await here.send('/account/password', { current: password, password: another, again: another });
    expect(page.says).toContain('Your password is saved.');
    expect(here.cookie).not.toBe(before);
    expect((await new Browsing(world, before).get('/account')).status).toBe(303);
    expect((await there.get('/account')).status).toBe(303);
    expect(await world.accounts.signIn(email, another)).toEqual({ personId: personId('priya-raman') });
  });

  it('takes no password that is too easy, or typed in two ways', async () => {
    const here = await signedIn();
    const easy = await here.post('/account/password', { current: password, password: 'short', again: 'short' });
    expect([easy.status, easy.says]).toEqual([400, expect.stringContaining('Password must be 12 characters or more')]);
    const differs = await here.post('/account/password', {
      current: password,
      password: another,
      again: 'another one',
    });
    expect(differs.says).toContain('The two passwords are not the same');
    const none = await here.post('/account/password', { password: another, again: another });
    expect(none.says).toContain('Enter the password that you have now');
  });

  it('gives a session of its own to each sign-in, and ends the one before', async () => {
    const here = await signedIn();
    const before = here.cookie;
    await here.send('/sign-in', { email, password });
    expect(here.cookie).not.toBe(before);
    expect((await new Browsing(world, before).get('/account')).status).toBe(303);
  });

  it('lets somebody who came by a link choose a password without the one they forgot, for an hour', async () => {
    const { token } = await world.accounts.makeLink('sign-in', personId('priya-raman'));
    const priya = new Browsing(world);
    const home = await priya.post(`/sign-in/${token}`);
    expect(home.headers['location']).toBe('/');
    expect((await priya.get('/account/password')).says).not.toContain('The password that you have now');
    await world.moveTo('2026-11-16T09:40:00.000Z');
    await priya.get('/account');
    await world.moveTo('2026-11-16T10:00:01.000Z');
    expect((await priya.get('/account/password')).says).toContain('The password that you have now');
    const tooLate = await priya.post('/account/password', { password: another, again: another });
    expect(tooLate.status).toBe(400);
  });

  it('asks whoever comes in for the first time to choose a password', async () => {
    const { token } = await world.accounts.makeLink('sign-in', personId('martin-ellery'));
    const martin = new Browsing(world);
    const page = await martin.send(`/sign-in/${token}`);
    expect(page.says).toContain('Choose a password');
    expect(page.says).not.toContain('The password that you have now');
    const home = await martin.send('/account/password', { password: another, again: another });
    expect(home.says).toContain('Password Chosen');
    expect(await world.accounts.hasAccount(personId('martin-ellery'))).toBe(true);
  });

  it('counts guesses of the password of now', async () => {
    const here = await signedIn();
    const guess = () => here.post('/account/password', { current: 'a guess at it', password: another, again: another });
    for (let guessed = 0; guessed < 10; guessed += 1) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });
});

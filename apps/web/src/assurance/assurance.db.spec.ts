import { assuranceIdOf } from '#domain';
import type { Id } from '#event-sourcing';
import { adults, letters, type LetterRow } from '#read-models';
import { adultId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const provider = `/schools/${schoolId('hollin-bank')}/providers/${providerId('wheelhouse')}`;
const page = `${provider}/sites/${siteId('wheelhouse')}/assurance`;
const assuranceId = assuranceIdOf(schoolId('hollin-bank'), siteId('wheelhouse'));
const tom = adultId('tom-arkwright');
const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

const signature = { answeredBy: 'Tom Arkwright', position: 'Workshop manager' };
const ofAdult = (id: Id, answers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(answers).map(([item, answer]) => [`${item}-of-${id}`, answer]));
const needed = {
  pupils: 'yes',
  identity: 'yes',
  'enhanced-dbs': 'yes',
  'right-to-work': 'yes',
  overseas: 'not-relevant',
  qualifications: 'yes',
  'qualified-teacher': 'not-relevant',
  induction: 'not-relevant',
  prohibition: 'yes',
  'section-128': 'not-relevant',
};
const policies = {
  'safeguarding-training-of-provider': 'yes',
  'safeguarding-training-of-provider-words': 'Level 1',
  ...day('safeguarding-training-of-provider-on', '2026-09-03'),
  'annual-update-of-provider': 'no',
  'complaints-policy-of-provider': 'yes',
};

describe('written assurance of a provider', () => {
  let world: WebWorld;
  let priya: Browsing;
  let provided: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    provided = new Browsing(world);
  }, 60_000);
  afterEach(() => world.close());

  /** The clock moves on; sessions of before have ended by then. */
  const moveTo = async (on: string): Promise<void> => {
    await world.moveTo(`${on}T09:00:00.000Z`);
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  };
  const ask = (round = '1', replyBy = '2026-11-30'): Promise<Shown> =>
    priya.send(`${page}/ask`, { round, recipientId: tom, ...day('replyBy', replyBy) });
  const linkOf = (round = 1, endsOn = '2026-12-14'): string =>
    world.assuranceLinkOf('hollin-bank', 'wheelhouse', 'tom-arkwright', endsOn, round);
  const lettersTo = async (recipientId: Id): Promise<LetterRow[]> => {
    await world.caughtUp();
    return world.installation.rows.find(letters, { recipientId });
  };

  // Procedure: S23.1, S23.2, S23.5, S23.32, S23.33, S23.34
  it('is asked for by a letter, by a day that the edition proposes, and named on the page behind the link', async () => {
    expect((await priya.get(provider)).says).toMatch(/Written assurance Nobody has been asked .* Not asked for/);
    const form = await priya.get(`${page}/ask`);
    expect(form.html).toMatch(/id="replyBy"[^>]*value="1"/);
    const asked = await ask();
    expect(asked.says).toContain(
      'Asked for Priya Raman asked Tom Arkwright on 16 Nov 2026, to be answered by 30 Nov 2026.',
    );
    expect(asked.says).toContain('It is asked for by: Keeping children safe in education, 2026');
    expect((await lettersTo(tom)).map(({ kind }) => kind)).toEqual(['assurance-request']);
    const ours = await priya.get(`/schools/${schoolId('hollin-bank')}/letters`);
    expect(ours.says).toContain('Asks a provider for written assurance Canal Street workshop Tom Arkwright');
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    const theirs = await dawn.get(`/schools/${schoolId('millrace')}/letters`);
    expect(theirs.says).not.toContain('written assurance');
    // The same form sent twice is the same letter.
    expect((await ask()).says).toContain('There was nothing new');
    expect(await lettersTo(tom)).toHaveLength(1);

    const { status, says, html, headers } = await provided.get(linkOf());
    expect(status).toBe(200);
    expect(says).toContain('Hollin Bank School asks you to confirm that safeguarding checks were carried out');
    expect(says).toMatch(/Your answers go to Priya Raman\. Please answer by Monday 30 November 2026/);
    expect(says).toMatch(/Priya Raman, Hollin Bank School, p\.raman@hollinbank\.example: 01632 960101/);
    expect(html).not.toMatch(/<script|Amara/);
    expect([headers['referrer-policy'], headers['set-cookie']]).toEqual(['no-referrer', undefined]);
  });

  it('records nothing by being opened, and shows nothing by a link that is not good', async () => {
    await ask();
    await world.caughtUp();
    const before = await world.installation.store.head();
    const link = linkOf();
    await provided.get(link);
    expect((await provided.get(link.replace('/assurance', ''))).status).toBe(404);
    expect((await provided.get(world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-16') + '/assurance')).status).toBe(
      404,
    );
    expect((await provided.get(`${link.slice(0, -12)}xx/assurance`)).status).toBe(404);
    const old = linkOf(1, '2026-11-15');
    const runOut = await provided.get(old);
    expect([runOut.status, runOut.says]).toEqual([
      410,
      expect.stringContaining('Ask the school to send you another letter'),
    ]);
    expect((await provided.post(old, { ...ofAdult(tom, needed), ...signature })).status).toBe(410);
    expect(await world.installation.store.head()).toBe(before);
  });

  // Procedure: S15.1, S15.7, S23.4, S23.6, S23.7, S23.8, S23.9, S23.10, S23.11, S23.12, S23.14, S23.15, S23.16
  it('is answered per adult and per point, read by the school, and accepted when all that is needed is confirmed', async () => {
    await ask();
    const link = linkOf();
    const wrong = await provided.post(link, { ...signature, position: '', 'safeguarding-training-of-provider': 'yes' });
    expect([wrong.status, wrong.says]).toEqual([
      400,
      expect.stringMatching(/Choose whether Tom Arkwright works with the pupils.*Enter the day.*Enter their position/),
    ]);
    const part = { ...needed, 'enhanced-dbs': 'no', prohibition: '' };
    const saved = await provided.send(link, { ...ofAdult(tom, part), ...policies, ...signature });
    expect(saved.says).toContain('Your answers are saved, and the school can read them.');
    expect(saved.html).toMatch(/name="position"[^>]*value="Workshop manager"/);

    const read = await priya.get(page);
    expect(read.says).toContain(
      'Tom Arkwright, Workshop manager, answered on 16 Nov 2026, by the link that was sent to Tom',
    );
    expect(read.says).toMatch(/Tom Arkwright: They have an enhanced DBS check[^.]* No Needed/);
    expect(read.says).toMatch(/Tom Arkwright: They are not prohibited from teaching Not answered Needed/);
    expect(read.says).toMatch(/The provider: Everybody has a safeguarding update each year No (?!Needed)/);
    expect(read.says).toMatch(/safeguarding training is up to date[^.]* Yes 3 Sept? 2026, Level 1/);
    expect(read.says).not.toContain('Accept the answers');
    const early = await priya.post(`${page}/accept`, { words: '' });
    expect([early.status, early.says]).toEqual([
      422,
      expect.stringContaining('can’t be accepted while something is missing'),
    ]);

    await provided.send(link, { ...ofAdult(tom, needed), ...policies, ...signature });
    expect((await priya.get(page)).says).toContain('Accept the answers');
    const accepted = await priya.send(`${page}/accept`, { words: 'The update is booked.' });
    expect(accepted.says).toContain('Priya Raman accepted the answers on 16 Nov 2026. The update is booked.');
    expect((await priya.get(provider)).says).toMatch(
      /Answered on 16 Nov 2026, 9 not confirmed, accepted on 16 Nov 2026\. It counts until 16 Nov 2027\. Accepted/,
    );
    const after = await provided.get(link);
    expect(after.says).toContain('has accepted your answers');
    expect(after.html).not.toContain('<form');

    const [, , reply, changed] = await world.installation.journal.read(`assurance-${assuranceId}`);
    expect([reply?.type, changed?.type]).toEqual(['AssuranceAnswered', 'AdultAssured']);
    expect(reply?.meta).toMatchObject({ actor: { kind: 'provider', id: tom }, via: 'link' });
  });

  // Procedure: S23.13
  it('is asked for again when somebody comes or goes, and after a year', async () => {
    await ask();
    await provided.send(linkOf(), { ...ofAdult(tom, needed), ...signature });
    await priya.send(`${page}/accept`, { words: '' });
    const about = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    const zoe = adultId('grace-adeyemi');
    const named = { name: 'Zoe Marsh', email: 'zoe@wheelhouse.example', attendanceContact: false };
    await world.send({ type: 'NameAdult', data: { ...about, ...named, adultId: zoe } });
    await world.caughtUp();
    const reopened = await priya.get(page);
    expect(reopened.says).toContain('To be asked again: staff have changed');
    expect(reopened.says).toContain('Zoe Marsh has come: nothing is confirmed of them.');
    await ask('2');
    expect((await provided.get(linkOf())).says).toContain('has asked anew since then');
    const answers = { ...ofAdult(tom, needed), [`pupils-of-${zoe}`]: 'no', ...signature };
    await provided.send(linkOf(2), answers);
    await priya.send(`${page}/accept`, { words: '' });
    expect((await priya.get(page)).says).toMatch(/Accepted Priya .*There, and not with your pupils Zoe Marsh/);

    await world.send({ type: 'LeaveAdult', data: { ...about, adultId: tom, on: '2026-11-20' } });
    await world.caughtUp();
    expect((await priya.get(page)).says).toMatch(/^(?!.*staff have changed)/);
    await moveTo('2026-11-23');
    expect((await priya.get(page)).says).toContain('Tom Arkwright has gone.');
    await moveTo('2027-11-16');
    expect((await priya.get(page)).says).toContain('To be asked again: it is too old');
  });

  // Procedure: S15.7, S23.13
  it('takes the name of somebody who was not known, and then asks about them', async () => {
    await ask();
    const link = linkOf();
    const form = { form: adultId('moira-pell'), newName: 'Zoe Marsh', newEmail: 'tom@wheelhouse.example' };
    const taken = await provided.post(link, { ...ofAdult(tom, needed), ...signature, ...form });
    expect([taken.status, taken.says]).toEqual([
      400,
      expect.stringContaining('Somebody at this site has this address'),
    ]);
    const zoe = { ...form, newEmail: 'zoe@wheelhouse.example' };
    const { says } = await provided.send(link, { ...ofAdult(tom, needed), ...signature, ...zoe });
    expect(says).toContain('Now answer what is asked of the person whom you entered');
    expect(says).toMatch(/Zoe Marsh If they do not, leave the rest/);
    await world.caughtUp();
    const entered = await world.installation.rows.find(adults, { siteId: siteId('wheelhouse') });
    expect(new Set(entered.map(({ name }) => name))).toEqual(new Set(['Tom Arkwright', 'Zoe Marsh']));
    expect((await priya.get(page)).says).toMatch(/Zoe Marsh: Their identity was checked Not answered Needed/);
  });

  it('is chased by another letter, also to somebody else', async () => {
    await ask();
    await moveTo('2026-12-01');
    expect((await priya.get(page)).says).toContain('No answer in time');
    const chased = await priya.send(`${page}/chase`, { chase: '1', recipientId: tom });
    expect(chased.says).toContain('Priya Raman sent Tom Arkwright another letter on 1 Dec 2026.');
    expect((await lettersTo(tom)).map(({ kind }) => kind).toSorted()).toEqual(['assurance-chase', 'assurance-request']);
    const nobody = await priya.post(`${page}/chase`, { chase: '2' });
    expect([nobody.status, nobody.says]).toEqual([400, expect.stringContaining('Choose who gets the letter')]);
  });

  it('may come on paper, and is recorded with who received it and when', async () => {
    await ask();
    await moveTo('2026-11-20');
    const reply = { ...ofAdult(tom, needed), ...policies, ...signature };
    const early = await priya.post(`${page}/on-paper`, { ...reply, position: '', ...day('receivedOn', '2026-11-21') });
    expect([early.status, early.says]).toEqual([
      400,
      expect.stringMatching(/Enter today or an earlier day.*Enter their position/),
    ]);
    const { says } = await priya.send(`${page}/on-paper`, { ...reply, ...day('receivedOn', '2026-11-19') });
    expect(says).toContain(
      'Tom Arkwright, Workshop manager, answered on paper; Priya Raman recorded it as received on 19 Nov 2026.',
    );
  });
});

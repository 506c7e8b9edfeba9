import { newId } from '#event-sourcing';
import { personId, placementId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const on = (name: string, day: string) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: '11',
  [`${name}-year`]: '2026',
});
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

// Each test goes on from where the one before left the incident.
// Procedure: S4.18
describe('what a provider tells the school of that happened to a pupil', () => {
  const school = `/schools/${schoolId('hollin-bank')}`;
  const amara = `${school}/placements/${placementId('amara', 'wheelhouse')}`;
  const enter = `${amara}/incidents/enter`;
  const incident = `${school}/incidents/`;
  let world: WebWorld;
  let lead: Browsing;
  let head: Browsing;
  let safeguarding: Browsing;
  const signIn = async () => {
    lead = new Browsing(world, await world.cookieOf('priya-raman'));
    head = new Browsing(world, await world.cookieOf('ruth-calloway'));
    safeguarding = new Browsing(world, await world.cookieOf('martin-ellery'));
  };
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-20T11:30:00.000Z' });
    await signIn();
  }, 120_000);
  afterAll(() => world.close());

  const notYet = { parents: 'no', parentsBecause: 'Nobody answered at home.' };
  const told = {
    kind: 'injury',
    ...on('on', '18'),
    at: '10:20',
    toldBy: 'Tom Arkwright',
    channel: 'telephone',
    personId: personId('priya-raman'),
    ...on('toldOn', '20'),
    toldAt: '11:00',
    ...notYet,
    words: 'She slipped on the stairs.',
  };
  let address = '';

  it('is asked for with all that has to be known, and says what is missing', async () => {
    const { says } = await lead.get(enter);
    expect(says).toContain('Your school does not keep the words of incidents here');
    expect(says).not.toContain('What happened, as it was told?');
    const empty = await lead.post(enter, { incidentId: newId() });
    expect(empty.status).toBe(400);
    for (const missing of ['Choose what it was', 'Enter who of the provider told the school', 'Choose how'])
      expect(empty.says).toContain(missing);
    expect(empty.says).toContain('Choose whether the parents have been told');
    const future = await lead.post(enter, { ...told, toldAt: '11:45', incidentId: newId() });
    expect(future.says).toContain('The time can’t be in the future');
    const before = await lead.post(enter, { ...told, ...on('toldOn', '17'), incidentId: newId() });
    expect([before.status, before.says]).toEqual([422, expect.stringContaining('before it happened')]);
    const parents = await lead.post(enter, { ...told, parents: 'yes', incidentId: newId() });
    expect(parents.says).toContain('Enter the day on which the parents were told');
  });

  it('is entered once, says that it was told late, and keeps no words where the school keeps none', async () => {
    const incidentId = hidden((await lead.get(enter)).html, 'incidentId');
    address = `${incident}${incidentId}`;
    const done = await lead.send(enter, { ...told, incidentId });
    expect(done.says).toMatch(/Injury, 18 Nov 2026 To be seen today/);
    expect(done.says).toContain('By telephone by Tom Arkwright, to Priya Raman.');
    expect(done.says).toContain('The school was told 2 days after it.');
    expect(done.says).toContain('Not told: Nobody answered at home.');
    expect(done.says).not.toContain('slipped');
    const again = await lead.send(enter, { ...told, incidentId });
    expect(again.says).toContain('There was nothing new in what you sent');
  });

  it('is in plain sight until whoever answers for safeguarding has seen it', async () => {
    const inSight =
      /Incidents that nobody has seen Amara .*To be seen today.*Not seen since the school was told, at 11am/;
    for (const page of [`${school}/today`, `${school}/oversight`]) expect((await lead.get(page)).says).toMatch(inSight);
    expect((await lead.get(amara)).says).toContain('Incident: to be seen today');
    await world.moveTo('2026-11-21T08:00:00.000Z');
    await signIn();
    const late = await lead.get(`${school}/oversight`);
    expect(late.says).toMatch(/Not seen since 20 Nov 2026.*It should have been seen on 20 Nov 2026/);
    // What it is, is behind the link alone.
    expect(late.says).not.toContain('Injury');
  });

  it('is seen by them, and by nobody else', async () => {
    expect((await head.get(address)).says).not.toContain('Say that you have seen it');
    const refused = await head.post(`${address}/seen`);
    expect([refused.status, refused.says]).toEqual([
      403,
      expect.stringContaining('Whoever answers for safeguarding at your school does this'),
    ]);
    const early = await safeguarding.post(`${address}/decide`, { outcomes: 'no-further-action' });
    expect([early.status, early.says]).toEqual([422, expect.stringContaining('Say first that you have seen')]);
    const seen = await safeguarding.send(`${address}/seen`);
    expect(seen.says).toMatch(
      /Seen, not decided.*Martin Ellery saw it at 8am on Saturday 21 November 2026\. It should have been seen on 20 Nov/,
    );
    for (const page of [`${school}/today`, `${school}/oversight`])
      expect((await lead.get(page)).says).not.toContain('Incidents that nobody has seen');
  });

  it('is decided by them: handed over with its reference, or no further action alone', async () => {
    const step = `${address}/decide`;
    const both = await safeguarding.post(step, { outcomes: ['no-further-action', 'risk-assessment-review'] });
    expect(both.says).toContain('Choose no further action alone, or what is to be done');
    const without = await safeguarding.post(step, { outcomes: 'handed-to-safeguarding' });
    expect(without.says).toContain('Enter what the safeguarding system calls it');
    expect((await safeguarding.post(step)).says).toContain('Choose what becomes of it');
    const outcomes = ['handed-to-safeguarding', 'risk-assessment-review'];
    const done = await safeguarding.send(step, { outcomes, receipt: 'MC-3001' });
    expect(done.says).toMatch(
      /Decided.*Handed to the safeguarding system and The risk assessment is to be reviewed\. Reference: MC-3001\. Martin Ellery, on 21 Nov 2026/,
    );
    expect((await head.post(step, { outcomes })).status).toBe(403);
  });

  it('says what the parents know in the end', async () => {
    const parents = { parents: 'yes', ...on('parentsOn', '20'), parentsAt: '16:10', parentsBy: 'Priya Raman' };
    const done = await lead.send(`${address}/parents`, parents);
    expect(done.says).toContain('Told on 20 Nov 2026 at 4:10pm by Priya Raman');
    const later = await lead.post(`${address}/parents`, { ...parents, ...on('parentsOn', '22') });
    expect(later.says).toContain('The day can’t be in the future');
  });

  it('is put right with the reason, and has to be seen again', async () => {
    await world.moveTo('2026-11-21T08:20:00.000Z');
    const form = await lead.get(`${address}/correct`);
    expect(form.html).toContain('value="Tom Arkwright"');
    const right = { ...told, kind: 'restraint', because: 'They had held her arm.' };
    const done = await lead.send(`${address}/correct`, right);
    expect(done.says).toMatch(
      /Restraint, 18 Nov 2026 To be seen today.*21 Nov 2026, Priya Raman: They had held her arm\./,
    );
    expect((await lead.get(`${school}/oversight`)).says).toContain('It was corrected on 21 Nov 2026');
    expect((await lead.post(`${address}/correct`, { ...told, because: '' })).says).toContain('Enter what was wrong');
    const seen = await safeguarding.send(`${address}/seen`);
    expect(seen.says).toMatch(/Decided.*Martin Ellery saw it again at 8:20am/);
  });

  it('is in the list, on the placement’s page, and in its history without a word of it', async () => {
    expect((await lead.get(`${school}/incidents`)).says).toMatch(
      /Restraint, 18 Nov 2026.*Canal Street workshop.*Decided/,
    );
    expect((await lead.get(`${amara}/oversight`)).says).toContain('Restraint, 18 Nov 2026 Decided');
    const { says } = await lead.get(amara);
    expect(says).toMatch(/Incident told by the provider/);
    expect(says).not.toContain('Restraint');
  });

  it('keeps the words where the school does, and says when it was entered in error', async () => {
    await world.send({ type: 'SetConcernWords', data: { schoolId: schoolId('hollin-bank'), kept: true } });
    await world.caughtUp();
    const incidentId = newId();
    const done = await lead.send(enter, { ...told, incidentId });
    expect(done.says).toContain('She slipped on the stairs.');
    const other = `${incident}${incidentId}/withdraw`;
    expect((await head.post(other, { because: 'Twice.' })).status).toBe(403);
    const gone = await safeguarding.send(other, { because: 'It was entered twice.' });
    expect(gone.says).toMatch(/Entered in error.*It was entered twice\./);
    expect(gone.says).not.toContain('Say that you have seen it');
    expect((await safeguarding.post(`${incident}${incidentId}/seen`)).status).toBe(422);
    expect((await lead.get(`${incident}${incidentId}/nonsense`)).status).toBe(404);
  });
});

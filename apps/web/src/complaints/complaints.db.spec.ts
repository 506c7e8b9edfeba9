import { newId } from '#event-sourcing';
import { personId, placementId, providerId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const on = (name: string, day: string) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: '11',
  [`${name}-year`]: '2026',
});
const hidden = (html: string) => /name="form" value="([^"]*)"/.exec(html)?.[1] ?? '';

// Each test goes on from where the one before left the complaint.
describe('a complaint about a placement or a provider', () => {
  const school = `/schools/${schoolId('hollin-bank')}`;
  const enter = `${school}/complaints/enter`;
  let world: WebWorld;
  let lead: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-20T11:30:00.000Z' });
    lead = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 120_000);
  afterAll(() => world.close());

  const by = { personId: personId('priya-raman') };
  const told = {
    where: placementId('amara', 'wheelhouse'),
    from: 'parent',
    name: 'Ines Blake',
    channel: 'email',
    ...on('receivedOn', '16'),
    ...by,
    about: 'Nobody rang about the cut.',
  };
  let address = '';

  it('is entered once, about what was chosen, and says what is missing', async () => {
    const empty = await lead.post(enter, { form: newId() });
    expect(empty.status).toBe(400);
    for (const missing of [
      'Choose what it is about',
      'Choose who complains',
      'Choose how it came',
      'Enter what it is about',
    ])
      expect(empty.says).toContain(missing);
    const elsewhere = await lead.post(enter, { ...told, where: placementId('jodie', 'wheelhouse'), form: newId() });
    expect(elsewhere.says).toContain('Choose what it is about');
    const form = hidden((await lead.get(enter)).html);
    address = `${school}/complaints/${form}`;
    const done = await lead.send(enter, { ...told, form });
    expect(done.says).toMatch(/Amara Blake at .* Complaint of 16 Nov 2026 Open for 4 days/);
    expect(done.says).toMatch(/A parent, Ines Blake.*Nobody rang about the cut\..*By email, by Priya Raman/);
    expect((await lead.send(enter, { ...told, form })).says).toContain('There was nothing new in what you sent');
  });

  it('is in sight on the page of oversight and in the list', async () => {
    expect((await lead.get(`${school}/oversight`)).says).toContain('1 open complaint');
    expect((await lead.get(`${school}/complaints`)).says).toMatch(
      /Open Amara Blake at .*, 16 Nov 2026 A parent Open for 4 days/,
    );
  });

  it('has steps with their days and by whom', async () => {
    const step = `${address}/step`;
    expect((await lead.post(step, { form: newId() })).says).toContain('Choose what was done');
    const taken = { step: 'looked-into', ...on('on', '18'), ...by, what: 'The log was read.' };
    const early = await lead.post(step, { ...taken, ...on('on', '13'), form: newId() });
    expect([early.status, early.says]).toEqual([422, expect.stringContaining('must not be before the complaint came')]);
    const done = await lead.send(step, { ...taken, form: newId() });
    expect(done.says).toMatch(/Looked into 18 Nov 2026, Priya Raman\. The log was read\./);
  });

  it('is closed with what came of it, and opened again when it is taken further', async () => {
    const closing = { outcome: 'upheld', ...on('on', '19'), ...by, what: 'They ring within the hour.' };
    const close = `${address}/close`;
    expect((await lead.post(close, { form: newId() })).says).toContain('Choose what came of it');
    const done = await lead.send(close, { ...closing, form: newId() });
    expect(done.says).toMatch(/Upheld, 19 Nov 2026 Record that it was taken further.*They ring within the hour\./);
    expect((await lead.get(`${school}/oversight`)).says).toContain('Complaints, none of them open');
    const form = await lead.get(`${address}/step`);
    expect(form.says).not.toContain('Acknowledged');
    const further = { step: 'taken-further', ...on('on', '20'), ...by, what: 'To the governors.' };
    const again = await lead.send(`${address}/step`, { ...further, form: newId() });
    expect(again.says).toMatch(/Open for 4 days.*Taken further 20 Nov 2026/);
    expect((await lead.get(`${address}/nonsense`)).status).toBe(404);
  });

  it('may be about a provider as a whole', async () => {
    const noise = { ...told, where: providerId('wheelhouse'), from: 'neighbour', name: '', about: 'The noise.' };
    const done = await lead.send(enter, { ...noise, form: newId() });
    expect(done.says).toMatch(/A neighbour.*The noise\./);
    expect(done.says).not.toContain('Amara');
  });
});

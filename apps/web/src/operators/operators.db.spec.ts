import { people, operatorsOn } from '#read-models';
import { personId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

describe('those who look after the installation', () => {
  let world: WebWorld;
  let priya: Browsing;
  let dawn: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
  }, 60_000);
  afterAll(() => world.close());
  const operators = async () =>
    operatorsOn(await world.installation.rows.find(people, {}), '2026-11-16').map((each) => each.personId);
  const emailOf = async (id: string) => String((await world.installation.rows.get(people, id))?.email);

  it('are shown to operators alone', async () => {
    expect((await priya.get('/operators')).says).toContain('Priya Raman');
    expect((await dawn.get('/operators')).status).toBe(403);
    expect((await new Browsing(world).get('/operators')).status).toBe(303);
  });

  it('keep the last of them', async () => {
    const page = await priya.post(`/operators/${personId('priya-raman')}/remove`);
    expect([page.status, page.says]).toEqual([422, expect.stringContaining('Make somebody else an operator first')]);
    expect(await operators()).toEqual([personId('priya-raman')]);
  });

  it('are made by the address of somebody who is known', async () => {
    const unknown = await priya.post('/operators', { email: 'nobody@hollinbank.example' });
    expect([unknown.status, unknown.says]).toEqual([400, expect.stringContaining('Nobody who is entered has this')]);
    const page = await priya.send('/operators', { email: await emailOf(personId('dawn-fairley')) });
    expect(page.says).toContain('They look after this installation now.');
    expect((await dawn.get('/operators')).status).toBe(200);
  });

  it('keep one when two take it from each other at the same moment', async () => {
    const answers = await Promise.all([
      priya.post(`/operators/${personId('dawn-fairley')}/remove`),
      dawn.post(`/operators/${personId('priya-raman')}/remove`),
    ]);
    await world.caughtUp();
    expect(await operators()).toHaveLength(1);
    expect(answers.map(({ status }) => status)).toContain(303);
  });
});

import { placementId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const placed = `/schools/${schoolId('hollin-bank')}/placements/${placementId('callum', 'greenacre')}`;
const board = `/schools/${schoolId('hollin-bank')}/today`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

// Callum goes to the farm on Mondays, Wednesdays and Fridays. Each test goes on from where the one before left it.
describe('a placement that is suspended', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-17T16:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  /** The next day begins, and with it another session at the pages. */
  const come = async (at: string) => {
    await world.moveTo(at);
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  };

  it('is suspended with why, and where the pupil is on the next school day', async () => {
    expect((await priya.get(placed)).html).not.toContain(`${placed}/resume`);
    const empty = await priya.post(`${placed}/suspend`, dated('from', '2026-11-18'));
    expect([empty.status, empty.says]).toEqual([
      400,
      expect.stringContaining('Enter why it is suspended, and who decided it Choose where the pupil is'),
    ]);
    const done = await priya.send(`${placed}/suspend`, {
      ...dated('from', '2026-11-18'),
      because: 'The barn is flooded. Ruth Calloway decided it.',
      place: 'own-school',
      details: 'Harriet Moss expects him at 8:50.',
    });
    expect(done.says).toMatch(/The placement is suspended\..*Callum Dray Started/);
    expect(done.says).toMatch(
      /Suspended From 18 Nov 2026 The barn is flooded\..*Meanwhile At the own school, from 18 Nov/,
    );
    expect(done.html).toContain(`href="${placed}/resume"`);
    expect(done.html).not.toContain(`href="${placed}/suspend"`);
  });

  it('expects nobody at the provider meanwhile', async () => {
    await come('2026-11-18T08:30:00.000Z');
    const { says } = await priya.get(board);
    expect(says).toContain('Kitchen');
    expect(says).not.toContain('Callum Dray');
    expect((await priya.get(placed)).says).toMatch(/Callum Dray Suspended/);
    const list = await priya.get(`/schools/${schoolId('hollin-bank')}/placements`);
    expect(list.says).toMatch(/Callum Dray.*? Suspended/);
  });

  it('is not suspended a second time', async () => {
    const again = await priya.post(`${placed}/suspend`, {
      ...dated('from', '2026-11-19'),
      because: 'Once more.',
      place: 'own-school',
      details: 'As before.',
    });
    expect([again.status, again.says]).toEqual([422, expect.stringContaining('is suspended already at that time')]);
  });

  it('goes on with what was settled, and is expected again from that day on', async () => {
    const asked = await priya.get(`${placed}/resume`);
    expect(asked.says).toContain('It is suspended since Wednesday 18 November 2026. The barn is flooded.');
    const empty = await priya.post(`${placed}/resume`, dated('from', '2026-11-20'));
    expect([empty.status, empty.says]).toEqual([400, expect.stringContaining('Enter what has been settled')]);
    const done = await priya.send(`${placed}/resume`, {
      ...dated('from', '2026-11-20'),
      settled: 'The barn is dry, and the risk assessment was read again.',
    });
    expect(done.says).toMatch(/The placement is resumed\..*Suspended From 18 Nov 2026, there again from 20 Nov 2026/);
    expect((await priya.get(`${placed}/resume`)).status).toBe(404);
    await come('2026-11-20T08:30:00.000Z');
    expect((await priya.get(board)).says).toContain('Callum Dray');
    expect((await priya.get(placed)).says).toMatch(/Callum Dray Started/);
  });

  // Procedure: S14.27
  it('has its planned end moved with a reason, and not to a day that is over', async () => {
    const over = await priya.post(`${placed}/planned-end`, { ...dated('plannedEndOn', '2026-11-19'), because: 'x' });
    expect([over.status, over.says]).toEqual([400, expect.stringContaining('Enter today or a later day')]);
    const done = await priya.send(`${placed}/planned-end`, {
      ...dated('plannedEndOn', '2027-02-12'),
      because: 'The review asked for a term more.',
    });
    expect(done.says).toMatch(/The planned end is changed\..*Planned until 12 Feb 2027/);
    expect(done.says).toMatch(
      /Planned end changed .*Now planned until 12 Feb 2027\. The review asked for a term more\./,
    );
  });
});

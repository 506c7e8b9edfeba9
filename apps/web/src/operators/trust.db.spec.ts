import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { people } from '../../../../libs/simulation/src/week/trust.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const keyStaff = (on = '') => `/schools/${schoolId('hollin-bank')}/key-staff${on}`;

// Procedure: S1.1, S1.4
describe('the trust', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  it('is named nowhere before somebody has said what it is called', async () => {
    const { says } = await priya.get(keyStaff());
    expect(says).not.toMatch(/owned by|undefined|null/);
  });

  it('says what is wrong with what was entered, and keeps it', async () => {
    const wrong = await priya.post('/operators/trust', { name: '', owner: 'nobody@hollinbank.example' });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('Enter the name of the trust')]);
    const unknown = await priya.post('/operators/trust', { name: 'Vale Trust', owner: 'nobody@hollinbank.example' });
    expect([unknown.status, unknown.says]).toEqual([400, expect.stringContaining('Nobody who is entered and still')]);
    expect(unknown.html).toContain('value="Vale Trust"');
    expect((await priya.get(keyStaff())).says).not.toContain('Vale Trust');
  });

  it('stands with its name at the head of the procedure’s pages, and with who owns the procedure from which day on', async () => {
    const saved = await priya.send('/operators/trust', { name: 'Vale Trust', owner: people['ruth-calloway'].email });
    expect(saved.says).toContain('What the trust is called and who owns its procedure are saved.');
    const page = await priya.get(keyStaff());
    expect(page.says).toMatch(/Vale Trust: Hollin Bank School, 01632 960101 Key staff/);
    expect(page.says).toContain('The procedure is owned by Ruth Calloway, since 16 Nov 2026.');
    expect((await priya.get(keyStaff('?on=2026-11-15'))).says).not.toContain('is owned by');
    expect((await priya.get('/operators/trust')).says).toContain('Ruth Calloway from 16 Nov 2026');
  });

  it('is changed by operators alone', async () => {
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    expect((await owen.get('/operators/trust')).status).toBe(403);
    expect((await owen.post('/operators/trust', { name: 'Ours', owner: 'a@b.example' })).status).toBe(403);
  });
});

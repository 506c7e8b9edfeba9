import { newId } from '#event-sourcing';
import { MailboxNotifier } from '#letters';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

// With the link in such a letter anybody could answer for a provider.
describe('the mailbox of a trial', () => {
  let world: WebWorld;
  const mailId = newId();
  const addresses = ['/mailbox', `/mailbox/${mailId}`, `/mailbox/${mailId}/html`];
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    const mailbox = new MailboxNotifier(world.installation.database.pool('web'), world.clock, { production: false });
    const parties = { from: { name: 'Waymark', address: 'w@x.example' }, to: 'tom@wheelhouse.example' };
    const words = { subject: 'Who is with you today?', text: 'Open the link.', html: '<p>Open the link.</p>' };
    await mailbox.deliver(
      { letterId: mailId, messageId: `<${mailId}@x>`, ...parties, ...words },
      AbortSignal.timeout(5_000),
    );
  }, 60_000);
  afterAll(() => world.close());

  it('is opened by operators, to whom every page says where it is', async () => {
    const priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const board = await priya.get(`/schools/${schoolId('hollin-bank')}/today`);
    expect(board.says).toContain(
      'letters reach nobody yet. They are kept in the mailbox of this trial. Open the mailbox',
    );
    expect((await priya.get('/mailbox')).says).toContain('Who is with you today? tom@wheelhouse.example');
    for (const address of addresses) expect((await priya.get(address)).status).toBe(200);
  });

  it('is closed to staff who look after no installation, and they are told where letters go', async () => {
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    for (const address of addresses) expect((await dawn.get(address)).status).toBe(403);
    const { says, html } = await dawn.get(`/schools/${schoolId('millrace')}/today`);
    expect(says).toContain('They are kept in the mailbox of this trial, which operators can read.');
    expect(html).not.toContain('href="/mailbox"');
  });

  it('is closed to whoever is not signed in, and the page to sign in says who may read it', async () => {
    const visitor = new Browsing(world);
    for (const address of addresses)
      expect((await visitor.get(address)).headers['location']).toMatch(/^\/sign-in\?back=/);
    expect((await visitor.get('/sign-in')).says).toContain('This is a trial: no mail server is set up.');
  });
});

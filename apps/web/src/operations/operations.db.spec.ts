import { FailedJobs } from '#jobs';
import { ParkedWorld } from '../../../../test/support/parked.js';
import { Browsing } from '../../../../test/support/pages.js';

const page = '/operations';

// Each test goes on from where the one before left the installation.
describe('the operations page', () => {
  let parked: ParkedWorld;
  let priya: Browsing;
  beforeAll(async () => {
    parked = await ParkedWorld.open();
    priya = new Browsing(parked.world, await parked.world.cookieOf('priya-raman'));
  }, 120_000);
  afterAll(() => parked.world.close());

  it('is there for whoever looks after the installation, and for nobody else', async () => {
    const { world } = parked;
    expect((await priya.get(page)).html).toContain('Operations</');
    const other = new Browsing(world, await world.cookieOf('martin-ellery'));
    expect((await other.get(page)).status).toBe(403);
    expect((await other.get('/')).html).not.toContain('href="/operations"');
    expect((await new Browsing(world).get(page)).status).toBe(303);
    expect((await other.post(`${page}/parked/some-reactor/${crypto.randomUUID()}/retry`)).status).toBe(403);
  });

  it('says how the clock and the followers are, and what was done', async () => {
    const { says } = await priya.get(page);
    expect(says).toMatch(/The clock Well Everything that was due up to 9:40am on 16 Nov 2026 has been found/);
    expect(says).toMatch(/What follows from events Well All \d+ followers have heard everything that is recorded/);
    expect(says).toContain('Nothing is parked: every event has been handled.');
    expect(says).toMatch(/Reactor started: find-the-pupil-when-absent-or-silent .* by Waymark/);
  });

  it('shows a parked entry by ids and never by what it says', async () => {
    const entry = await parked.park();
    const { says, html } = await priya.get(page);
    expect(says).toMatch(/find the pupil when absent or silent Why Error: /);
    expect(says).toContain(`Event ${entry.eventId}, at position ${entry.position}`);
    expect(says).toContain(`pupil ${entry.about.subjectId}`);
    expect(html).not.toMatch(/Callum|Dray|aunt/);
  });

  const addressOf = (what: string, { reactor, eventId }: { reactor: string; eventId: string }) =>
    `${page}/parked/${reactor}/${eventId}/${what}`;

  it('tries again, and says what came of it', async () => {
    const [entry] = await parked.world.installation.parked.list();
    if (!entry) throw new Error('Nothing is parked.');
    const again = await priya.send(addressOf('retry', entry));
    expect(again.says).toContain('could not be handled this time either');
    parked.mend();
    const settled = await priya.send(addressOf('retry', entry));
    expect(settled.says).toContain('The parked entry is settled');
    expect(settled.says).toContain('Nothing is parked');
    expect(settled.says).toMatch(/Parked entry tried again: find-the-pupil.* by Priya Raman/);
    // Pressed once more, there is nothing left to do.
    expect((await priya.send(addressOf('retry', entry))).says).toContain('is settled');
  });

  it('passes over an entry with a reason alone', async () => {
    const entry = await parked.park('pm');
    const skip = addressOf('skip', entry);
    expect((await priya.get(skip)).says).toContain('Nothing will follow from this event, for good.');
    const refused = await priya.post(skip, { because: ' ' });
    expect([refused.status, refused.says]).toEqual([400, expect.stringContaining('Say why it is passed over')]);
    const done = await priya.send(skip, { because: 'The search was opened by hand.' });
    expect(done.says).toContain('The parked entry is settled');
    expect(done.says).toMatch(/passed over: .* The search was opened by hand\..*by Priya Raman/);
    expect((await priya.get(skip)).status).toBe(404);
  });

  it('shows the jobs that failed, without their words', async () => {
    const pool = parked.world.installation.database.pool('web');
    const id = crypto.randomUUID();
    await new FailedJobs(pool).note('take-steps', { siteId: crypto.randomUUID() }, new Error('About Ann Lee.'), id);
    const { says } = await priya.get(page);
    expect(says).toMatch(/Failed jobs .* take steps, .* Error: /);
    expect(says).toContain(`In the log under ${id}`);
    expect(says).not.toContain('Ann Lee');
  });

  it('says that nobody looks what is due when the clock stands', async () => {
    parked.world.clock.moveTo('2026-11-16T10:40:00.000Z');
    const later = new Browsing(parked.world, await parked.world.cookieOf('priya-raman'));
    const { says } = await later.get(page);
    expect(says).toMatch(/The clock Not well .*1 hour ago.*No worker is alive\..* see to it that a worker runs/);
  });
});

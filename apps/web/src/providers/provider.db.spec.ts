import { letterIdOf } from '#domain';
import { newId } from '#event-sourcing';
import { adultId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const wheelhouse = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
const pageOf = (school: 'hollin-bank' | 'millrace') =>
  `/schools/${schoolId(school)}/providers/${providerId('wheelhouse')}`;
const ours = pageOf('hollin-bank');

describe('the page of a provider', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: `${monday}T09:00:00.000Z` });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  /** A letter to Tom Arkwright that a mail server refused for good, or took. */
  async function letter(occasion: string, outcome: 'refused' | 'taken', at: string): Promise<void> {
    const about = { letterId: letterIdOf(adultId('tom-arkwright'), occasion), kind: 'fresh-link' };
    const to = { ...about, recipientId: adultId('tom-arkwright') };
    const composed = { recipientKind: 'adult', occasion, siteId: siteId('wheelhouse'), on: monday, duties: [] };
    await world.send({ type: 'ComposeLetter', data: { ...to, ...composed, composedAt: at } });
    await world.send({ type: 'BeginHandingOver', data: { ...to, attempt: 1, begunAt: at } });
    if (outcome === 'taken') await world.send({ type: 'AcceptLetter', data: { ...to, acceptedAt: at } });
    else await world.send({ type: 'RefuseLetter', data: { ...to, refusedAt: at, permanent: true, reply: '550' } });
    await world.caughtUp();
  }

  // Procedure: S13.5, S15.2, S15.3
  it('says what is known of it: numbers, sites, who works there and is asked, and how the checks stand', async () => {
    const { says } = await ruth.get(ours);
    expect(says).toContain('The Wheelhouse Project URN None entered UKPRN None entered');
    expect(says).toMatch(/Canal Street workshop 3 Canal Street, Millbeck 01632 960201/);
    expect(says).toContain('Tom Arkwright Asked about attendance tom@wheelhouse.example');
    expect(says).toContain('Closures None ahead.');
    expect(says).toMatch(/25 of 25 checks settled, the last on \d+ \w+ 2026\. Complete/);
  });

  it('shows each school its own placements there, and never another’s', async () => {
    const { says } = await ruth.get(ours);
    expect(says).toMatch(/Placements Amara Blake, Year 10 Started from \d+ \w+ 2026/);
    expect(says).not.toContain('Jodie');
    const owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    const theirs = await owen.get(pageOf('millrace'));
    expect(theirs.says).toContain('Jodie');
    expect(theirs.says).not.toContain('Amara');
    const nowhere = `/schools/${schoolId('hollin-bank')}/providers/${newId()}`;
    expect([(await owen.get(ours)).status, (await ruth.get(nowhere)).status]).toEqual([404, 404]);
    // Neither do the forms that say whom a closure touches.
    const close = `sites/${siteId('wheelhouse')}/close`;
    expect((await ruth.get(`${ours}/${close}`)).says).not.toContain('Jodie');
  });

  it('tells which checks are missing', async () => {
    const about = { checkId: newId(), ...wheelhouse, row: 'prevent', round: 2, personId: newId(), on: monday };
    await world.send({ type: 'RecordCheckNotMet', data: { ...about, evidence: 'None was shown.' } });
    await world.caughtUp();
    const { says } = await ruth.get(ours);
    expect(says).toMatch(/24 of 25 checks settled, the last on 16 Nov 2026\. 1 missing/);
    expect(says).toMatch(/Which are missing, Canal Street workshop Prevent duty complied with Not met/);
  });

  it('tells whom letters do not reach, until one is taken or the address is another', async () => {
    await letter('one', 'refused', '2026-11-16T08:00:00.000Z');
    expect((await ruth.get(ours)).says).toMatch(
      /Letters do not arrive A letter to this address came back on 16 Nov 2026/,
    );
    await letter('two', 'taken', '2026-11-16T08:30:00.000Z');
    expect((await ruth.get(ours)).says).not.toContain('Letters do not arrive');
    await letter('three', 'refused', '2026-11-16T08:45:00.000Z');
    expect((await ruth.get(ours)).says).toContain('Letters do not arrive');
    const details = { name: 'Tom Arkwright', email: 't.arkwright@wheelhouse.example', telephone: '' };
    const change = `${ours}/adults/${adultId('tom-arkwright')}/details`;
    const changed = await ruth.send(change, { ...details, attendanceContact: 'yes' });
    expect(changed.says).not.toContain('Letters do not arrive');
  });

  it('is shown as it was, with nothing to enter', async () => {
    const before = await world.installation.store.head();
    await world.send({ type: 'ChangeProvider', data: { providerId: providerId('wheelhouse'), name: 'Wheels' } });
    await world.send({ type: 'CloseSite', data: { ...wheelhouse, on: monday, because: 'Boiler' } });
    await world.caughtUp();
    const now = await ruth.get(ours);
    expect(now.says).toMatch(/Wheels .*Closed today .*Monday 16 November 2026, the whole day: Boiler Take back/);
    const { says, html } = await ruth.get(`${ours}?at=${before}`);
    expect(says).toContain('This is what Waymark knew then.');
    expect(says).toContain('Provider, as entered then The Wheelhouse Project This is');
    for (const each of ['Boiler', 'Take back', 'Add a site', 'Close it']) expect(says).not.toContain(each);
    expect(html).not.toContain('/details"');
  });

  it('offers each reader what they may do', async () => {
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    const { says } = await martin.get(ours);
    expect(says).toContain('Close it for a day or more');
    for (const each of ['Change the provider’s details', 'Add a site', 'Leaves', 'Close it for good']) {
      expect(says).not.toContain(each);
    }
  });
});

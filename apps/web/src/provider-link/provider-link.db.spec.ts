import { attendanceIdOf, letterIdOf, type PupilSession } from '#domain';
import { letters } from '#read-models';
import {
  adultId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
  type PupilName,
  type SchoolName,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const at = (time: string) => `${monday}T${time}:00.000Z`;
const atWheelhouse = (pupil: PupilName, school: SchoolName, session: 'am' | 'pm' = 'am'): PupilSession => ({
  placementId: placementId(pupil, 'wheelhouse'),
  subjectId: subjectId(pupil),
  schoolId: schoolId(school),
  siteId: siteId('wheelhouse'),
  on: monday,
  session,
});
const amara = atWheelhouse('amara', 'hollin-bank');
const jodie = atWheelhouse('jodie', 'millrace');
const answer = ({ placementId, session }: PupilSession) => `answer-${placementId}-${session}`;
const words = ({ placementId, session }: PupilSession) => `words-${placementId}-${session}`;

describe('the page behind a provider’s link', () => {
  let world: WebWorld;
  let tom: Browsing;
  let link: string;
  beforeAll(async () => {
    world = await WebWorld.open({ at: at('09:00') });
    tom = new Browsing(world);
    link = world.linkOf('wheelhouse', 'tom-arkwright', monday, '2026-11-17');
  }, 60_000);
  afterAll(() => world.close());

  it('shows the pupils of all schools, and no more of each than is needed to know them', async () => {
    const { status, says, html, headers } = await tom.get(link);
    expect(status).toBe(200);
    expect(says).toContain('Canal Street workshop Monday 16 November 2026');
    expect(says).toMatch(/Morning .*Amara B, Year 10.*Jodie K, Year 9.*Afternoon .*Amara B, Year 10/);
    expect(html).not.toMatch(/Blake|Kemp|T9992|mother|Purpose|2012-/);
    expect(says).toContain('Hollin Bank School: 01632 960101');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-robots-tag']).toBe('noindex, nofollow');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('weighs less than 100 kB, styles included, uncompressed', async () => {
    const { html } = await tom.get(link);
    const [, css = ''] = /href="(\/assets\/link\.[0-9a-f]+\.css)"/.exec(html) ?? [];
    const style = await tom.get(css);
    expect(style.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(html).not.toContain('<script');
    expect(Buffer.byteLength(html) + Buffer.byteLength(style.html)).toBeLessThan(100_000);
    expect(style.html).not.toMatch(/GDS Transport|@font-face/);
  });

  it('records nothing by being opened', async () => {
    const before = await world.installation.store.head();
    await tom.get(link);
    expect(await world.installation.store.head()).toBe(before);
  });

  it('takes what is filled in, and shows it from then on', async () => {
    const page = await tom.send(link, { [answer(amara)]: 'present', [answer(jodie)]: '' });
    expect(page.says).toContain('The marks are recorded.');
    expect(page.says).toMatch(/Amara B, Year 10, morning Recorded/);
    expect(page.says).not.toMatch(/Jodie K, Year 9, morning Recorded/);
    expect(page.html).toMatch(new RegExp(`id="${answer(amara)}"[^>]* checked`));

    const [event] = await world.installation.journal.read(`attendance-${attendanceIdOf(amara)}`);
    expect(event).toMatchObject({
      type: 'ProviderAnswered',
      data: { answer: 'present', channel: 'link', byId: adultId('tom-arkwright'), answeredAt: at('09:00') },
      meta: { actor: { kind: 'provider', id: adultId('tom-arkwright') }, via: 'link' },
    });
  });

  it('lets a mark be changed, with words', async () => {
    await world.moveTo(at('09:20'));
    const was = { [`was-${amara.placementId}-am`]: 'present:' };
    const page = await tom.send(link, { ...was, [answer(amara)]: 'absent', [words(amara)]: 'Went home ill' });
    expect(page.html).toContain('value="Went home ill"');
    const events = await world.installation.journal.read(`attendance-${attendanceIdOf(amara)}`);
    expect(events.map(({ type }) => type)).toEqual(['ProviderAnswered', 'AnswerChanged']);
  });

  it('takes nobody for present before the session begins, and says so in the place', async () => {
    const afternoon = atWheelhouse('amara', 'hollin-bank', 'pm');
    const page = await tom.post(link, { [answer(afternoon)]: 'present', [answer(jodie)]: 'present' });
    expect(page.status).toBe(400);
    expect(page.says).toContain('Amara B can’t be marked present yet: the afternoon begins at 1:10pm');
    expect(page.html).toContain(`href="#${answer(afternoon)}"`);
    // Nothing of a form with a fault is recorded; what was chosen is still chosen.
    expect(await world.installation.journal.read(`attendance-${attendanceIdOf(jodie)}`)).toEqual([]);
    expect(page.html).toMatch(new RegExp(`id="${answer(jodie)}"[^>]* checked`));
  });

  it('asks for nothing when the site is closed', async () => {
    const site = { providerId: providerId('greenacre'), siteId: siteId('greenacre') };
    await world.send({ type: 'CloseSite', data: { ...site, on: monday, because: 'The track is flooded.' } });
    await world.caughtUp();
    const { says, html } = await tom.get(world.linkOf('greenacre', 'moira-pell', monday));
    expect(says).toContain('We have been told that you are closed');
    expect(says).toContain('The track is flooded. If that is wrong, telephone the school.');
    expect(html).not.toContain('<form');
  });

  it('is no page for a link that was changed, and none for an adult who has left', async () => {
    const forged = await tom.get(`${link.slice(0, -2)}xx`);
    expect([forged.status, forged.says]).toEqual([404, expect.stringContaining('This link does not work')]);
    const about = { providerId: providerId('second-stage'), siteId: siteId('second-stage') };
    const left = { ...about, adultId: adultId('leo-marchetti'), on: monday };
    await world.send({ type: 'LeaveAdult', data: left });
    await world.caughtUp();
    expect((await tom.get(world.linkOf('second-stage', 'leo-marchetti', monday))).status).toBe(404);
  });

  it('offers a fresh link to the registered address when it has run out', async () => {
    const old = world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-12', '2026-11-13');
    const page = await tom.get(old);
    expect([page.status, page.says]).toEqual([410, expect.stringContaining('This link has run out')]);
    expect(page.says).toMatch(/Or telephone the school .*Hollin Bank School: 01632 960101/);
    expect((await tom.post(old, { [answer(amara)]: 'present' })).status).toBe(410);

    const sent = await tom.post(`${old}/fresh`);
    expect(sent.says).toContain('A fresh link is on its way');
    await world.caughtUp();
    const recipientId = adultId('tom-arkwright');
    const letterId = letterIdOf(recipientId, `fresh-link-${siteId('wheelhouse')}-${monday}`);
    expect(await world.installation.rows.get(letters, letterId)).toMatchObject({
      kind: 'fresh-link',
      recipientId,
      recipientKind: 'adult',
      on: monday,
      siteId: siteId('wheelhouse'),
    });

    // Asked again at once, it is the same letter; later in the day it is another.
    await tom.post(`${old}/fresh`);
    await world.caughtUp();
    expect(await world.installation.rows.find(letters, { recipientId })).toHaveLength(1);
    await world.moveTo(at('10:00'));
    await tom.post(`${old}/fresh`);
    await world.caughtUp();
    expect(await world.installation.rows.find(letters, { recipientId })).toHaveLength(2);
  });

  it('asks for a pause when it is opened too often', async () => {
    const often = world.linkOf('northlight', 'grace-adeyemi', monday);
    const answers = [];
    for (let request = 0; request < 61; request += 1) answers.push((await tom.get(often)).status);
    expect([answers[59], answers[60]]).toEqual([200, 429]);
  });
});

import { attendanceIdOf, type PupilSession } from '#domain';
import { newId } from '#event-sourcing';
import {
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
  type PupilName,
  type SiteName,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const at = (time: string) => `${monday}T${time}:00.000Z`;
const hollinBank = schoolId('hollin-bank');
const board = `/schools/${hollinBank}/today`;

const morning = (pupil: PupilName, site: SiteName): PupilSession => ({
  placementId: placementId(pupil, site),
  subjectId: subjectId(pupil),
  schoolId: hollinBank,
  siteId: siteId(site),
  on: monday,
  session: 'am',
});
const callum = morning('callum', 'greenacre');
const amara = morning('amara', 'wheelhouse');
const keyOf = ({ placementId, session }: PupilSession) => `${placementId}-${session}`;

// Each test goes on from where the one before left the morning.
describe('a morning on the today board', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: at('08:55') });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  it('begins calmly, with whoever is expected', async () => {
    const { says } = await priya.get(board);
    expect(says).toContain('0 pupils not accounted for');
    expect(says).toMatch(/Expected later .*Callum Dray Year 10 Lower Barn \(Greenacre Farm\) 9am/);
    expect(says).not.toContain('Jodie'); // Another school's pupil.
  });

  it('shows who has been asked, and until when they may answer', async () => {
    await world.moveTo(at('09:05'));
    await world.asked(callum, at('09:00'));
    await world.asked(amara, at('09:00'));
    const { says } = await priya.get(board);
    expect(says).toContain('2 answers are still to come');
    expect(says).toMatch(/Lower Barn Greenacre Farm 01632 960202 Asked The answer is due by 9:30am/);
  });

  it('puts a pupil whom nobody can account for first, with everything needed to look', async () => {
    await world.moveTo(at('09:40'));
    await world.missed(callum, 'silence', at('09:30'));
    // Procedure: S15.6
    const lead = { providerId: providerId('greenacre'), siteId: siteId('greenacre'), adultId: newId() };
    const who = { name: 'Bea Holt', email: 'bea@greenacre.example', telephone: '01632960299' };
    const named = { ...lead, ...who, attendanceContact: false, safeguardingLead: true };
    await world.send({ type: 'NameAdult', data: named });
    await world.caughtUp();
    const { says, html } = await priya.get(board);
    expect(says).toContain('Leads on safeguarding there Bea Holt, 01632960299');
    expect(says).toContain('1 pupil not accounted for');
    expect(says).toMatch(
      /Callum Dray Year 10 Nobody is looking yet Should be at Lower Barn \(Greenacre Farm\), from 9am/,
    );
    expect(says).toContain('Searched for since 9:30am, 10 minutes ago Because The provider has not answered');
    expect(says).toContain('Wendy Dray, grandmother: 01632 960302');
    expect(html).toContain('href="tel:01632960202"');
    expect(says).toMatch(/Lower Barn Greenacre Farm 01632 960202 No answer 1 mark overdue Callum Dray/);
  });

  it('says who has taken the search', async () => {
    const page = await priya.send(`${board}/take/${callum.placementId}/${monday}/am`);
    expect(page.says).toContain('You are looking for this pupil');
    expect(page.says).toContain('Being looked for');
    expect(page.says).toContain('You are looking, since 9:40am');
    const martin = await new Browsing(world, await world.cookieOf('martin-ellery')).get(board);
    expect(martin.says).toContain('Priya Raman is looking, since 9:40am');
    expect(martin.html).not.toContain('/take/');
  });

  it('says who is ringing a site', async () => {
    const page = await priya.send(`${board}/ring/${siteId('greenacre')}`);
    expect(page.says).toContain('You are ringing, since 9:40am');
  });

  it('takes all marks of a call in one form, and shows what is wrong in its place', async () => {
    const call = `${board}/call/${siteId('wheelhouse')}`;
    const form = await priya.get(call);
    expect(form.says).toContain('Amara Blake');
    expect(form.says).not.toContain('Jodie');

    const wrong = await priya.post(call, {
      [`words-${keyOf(amara)}`]: 'On the phone now',
      [`answer-${amara.placementId}-pm`]: 'present',
    });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain(`href="#answer-${keyOf(amara)}"`);
    expect(wrong.says).toContain('Choose present, late or absent for Amara Blake');
    expect(wrong.says).toContain('Amara Blake can’t be marked present yet: the afternoon begins at 1:10pm');
    expect(wrong.html).toContain('value="On the phone now"');
  });

  it('records a mark once, however often it is sent', async () => {
    const call = `${board}/call/${siteId('wheelhouse')}`;
    const marks = { [`answer-${keyOf(amara)}`]: 'late', [`words-${keyOf(amara)}`]: 'Missed the bus' };
    const page = await priya.send(call, marks);
    expect(page.says).toContain('The marks are recorded.');
    expect(page.says).toMatch(
      /Answered .*Amara Blake .*Late “Missed the bus” 9:40am, by telephone, taken by Priya Raman/,
    );
    await world.caughtUp(); // What the marks meet is recorded behind them.
    const before = await world.installation.store.head();
    const again = await priya.send(call, marks);
    expect(again.says).toContain('There was nothing new in what you sent');
    expect(await world.installation.store.head()).toBe(before);
  });

  it('ends a search when somebody says where the pupil is, on whose word, and whether seen', async () => {
    const place = `${board}/place/${callum.placementId}/${monday}/am`;
    const empty = await priya.post(place);
    expect(empty.status).toBe(400);
    expect(empty.says).toContain('Choose where the pupil is Enter whose word this is');

    const said = { place: 'at-home', onTheWordOf: 'grandmother, by telephone', certainty: 'told' };
    const page = await priya.send(place, said);
    expect(page.says).toContain('0 pupils not accounted for');
    expect(page.says).toMatch(
      /Callum Dray .*At home \(told, on the word of grandmother, by telephone\)\. Entered by Priya Raman/,
    );
    // A double click says the same twice.
    await world.moveTo(at('09:41'));
    expect((await priya.post(place, said)).status).toBe(303);
    // Somebody who says something else comes too late.
    const other = await priya.post(place, { ...said, place: 'at-school' });
    expect(other.status).toBe(422);
    expect(other.says).toContain('Somebody has said already where this pupil is.');
  });

  it('is shown as it was at any moment, and nothing can be entered there', async () => {
    await world.moveTo(at('10:00'));
    const { says, html } = await priya.get(`${board}?at=${monday}T09:40`);
    expect(says).toContain('This is what Waymark knew at 9:40am on Monday 16 November 2026');
    const earlier = await priya.get(`${board}?at=${monday}T09:10`);
    expect(earlier.says).toContain('0 pupils not accounted for');
    expect(earlier.says).toMatch(/Callum Dray: morning, from 9am/);
    for (const page of [html, earlier.html]) expect(page).not.toMatch(/\/take\/|\/place\/|\/call\/|\/ring\//);
  });

  it('shows a closed provider, whose pupils have to be looked for all the same', async () => {
    const closure = { providerId: providerId('northlight'), siteId: siteId('northlight') };
    await world.send({ type: 'CloseSite', data: { ...closure, on: '2026-11-17', because: 'The boiler is out.' } });
    await world.moveTo('2026-11-17T09:30:00.000Z');
    await world.caughtUp();
    const { says } = await new Browsing(world, await world.cookieOf('priya-raman')).get(board);
    expect(says).toMatch(
      /Closed providers Northlight rooms The boiler is out\. Ryan Petty, morning: Not accounted for yet/,
    );
  });

  it('says for every pupil that nobody is watching when the clock lags by five minutes', async () => {
    world.clock.moveTo('2026-11-17T09:35:00.000Z');
    const { says } = await new Browsing(world, await world.cookieOf('priya-raman')).get(board);
    expect(says).toContain('Not being watched: telephone');
    expect(says).toContain('Waymark has fallen behind and is watching nobody');
  });

  it('is shown to nobody without a role at the school, and to nobody who is not signed in', async () => {
    const dawn = await new Browsing(world, await world.cookieOf('dawn-fairley')).get(board);
    expect(dawn.status).toBe(404);
    const nobody = await new Browsing(world).get(board);
    expect([nobody.status, nobody.headers['location']]).toEqual([303, `/sign-in?back=${encodeURIComponent(board)}`]);
    expect(dawn.html).not.toContain('Callum');
  });

  it('knows who did what, in the events', async () => {
    const events = await world.installation.journal.read(`attendance-${attendanceIdOf(amara)}`);
    expect(events.map(({ type, meta }) => [type, meta.actor.kind, meta.actor.id, meta.via])).toEqual([
      ['ProviderAnswered', 'staff', personId('priya-raman'), 'web'],
    ]);
    expect(events[0]?.meta.actor.roles).toContain('attendance-lead');
  });
});

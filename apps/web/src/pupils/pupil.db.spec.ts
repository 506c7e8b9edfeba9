import type { Answer, PupilSession } from '#domain';
import { newId, type Instant } from '#event-sourcing';
import { adultId, placementId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const all = `/schools/${hollinBank}/pupils`;
const amara = `${all}/${subjectId('amara')}`;
const of = (on: string, session: 'am' | 'pm'): PupilSession => ({
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  schoolId: hollinBank,
  siteId: siteId('wheelhouse'),
  on,
  session,
});
const monday = '2026-11-16';
const tuesday = '2026-11-17';

// One pupil from Monday morning to Tuesday noon: each test goes on where the one before it ended.
describe('the page of a pupil', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: `${monday}T08:30:00.000Z` });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterAll(() => world.close());

  const answered = async (session: PupilSession, answer: Answer, at: Instant, words?: string) => {
    const said = { answer, ...(words === undefined ? {} : { words }), byId: adultId('tom-arkwright') };
    const data = {
      ...session,
      ...said,
      channel: 'link',
      answeredAt: at,
      sessionBeginsAt: `${session.on}T09:00:00.000Z`,
    };
    await world.send({ type: 'RecordAnswer', data });
    await world.caughtUp();
  };
  /** What a section of the page says. */
  const section = (says: string, from: string, to: string) => {
    const begins = says.lastIndexOf(from);
    return says.slice(begins, says.indexOf(to, begins));
  };

  it('says first where the pupil is expected, and whom to ring', async () => {
    const { says } = await ruth.get(amara);
    expect(says).toMatch(
      /Amara Blake Year 10 Today Monday 16 November 2026 Morning Canal Street workshop .*Expected Expected at 9am\. Provider: 01632 960201 Afternoon/,
    );
    expect(says.indexOf('Whom to ring')).toBeLessThan(says.indexOf('Statuses'));
    expect(says).toMatch(/Whom to ring Joy Blake, mother 01632 960301/);
  });

  it('says until when the answer has time, and that it is unconfirmed after that', async () => {
    await world.moveTo(`${monday}T09:05:00.000Z`);
    await world.asked(of(monday, 'am'), `${monday}T09:00:00.000Z`);
    expect((await ruth.get(amara)).says).toContain(
      'Not answered yet Expected at 9am. Provider: 01632 960201 The answer is due by 9:30am.',
    );
    await world.moveTo(`${monday}T09:31:00.000Z`);
    const { says } = await ruth.get(amara);
    expect(says).toContain('Unconfirmed Expected at 9am. Provider: 01632 960201 No answer. It was due by 9:30am.');
    expect(section(says, 'What is owed', 'Latest sessions')).toMatch(
      /The provider’s answer Overdue since 9:30am 16 Nov 2026, morning, Canal Street workshop/,
    );
  });

  it('says that nobody knows where the pupil is, who is looking, and how to say where they are', async () => {
    await world.missed(of(monday, 'am'), 'silence', `${monday}T09:31:00.000Z`);
    const page = await ruth.get(amara);
    expect(page.says).toMatch(/Amara Blake Year 10 Not accounted for Today/);
    expect(page.says).toContain(
      'The provider has not answered. Searched for since 9:31am, just now. Nobody has said that they are looking.',
    );
    expect(page.html).toContain(`/today/take/${placementId('amara', 'wheelhouse')}/${monday}/am"`);
    expect(page.html).toContain(`/today/place/${placementId('amara', 'wheelhouse')}/${monday}/am"`);
    expect(section(page.says, 'Searches', 'Placements ')).toContain(
      '16 Nov 2026, morning, Canal Street workshop Running',
    );
  });

  it('says who is looking, and asks nobody else to', async () => {
    await ruth.post(`/schools/${hollinBank}/today/take/${placementId('amara', 'wheelhouse')}/${monday}/am`);
    await world.caughtUp();
    const page = await ruth.get(amara);
    expect(page.says).toContain('Ruth Calloway is looking, since 9:31am.');
    expect(page.says).toContain(
      'Finding the pupil Due by 10:01am 16 Nov 2026, morning, Canal Street workshop. Taken by Ruth',
    );
    expect(page.html).not.toContain('/today/take/');
    expect(page.html).toContain('/today/place/');
  });

  it('says what was marked, when and by whom', async () => {
    await world.moveTo(`${monday}T09:40:00.000Z`);
    await answered(of(monday, 'am'), 'late', `${monday}T09:40:00.000Z`, 'Missed the bus');
    const searching = await ruth.get(amara);
    expect(searching.says).toContain('“Missed the bus” Marked at 9:40am by Tom Arkwright, through the link.');
    // An answer ends no search.
    expect(searching.says).toContain('Not accounted for');
    const place = `/schools/${hollinBank}/today/place/${placementId('amara', 'wheelhouse')}/${monday}/am`;
    await ruth.post(place, { place: 'at-provider', onTheWordOf: 'Tom Arkwright', certainty: 'told' });
    await world.caughtUp();
    const { says } = await ruth.get(amara);
    expect(says).not.toContain('Not accounted for');
    expect(section(says, 'Today Monday', 'Whom to ring')).toMatch(
      /Late Expected at 9am\..*Marked at 9:40am by Tom Arkwright.*9:40am: At the provider \(told, on the word of Tom Arkwright\)\. Entered by Ruth Calloway\./,
    );
    expect(section(says, 'Searches', 'Placements ')).toMatch(
      /Ended The provider did not answer in time\. Opened at 9:31am\. 9:40am: At the provider/,
    );
  });

  it('shows the days before, the latest first', async () => {
    await world.moveTo(`${tuesday}T08:30:00.000Z`);
    ruth.cookie = await world.cookieOf('ruth-calloway');
    const { says } = await ruth.get(amara);
    expect(says).toContain('Today Tuesday 17 November 2026');
    expect(section(says, 'Latest sessions', 'Searches')).toMatch(
      /Day Morning Afternoon Monday 16 November 2026 Late .*“Missed the bus” Marked at 9:40am by Tom Arkwright.* Unconfirmed/,
    );
  });

  it('is of any moment of the past, with what was known then and nothing to enter', async () => {
    const { says, html } = await ruth.get(`${amara}?at=${monday}T09:35`);
    expect(says).toContain('This is what Waymark knew at 9:35am on Monday 16 November 2026.');
    expect(says).toMatch(/That day Monday 16 November 2026 Morning .*Not accounted for/);
    expect(says).not.toContain('Missed the bus');
    expect(html).not.toContain('/today/place/');
    expect(says).not.toContain('Change the details');
  });

  it('names another pupil of the same name and birth date, whichever of the two is opened', async () => {
    const twin = { givenName: 'Amara', familyName: 'Blake', bornOn: '2012-03-04', yearGroup: 10 };
    const data = { subjectId: newId(), schoolId: hollinBank, ...twin, upnUnknownBecause: 'New to England' };
    await world.send({ type: 'EnterPupil', data });
    await world.caughtUp();
    expect((await ruth.get(amara)).says).toMatch(
      /Another pupil of this name and birth date is entered: Amara Blake, UPN not known/,
    );
    expect((await ruth.get(`${all}/${data.subjectId}`)).says).toContain('UPN A999200120016');
  });
});

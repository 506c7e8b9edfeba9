import { newId } from '#event-sourcing';
import { placementId, providerId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const amara = `/schools/${hollinBank}/pupils/${subjectId('amara')}`;
const week = `${amara}/week`;
const plan = `${week}/plan`;
const pdf = Buffer.from('%PDF-1.7\nA letter\n%%EOF\n');

const dayOfForm = (name: string, on: string) => {
  const [year = '', month = '', day = ''] = on.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};
const from = (on: string) => dayOfForm('from', on);
const leave = {
  rationale: 'A phased return after an operation.',
  agreedWith: 'Denise Blake',
  ...dayOfForm('agreedOn', '2026-11-13'),
  ...dayOfForm('reviewOn', '2026-12-04'),
  ...dayOfForm('endsOn', '2026-12-18'),
};
const onFriday = { 'rest-5-am': 'school', 'rest-5-pm': 'part-time-leave' };

// Each test goes on from where the one before left the week.
describe('a pupil’s whole week', () => {
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  // Procedure: X8
  it('shows each placement in its sessions, and of which sessions nobody has said what becomes of them', async () => {
    const { says } = await priya.get(week);
    expect(says).toContain('Not known whether full-time');
    expect(says).toContain('Nobody has said what becomes of Friday morning and Friday afternoon.');
    expect(says).toContain('Thursday Quay House 9am to midday Canal Street workshop 1:15pm to 2:45pm');
    expect(says).toContain('Friday Nobody has said Nobody has said');
  });

  it('asks about the sessions that no placement takes, and about no others', async () => {
    const { html, says } = await priya.get(plan);
    expect([...html.matchAll(/name="(rest-[^"]*)"/g)].map(([, name]) => name)).toEqual(['rest-5-am', 'rest-5-pm']);
    expect(says).toContain('Thursday morning: at Quay House, 9am to midday.');
  });

  it('is planned whole, or not at all', async () => {
    const { status, says } = await priya.post(plan, { ...from('2026-11-16'), 'rest-5-am': 'school' });
    expect(status).toBe(400);
    expect(says).toContain('Friday afternoon: choose what becomes of it');
  });

  // Procedure: S13.10, S14.25
  it('is full-time where all of it is taught, with its hours worked out', async () => {
    const { says } = await priya.send(plan, { ...from('2026-11-16'), 'rest-5-am': 'school', restInSchool: 'yes' });
    expect(says).toContain('The rest of the week is planned.');
    expect(says).toContain('Full-time');
    expect(says).toContain('Friday In school In school');
    expect(says).toContain('At Canal Street workshop 10 hours 30 minutes a week');
    expect(says).toContain('Off site 18 hours a week');
    expect(says).toContain(
      'Taught 23 hours 20 minutes of 26 hours 40 minutes a week, 3 hours 20 minutes fewer than full-time',
    );
    expect((await priya.get(amara)).says).toContain('Full-time');
    const placement = `/schools/${hollinBank}/placements/${placementId('amara', 'wheelhouse')}`;
    expect((await priya.get(placement)).says).toMatch(/Full-time on 16 Nov 2026 Taught \d+ hours/);
  });

  // Procedure: S13.11, S13.12
  it('has part-time leave with its reason, evidence, agreement, review and end alone', async () => {
    const { status, says } = await priya.post(plan, { ...from('2026-11-23'), ...onFriday });
    expect(status).toBe(400);
    expect(says).toContain('Say why the pupil is part-time: part-time leave needs it');
    expect(says).toContain('Say what was seen, or add a document: part-time leave needs it');
    expect(says).toContain('Enter which parent agreed: part-time leave needs it');
    expect(says).toContain('Enter its last day: part-time leave needs it');
    expect(says).toContain('Enter the day on which it is looked at again: part-time leave needs it');
  });

  it('has leave that ends after its review', async () => {
    const wrong = { ...leave, evidence: 'Seen', ...dayOfForm('endsOn', '2026-12-01') };
    const { says } = await priya.post(plan, { ...from('2026-11-23'), ...onFriday, ...wrong });
    expect(says).toContain('It is looked at again between its first day and its last');
  });

  // Procedure: S13.12
  it('keeps the documents that show why, and gives them to be saved', async () => {
    const sent = await priya.upload(
      plan,
      'documents',
      { 'Letter.pdf': pdf },
      { ...from('2026-11-23'), ...onFriday, ...leave },
    );
    expect([sent.status, sent.says]).toEqual([303, expect.any(String)]);
    await world.caughtUp();
    await world.moveTo('2026-11-23T09:00:00.000Z');
    priya.cookie = await world.cookieOf('priya-raman');
    const { html, says } = await priya.get(week);
    expect(says).toContain('Part-time');
    expect(says).toContain('A phased return after an operation.');
    expect(says).toContain('Agreed with Denise Blake, on 13 Nov 2026');
    expect(says).toContain('Letter.pdf PDF, 1 KB');
    const [, href = ''] = /href="([^"]*\/week\/documents\/[^"]*)"/.exec(html) ?? [];
    const answer = await fetch(world.web.url + href, { headers: { cookie: priya.cookie } });
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(pdf)]).toEqual([200, true]);
    expect(
      (await fetch(`${world.web.url}${week}/documents/${newId()}`, { headers: { cookie: priya.cookie } })).status,
    ).toBe(404);
  });

  it('keeps them also where the plan is changed without sending them again', async () => {
    const { says } = await priya.send(plan, {
      ...from('2026-11-23'),
      'rest-5-am': 'part-time-leave',
      'rest-5-pm': 'part-time-leave',
      ...leave,
    });
    expect(says).toContain('Letter.pdf PDF, 1 KB');
  });

  it('says from when it will be another week: when leave ends, nobody has said what comes then', async () => {
    const { says } = await priya.get(week);
    expect(says).toMatch(/From Saturday 19 December 2026 Not known whether full-time/);
    expect(says).toContain('The leave ended on 18 Dec 2026');
  });

  it('says that a review is overdue', async () => {
    await world.moveTo('2026-12-07T09:00:00.000Z');
    priya.cookie = await world.cookieOf('priya-raman');
    expect((await priya.get(week)).says).toContain('Review 4 Dec 2026: look at it again, and plan the week anew');
  });

  it('shows a conflict where a placement comes into a session that is planned otherwise', async () => {
    const about = {
      placementId: placementId('amara', 'harbour-kitchen'),
      subjectId: subjectId('amara'),
      schoolId: hollinBank,
    };
    const slots = [{ weekday: 5, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
    await world.send({ type: 'PlanWeek', data: { ...about, from: '2026-12-07', slots } });
    await world.caughtUp();
    const { says } = await priya.get(week);
    expect(says).toContain('Friday morning is two things: Quay House and planned: part-time leave.');
    expect(says).toContain(
      'Nobody has said what becomes of Wednesday morning, Wednesday afternoon and Thursday morning.',
    );
  });

  it('is not planned as long as two placements expect the pupil at once', async () => {
    const about = {
      placementId: placementId('amara', 'harbour-kitchen'),
      subjectId: subjectId('amara'),
      schoolId: hollinBank,
    };
    const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
    await world.send({ type: 'PlanWeek', data: { ...about, from: '2026-12-08', slots } });
    await world.caughtUp();
    const { status, says } = await priya.post(plan, { ...from('2026-12-08'), restInSchool: 'yes' });
    expect(status).toBe(400);
    expect(says).toContain('Monday morning: Quay House and Canal Street workshop both expect the pupil');
  });

  it('shows the past as it was known then', async () => {
    const { says, html } = await priya.get(`${week}?at=2026-11-16T08:00`);
    expect(says).toContain('Nobody has said what becomes of Friday morning and Friday afternoon.');
    expect(html).not.toContain(`href="${plan}"`);
  });

  it('is nobody’s who may not see pupils, and is planned by those who plan weeks', async () => {
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    expect((await martin.get(week)).html).not.toContain(`href="${plan}"`);
    expect((await martin.get(plan)).status).toBe(403);
  });
});

// Procedure: S13.10, S13.11, S13.12
describe('a part-time placement', () => {
  let world: WebWorld;
  let priya: Browsing;
  const placement = newId();
  const about = { placementId: placement, subjectId: subjectId('callum'), schoolId: hollinBank };
  const page = `/schools/${hollinBank}/placements/${placement}`;
  const plan = `/schools/${hollinBank}/pupils/${subjectId('callum')}/week/plan`;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { id, edition } = world.edition;
    const proposal = {
      ...about,
      providerId: providerId('harbour-kitchen'),
      siteId: siteId('harbour-kitchen'),
      purpose: 'To learn to cook.',
      startOn: '2026-11-24',
      slots: [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }],
      restOfWeek: 'not-taught',
      procedure: { id, edition },
    };
    await world.send({ type: 'ProposePlacement', data: proposal });
    await world.caughtUp();
  }, 60_000);
  afterAll(() => world.close());

  it('asks for the plan of the whole week, and leads to it', async () => {
    const { says, html } = await priya.get(page);
    expect(says).toMatch(
      /The pupil’s whole week, planned, with the reason and the evidence if it is part-time Missing/,
    );
    expect(html).toContain(`href="${plan}"`);
  });

  it('has it once it is planned, from the day on which the leave was agreed', async () => {
    const week = { ...from('2026-11-24'), 'rest-5-pm': 'part-time-leave', restInSchool: 'yes', evidence: 'A letter.' };
    await priya.send(plan, { ...week, ...leave });
    expect((await priya.get(page)).says).toMatch(/The pupil’s whole week, planned, .* 13 Nov 2026 Done/);
  });

  it('is not asked for it where all of the week is taught, whatever was said of the rest before', async () => {
    await priya.send(plan, { ...from('2026-11-24'), 'rest-5-pm': 'school', restInSchool: 'yes' });
    expect((await priya.get(page)).says).not.toContain('The pupil’s whole week, planned');
  });

  // Procedure: S8.6
  it('can’t be planned for a time outside the school’s own session: twilight is none', async () => {
    const week = { 'week-2-pm': 'yes', 'week-2-pm-arrive': '15:30', 'week-2-pm-leave': '17:00' };
    const { status, says } = await priya.post(`${page}/week`, { ...week, ...from('2026-11-24') });
    expect(status).toBe(400);
    expect(says).toContain(
      'Tuesday afternoon: the time at the provider is outside the school’s session, 1:10pm to 3:10pm, so it can’t be marked',
    );
    const inside = { ...week, 'week-2-pm-arrive': '15:00' };
    expect((await priya.post(`${page}/week`, { ...inside, ...from('2026-11-24') })).status).toBe(303);
  });
});

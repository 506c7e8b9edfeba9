import { dutyIdOf, periodIdOf, type RecurringDutyKind } from '#domain';
import { newId } from '#event-sourcing';
import { personId, placementId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const on = (name: string, day: string, month = '11') => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: '2026',
});

// Each test goes on from where the one before left the placement.
describe('how a school keeps an eye on a placement', () => {
  const school = `/schools/${schoolId('hollin-bank')}`;
  const amara = placementId('amara', 'wheelhouse');
  const oversight = `${school}/placements/${amara}/oversight`;
  const talk = `${school}/oversight/talk/${siteId('wheelhouse')}`;
  let world: WebWorld;
  let lead: Browsing;
  let safeguarding: Browsing;
  let head: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-20T11:00:00.000Z' });
    lead = new Browsing(world, await world.cookieOf('priya-raman'));
    head = new Browsing(world, await world.cookieOf('ruth-calloway'));
    safeguarding = new Browsing(world, await world.cookieOf('martin-ellery'));
  }, 120_000);
  afterAll(() => world.close());

  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const of = (name: string) => `${name}-${amara}`;
  const said = {
    [of('attendance')]: 'Every session but Tuesday.',
    [of('progress')]: 'Her first bench joint.',
    [of('behaviour')]: 'Calm.',
    [of('wellbeing')]: 'Tired on Mondays.',
    [of('nextSteps')]: 'A later taxi.',
    [of('concerns')]: 'no',
  };
  const call = { channel: 'telephone', spokeWith: 'Tom Arkwright', personId: personId('priya-raman') };

  // Procedure: S16.7
  it('shows whom nobody has spoken about this week, and records one call about several pupils', async () => {
    const before = await lead.get(`${school}/oversight`);
    expect(before.says).toMatch(/4 placements not spoken about this week/);
    expect(before.says).toContain('Canal Street workshop');
    const { html, says } = await lead.get(talk);
    expect(says).toContain('What is said here marks nobody present');
    const form = hidden(html, 'form');
    const done = await lead.send(talk, { ...call, ...said, ...on('on', '20'), form });
    expect(done.says).toContain('The talk is recorded');
    const page = await lead.get(oversight);
    expect(page.says).toMatch(
      /Talk with the provider, 20 Nov 2026.*Tom Arkwright\. By telephone.*Her first bench joint/,
    );
    expect(page.says).toContain('Spoken this week');
    // Sent twice, it is one talk.
    const again = await lead.send(talk, { ...call, ...said, ...on('on', '20'), form });
    expect(again.says).toContain('There was nothing new in what you sent');
  });

  it('asks for all of a pupil’s part as soon as some of it is filled in, and for at least one pupil', async () => {
    const form = newId();
    const empty = await lead.post(talk, { ...on('on', '20'), form });
    expect([empty.status, empty.says]).toEqual([
      400,
      expect.stringContaining('Fill in the part of at least one pupil'),
    ]);
    expect(empty.says).toContain('Enter with whom you spoke');
    const some = await lead.post(talk, { ...call, ...on('on', '20'), form, [of('progress')]: 'Well.' });
    expect(some.says).toMatch(/Enter what was said of .*’s attendance/);
    expect(some.says).toMatch(/Choose whether there are concerns about/);
    const later = await lead.post(talk, { ...call, ...said, ...on('on', '21'), form });
    expect(later.says).toContain('The day can’t be in the future');
  });

  const check = {
    personId: personId('priya-raman'),
    how: 'face-to-face',
    where: 'at-provider',
    found: 'seen-and-spoken-to',
    pupilSays: 'I like the bench.',
    notes: 'Well.',
    concerns: 'no',
  };

  it('records a safe and well check: seen or spoken to, where, how and by whom', async () => {
    const { html } = await lead.get(`${oversight}/welfare-check`);
    const recordId = hidden(html, 'recordId');
    const done = await lead.send(`${oversight}/welfare-check`, { ...check, ...on('on', '19'), recordId });
    expect(done.says).toMatch(
      /The safe and well check is recorded.*Face to face\. At the provider\..*Seen and spoken to/,
    );
    const byPhone = { ...check, how: 'telephone', ...on('on', '19'), recordId: newId() };
    const refused = await lead.post(`${oversight}/welfare-check`, byPhone);
    expect([refused.status, refused.says]).toEqual([400, expect.stringContaining('Nobody is seen by telephone')]);
    // The same form does not say something else afterwards.
    const otherwise = await lead.post(`${oversight}/welfare-check`, {
      ...check,
      notes: 'Ill.',
      ...on('on', '19'),
      recordId,
    });
    expect([otherwise.status, otherwise.says]).toEqual([422, expect.stringContaining('says something else')]);
  });

  const visit = {
    startedAt: '10:00',
    minutes: '45',
    personId: personId('priya-raman'),
    purpose: 'monitoring',
    seen: 'yes',
    risks: 'yes',
    details: 'She leaves early.',
    mitigation: 'A taxi at three.',
    'risk-0': 'The road.',
    'strategy-0': 'The taxi waits in the yard.',
    'progress-0': 'Four of five mornings.',
    'progress-1': 'One unit done.',
    'progress-2': 'She has a plan.',
    outcome: 'It goes on as it is.',
    concerns: 'yes',
  };

  // Procedure: S18.1, S18.2, S18.3, S18.4, S18.5, S18.6, S18.7, S18.8, S18.9, S18.10, S18.11, S18.12, S18.13, S18.14, S18.15, X6
  it('records a visit in full, and leads a concern to whom they told', async () => {
    const { html } = await lead.get(`${oversight}/visit`);
    const recordId = hidden(html, 'recordId');
    const done = await lead.send(`${oversight}/visit`, { ...visit, ...on('on', '18'), recordId });
    expect(done.says).toMatch(/The visit is recorded.*Record whom you told of the concern/);
    const { says } = await lead.get(oversight);
    expect(says).toMatch(/Visit, 18 Nov 2026 Concern not handed over/);
    expect(says).toMatch(/From 10am, 45 minutes.*Monitoring visit.*Was seen.*She leaves early.*A taxi at three/);
    expect(says).toMatch(/Risk: The road\. The taxi waits in the yard.*Four of five mornings.*It goes on as it is/);
    // The risks of the last visit are there to begin with.
    const next = await lead.get(`${oversight}/visit`);
    expect(next.html).toContain('The taxi waits in the yard.');
  });

  it('asks for an answer about risks and concerns, and for what is done about a risk', async () => {
    const form = { ...visit, ...on('on', '18'), recordId: newId() };
    const blank = await lead.post(`${oversight}/visit`, { ...form, risks: '', concerns: '' });
    expect(blank.says).toContain('Choose whether there are known risks');
    expect(blank.says).toContain('Choose whether there are concerns');
    const half = await lead.post(`${oversight}/visit`, { ...form, 'strategy-0': '' });
    expect(half.says).toContain('Enter the strategy for risk 1');
    const long = await lead.post(`${oversight}/visit`, { ...form, minutes: '5000' });
    expect(long.says).toContain('A visit lasts 600 minutes at most');
  });

  const latest = async (step: string) => {
    const { html } = await lead.get(oversight);
    return new RegExp(`href="([^"]*/records/[^"]*/${step})"`).exec(html)?.[1] ?? '';
  };

  // Procedure: S22.3
  it('keeps a concern in sight until somebody who answers for safeguarding has it', async () => {
    const address = await latest('hand-over');
    const { html } = await lead.get(address);
    const form = hidden(html, 'form');
    // The school does not keep what a concern is.
    const told = { toId: personId('martin-ellery'), ...on('toldOn', '20'), concern: 'She has a bruise.' };
    const future = await lead.post(address, { ...told, toldAt: '11:30', form });
    expect([future.status, future.says]).toEqual([400, expect.stringContaining('The time can’t be in the future')]);
    const done = await lead.send(address, { ...told, toldAt: '10:40', form });
    expect(done.says).toContain('It is recorded whom you told');
    expect((await lead.get(oversight)).says).not.toContain('She has a bruise.');
    await world.send({ type: 'SetConcernWords', data: { schoolId: schoolId('hollin-bank'), kept: true } });
    await world.caughtUp();
    const again = await lead.send(address, { ...told, toldAt: '10:50', form: newId() });
    expect(again.says).toContain('It is recorded whom you told');
    expect((await lead.get(oversight)).says).toContain('She has a bruise.');
    expect((await lead.get(`${school}/oversight`)).says).toContain('Concern handed over, not received');
  });

  it('is received by whoever was told, and by nobody who was not', async () => {
    const address = await latest('receive');
    const refused = await head.post(address, { reference: '', form: newId() });
    expect(refused.status).toBe(403);
    const { html } = await safeguarding.get(address);
    const done = await safeguarding.send(address, { reference: 'MC-1042', form: hidden(html, 'form') });
    expect(done.says).toMatch(/It is recorded that you have the concern.*Concern received.*reference MC-1042/);
    expect((await lead.get(`${school}/oversight`)).says).not.toContain('Concerns that nobody has yet');
  });

  it('has what is to be done with its owner and day, until somebody says what was done', async () => {
    const address = await latest('follow-up');
    const what = { what: 'Ask for an earlier taxi.', ownerId: personId('priya-raman') };
    const done = await lead.send(address, { ...what, ...on('dueOn', '27'), form: newId() });
    expect(done.says).toMatch(/Ask for an earlier taxi\..*Due by 27 Nov 2026/);
    const page = await lead.get(`${school}/oversight`);
    const close = /href="([^"]*\/follow-ups\/[^"]*)"/.exec(page.html)?.[1] ?? '';
    const closed = await lead.send(close, { outcome: 'It comes at half past eight.', ...on('doneOn', '20') });
    expect(closed.says).toMatch(/Done 20 Nov 2026.*It comes at half past eight/);
  });

  it('says where a visit is filed, and what was noted later', async () => {
    const file = await latest('file');
    const filed = { filedIn: 'safeguarding-system', receipt: 'MC-1043', ...on('filedOn', '20'), form: newId() };
    expect((await lead.send(file, filed)).says).toContain('Filed in the safeguarding system on 20 Nov 2026');
    const note = await latest('note');
    const noted = { note: 'It was Wednesday.', form: newId() };
    expect((await lead.send(note, noted)).says).toMatch(/20 Nov 2026, .*: It was Wednesday\./);
  });

  // Procedure: S13.14, S13.16
  it('says by when a check is due, and what was missed, on the school’s page and the pupil’s', async () => {
    const about = { placementId: amara, subjectId: subjectId('amara'), schoolId: schoolId('hollin-bank') };
    const raise = async (kind: RecurringDutyKind, period: string, dueAt: string) => {
      const dutyId = dutyIdOf(kind, periodIdOf(amara, period));
      const duty = { dutyId, kind, ...about, siteId: siteId('wheelhouse'), matter: kind, period };
      const raisedAt = `${period}T00:00:00.000Z`;
      await world.send({ type: 'RaiseDuty', data: { ...duty, raisedAt, dueAt, missedAt: dueAt, late: false } });
      return duty;
    };
    const missed = await raise('welfare-check', '2026-11-02', '2026-11-13T23:59:59.999Z');
    await world.send({ type: 'LetTimePass', data: { ...missed, clockAt: '2026-11-14T00:00:00.000Z' } });
    await raise('welfare-check', '2026-11-16', '2026-11-27T23:59:59.999Z');
    await raise('monitoring-visit', '2026-11-02', '2026-12-11T23:59:59.999Z');
    await world.caughtUp();
    const { says } = await lead.get(`${school}/oversight`);
    expect(says).toContain('Safe and well check: 19 Nov 2026, due by 27 Nov 2026, 1 time missed.');
    expect(says).toContain('Visit: 18 Nov 2026, due by 11 Dec 2026');
    const pupil = await lead.get(`${school}/pupils/${subjectId('amara')}`);
    expect(pupil.says).toMatch(/The safe and well check.*Missed: was due by 13 Nov 2026/);
    expect(pupil.says).toMatch(/The monitoring visit.*Due by 11 Dec 2026/);
  });

  it('is on the placement’s page with its latest days, and in its history without a word of it', async () => {
    const { says } = await lead.get(`${school}/placements/${amara}`);
    expect(says).toMatch(/Talk with the provider: 20 Nov 2026 Safe and well check: 19 Nov 2026 Visit: 18 Nov 2026/);
    expect(says).toMatch(/Visited at the provider/);
    expect(says).not.toContain('She leaves early');
  });
});

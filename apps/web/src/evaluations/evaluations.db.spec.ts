import { evaluationIdOf } from '#domain';
import { newId } from '#event-sourcing';
import { adultId, personId, providerId, schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { enterEvaluation } from '../../../../test/support/evaluations.js';
import { Browsing } from '../../../../test/support/pages.js';
import { ofHollinBank, ofMillrace } from '../../../../test/support/routes.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const ours = `/schools/${schoolId('hollin-bank')}`;
const provider = `${ours}/providers/${providerId('wheelhouse')}`;
const evaluate = (instrument: string) => `${provider}/sites/${siteId('wheelhouse')}/evaluate/${instrument}`;
const day = (name: string, on: string) => {
  const [year = '', month = '', date = ''] = on.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const by = { personId: personId('priya-raman') };

describe('an evaluation of a site', () => {
  let world: WebWorld;
  let priya: Browsing;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());

  /** Every row of an instrument answered in one way. */
  const answered = (instrument: string, judgement: string) => {
    const rows = world.edition.instruments.find(({ id }) => id === instrument)?.rows ?? [];
    const row = (id: string) => ({ [`rows-${id}-judgement`]: judgement, [`rows-${id}-evidence`]: `Seen: ${id}.` });
    return Object.assign({}, ...rows.map(({ id }) => row(id))) as Record<string, string>;
  };
  const recorded = (instrument: string, on = '2026-11-13') => {
    const form = { ...answered(instrument, 'met'), ...by, ...day('on', on) };
    const evaluationId = evaluationIdOf(schoolId('hollin-bank'), siteId('wheelhouse'), instrument, on);
    return { form, page: `${ours}/evaluations/${evaluationId}` };
  };

  it('keeps what a provider says of itself by the voluntary standards, which is told apart and ticks no check', async () => {
    const checksBefore = (await priya.get(`${ours}/placements/${ofHollinBank.placementId}/checks`)).says;
    const shown = await priya.get(provider);
    expect(shown.says).toContain('Record the provider’s own view by the voluntary national standards');
    const form = await priya.get(evaluate('voluntary-standards'));
    expect(form.says).toMatch(/Write down what the provider says of itself. It ticks no check.*voluntary, August 2025/);
    expect(form.says).not.toContain('Evaluate:');
    const { form: sent, page } = recorded('voluntary-standards');
    await priya.send(evaluate('voluntary-standards'), sent);
    expect((await priya.get(page)).says).toMatch(/Own view by the voluntary national standards.*Every.*session/i);
    expect((await priya.get(provider)).says).toMatch(/Own view by the voluntary national standards.*13 Nov 2026/);
    expect((await priya.get(`${ours}/placements/${ofHollinBank.placementId}/checks`)).says).toBe(checksBefore);
  });

  // Procedure: S5.3, S23.30
  it('is due a year after the first pupil came, then a year after the last one, and is told to be overdue', async () => {
    expect((await priya.get(provider)).says).toMatch(
      /To be evaluated next: Quality of education: by \d+ Nov 2027 Progress: by \d+ Nov 2027/,
    );
    const { form } = recorded('quality-of-education', '2026-10-02');
    await priya.send(evaluate('quality-of-education'), form);
    expect((await priya.get(provider)).says).toMatch(/Quality of education: by 2 Oct 2027 Progress: by/);
    await priya.send(evaluate('quality-of-education'), recorded('quality-of-education', '2025-11-14').form);
    const progress = recorded('progress', '2025-11-14');
    await priya.send(evaluate('progress'), progress.form);
    expect((await priya.get(provider)).says).toMatch(
      /Quality of education: by 2 Oct 2027 Progress: by 14 Nov 2026 Overdue Personal development/,
    );
  });

  // Procedure: S4.16, S19.1, S19.2, S19.3, S19.4, S19.5, S19.6, S19.7, S19.8, S19.9, S19.10, S19.11, S22.1, S22.2
  it('of the quality of education is made row by row, and read back with who completed it and when', async () => {
    expect((await priya.get(provider)).says).toContain('This school has not evaluated this site yet.');
    const asked = await priya.get(evaluate('quality-of-education'));
    for (const label of ['Needs on entry', 'Climate walk', 'Curriculum', 'English in line', 'Learning adjustments'])
      expect(asked.says).toContain(label);
    const { form } = recorded('quality-of-education');
    const sent = {
      ...form,
      'rows-climate-judgement': 'partly-met',
      'rows-climate-notes': 'Loud in the corridor.',
      'rows-plans-science-judgement': 'not-looked-at',
      'rows-plans-science-evidence': '',
    };
    const { says } = await priya.send(evaluate('quality-of-education'), sent);
    expect(says).toMatch(
      /The evaluation is recorded\..*Quality of education Site Canal Street workshop, The Wheelhouse/,
    );
    expect(says).toMatch(/Completed by Priya Raman Day 13 Nov 2026 Form Quality of education, version 1/);
    expect(says).toMatch(/Climate walk Partly met .*Looked at: Seen: climate\. Notes: Loud in the corridor\./);
    expect(says).toMatch(/Science in line with the school Not looked at/);
    expect((await priya.get(provider)).says).toMatch(/Evaluations Quality of education of .*13 Nov 2026 1 partly met/);
  });

  // Procedure: S20.1, S20.2, S20.3, S20.4, S20.5, S20.6, S20.7
  it('of progress says which agencies the provider works with', async () => {
    const { form } = recorded('progress');
    const chosen = ['1', '3'];
    const { says } = await priya.send(evaluate('progress'), { ...form, 'rows-agencies-chosen': chosen });
    expect(says).toMatch(
      /Outside agencies Met .*Educational psychology Youth offending team Looked at: Seen: agencies\./,
    );
    for (const label of ['Communication', 'Inclusion and next steps', 'Outcomes', 'Reports of progress', 'Assessment'])
      expect(says).toContain(`${label} Met`);
    const other = await priya.post(evaluate('progress'), { ...form, 'rows-agencies-chosen': '6' });
    expect([other.status, other.says]).toEqual([400, expect.stringContaining('Tick only what is there')]);
  });

  // Procedure: S4.19, S21.1, S21.2, S21.3, S21.4, S21.5
  it('of personal development has every row of its form', async () => {
    const { says } = await priya.send(evaluate('personal-development'), recorded('personal-development').form);
    for (const label of ['Safe and healthy', 'Statutory education', 'Understanding of risk', 'Child-on-child abuse'])
      expect(says).toContain(`${label} Met`);
  });

  it('says what is wrong with it, row by row, and keeps what was typed', async () => {
    const empty = await priya.post(evaluate('progress'), { ...by, ...day('on', '2026-11-17') });
    expect(empty.status).toBe(400);
    expect(empty.says).toContain('Enter today or an earlier day');
    expect(empty.says).toContain('Choose what you found: Communication');
    const { form } = recorded('progress');
    const bare = await priya.post(evaluate('progress'), { ...form, 'rows-outcomes-evidence': '' });
    expect([bare.status, bare.says]).toEqual([400, expect.stringContaining('Enter what you looked at: Outcomes')]);
    expect(bare.html).toContain('Seen: reports.');
    const none = { ...answered('progress', 'not-looked-at'), ...by, ...day('on', '2026-11-13') };
    const nothing = await priya.post(evaluate('progress'), none);
    expect([nothing.status, nothing.says]).toEqual([400, expect.stringContaining('in one row at least')]);
    const stranger = await priya.post(evaluate('progress'), { ...form, personId: personId('dawn-fairley') });
    expect([stranger.status, stranger.says]).toEqual([400, expect.stringContaining('Choose who completed it')]);
    expect((await priya.get(evaluate('cookery'))).status).toBe(404);
  });

  it('is one for each day: sent again it is the same, and otherwise it is refused', async () => {
    const { form } = recorded('progress');
    await priya.send(evaluate('progress'), form);
    await world.caughtUp();
    expect((await priya.send(evaluate('progress'), form)).says).toContain('There was nothing new');
    const other = await priya.post(evaluate('progress'), { ...form, 'rows-reports-judgement': 'not-met' });
    expect([other.status, other.says]).toEqual([422, expect.stringContaining('has evaluated this site by this form')]);
  });

  // Procedure: S19.12, S20.8, S21.6
  it('leads to actions, each with an owner and a day, which are moved with a reason and closed with what was done', async () => {
    const { form, page } = recorded('progress');
    await priya.send(evaluate('progress'), form);
    await world.caughtUp();
    const asked = await priya.get(`${page}/add-action`);
    const [, token = ''] = /name="form" value="([^"]+)"/.exec(asked.html) ?? [];
    const action = {
      form: token,
      what: 'Send marks with the report',
      row: 'reports',
      owner: `adult ${adultId('tom-arkwright')}`,
      ...day('dueOn', '2026-11-20'),
    };
    const wrong = await priya.post(`${page}/add-action`, { ...action, owner: '', ...day('dueOn', '2026-11-13') });
    expect(wrong.status).toBe(400);
    expect(wrong.says).toMatch(/Choose who sees to it.*Enter today or a later day/);
    const { says, html } = await priya.send(`${page}/add-action`, action);
    expect(says).toMatch(/Send marks with the report Due by 20 Nov 2026 Tom Arkwright, at the provider/);
    expect(says).toContain('Because of: Reports of progress');
    await world.caughtUp();
    expect((await priya.send(`${page}/add-action`, action)).says).toContain('There was nothing new');
    const [, actionId = ''] = /actions\/([^/]+)\/close/.exec(html) ?? [];
    const at = `${page}/actions/${actionId}`;

    const silent = await priya.post(`${at}/move`, day('dueOn', '2026-12-04'));
    expect([silent.status, silent.says]).toEqual([400, expect.stringContaining('Enter why it is another day')]);
    const moved = await priya.send(`${at}/move`, { ...day('dueOn', '2026-12-04'), because: 'Tom is ill' });
    expect(moved.says).toMatch(
      /Due by 4 Dec 2026 .*Moved from 20 Nov 2026 to 4 Dec 2026 by Priya Raman on 16 Nov 2026: Tom is ill/,
    );

    const early = await ruth.post(`${at}/close`, { ...day('doneOn', '2026-11-17'), outcome: 'It came' });
    expect([early.status, early.says]).toEqual([400, expect.stringContaining('Enter today or an earlier day')]);
    const closing = { ...day('doneOn', '2026-11-16'), outcome: 'The marks came' };
    const closed = await ruth.send(`${at}/close`, closing);
    expect(closed.says).toMatch(/Done 16 Nov 2026 .*The marks came Closed by Ruth Calloway on 16 Nov 2026\./);
    expect(closed.says).toMatch(/What happened.*Completed by Priya Raman.*added “Send marks.*closed “Send marks/);
    await world.caughtUp();
    expect((await ruth.send(`${at}/close`, closing)).says).toContain('There was nothing new');
    const otherwise = await ruth.post(`${at}/close`, { ...closing, outcome: 'Nothing came' });
    expect([otherwise.status, otherwise.says]).toEqual([422, expect.stringContaining('This action is closed already')]);
    expect((await priya.get(`${at}/move`)).headers['location']).toBe(page);
  });

  // Procedure: S19.12, S20.8, S21.6
  it('is still to be seen to where staff look: on the provider’s page, in the list and on a page of its own, overdue first', async () => {
    await enterEvaluation(world, ofHollinBank);
    await enterEvaluation(world, ofMillrace);
    const { form, page } = recorded('quality-of-education');
    await priya.send(evaluate('quality-of-education'), form);
    await world.caughtUp();
    const owner = `adult ${adultId('tom-arkwright')}`;
    const [, token = ''] = /name="form" value="([^"]+)"/.exec((await priya.get(`${page}/add-action`)).html) ?? [];
    await priya.send(`${page}/add-action`, {
      form: token,
      what: 'Show the plans',
      owner,
      ...day('dueOn', '2026-11-27'),
    });
    await world.caughtUp();
    const order =
      /Ask for a report with marks\. Overdue since 13 Nov 2026 Priya Raman .*Show the plans Due by 27 Nov 2026/;
    const there = await priya.get(provider);
    expect(there.says).toContain('2 actions are open, 1 of them overdue.');
    expect(there.says).toMatch(order);
    const list = await priya.get(`${ours}/providers`);
    expect(list.says).toContain('2 actions are open, 1 of them overdue.');
    expect(list.html).toContain(`href="${ours}/evaluation-actions"`);
    const all = await priya.get(`${ours}/evaluation-actions`);
    expect(all.says).toMatch(order);
    const gone = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse'), on: '2026-11-16' };
    await world.send({ type: 'LeaveAdult', data: { ...gone, adultId: adultId('tom-arkwright') } });
    await world.caughtUp();
    expect((await priya.get(`${ours}/evaluation-actions`)).says).toMatch(/Tom Arkwright, at the provider Has left/);
    const late = await priya.post(`${page}/add-action`, {
      form: token,
      what: 'Show the books',
      owner,
      ...day('dueOn', '2026-11-27'),
    });
    expect([late.status, late.says]).toEqual([400, expect.stringContaining('Choose who sees to it')]);
  });

  it('is read by the staff of its school and seen to by those who evaluate; of another’s nothing is told', async () => {
    await enterEvaluation(world, ofMillrace);
    await world.caughtUp();
    expect((await priya.get(provider)).says).toContain('This school has not evaluated this site yet.');
    expect((await priya.get(`${ours}/evaluations/${ofMillrace.evaluationId}`)).status).toBe(404);
    await enterEvaluation(world, ofHollinBank);
    await world.caughtUp();
    const reader = newId();
    await world.send({ type: 'AddPerson', data: { personId: reader, name: 'Ada Reeve', email: 'ada@trust.example' } });
    const role = { schoolId: schoolId('hollin-bank'), role: 'designated-teacher', standing: 'holder' };
    await world.send({ type: 'GiveRole', data: { ...role, personId: reader, from: '2026-11-01' } });
    await world.caughtUp();
    const ada = new Browsing(world, await world.cookieFor(reader));
    const read = await ada.get(`${ours}/evaluations/${ofHollinBank.evaluationId}`);
    expect([read.status, read.says]).toEqual([200, expect.stringContaining('Ask for a report with marks.')]);
    expect(read.html).not.toContain('add-action');
    expect((await ada.get(evaluate('progress'))).status).toBe(403);
  });
});

import { status } from '#domain';
import { newId, type Actor, type Id } from '#event-sourcing';
import { personId, providerId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';
import { withWholeEdition } from '../../../../test/support/whole-edition.js';

const hollinBank = schoolId('hollin-bank');
const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

// Under an edition that asks for everything. Each test goes on from where the one before left the placement.
describe('the gate of a placement', () => {
  const agreed = newId();
  const directed = newId();
  const pageOf = (placementId: Id) => `/schools/${hollinBank}/placements/${placementId}`;
  const record = (placementId: Id, evidence: string) => `${pageOf(placementId)}/evidence/${evidence}`;
  let editions: Awaited<ReturnType<typeof withWholeEdition>>;
  let world: WebWorld;
  let priya: Browsing;

  beforeAll(async () => {
    editions = await withWholeEdition();
    world = await WebWorld.open({
      at: '2026-11-20T09:00:00.000Z',
      env: { WAYMARK_PROCEDURES: editions.folder },
    });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const school = { subjectId: subjectId('callum'), schoolId: hollinBank };
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
    const procedure = { id: 'off-site-education', edition: '2026-11' };
    const proposal = { ...school, ...where, purpose: 'To learn to cook.', startOn: '2026-11-24', slots, procedure };
    await world.send({ type: 'ProposePlacement', data: { ...proposal, placementId: agreed } }, by);
    await world.send({ type: 'ProposePlacement', data: { ...proposal, placementId: directed, route: 'directed' } }, by);
    for (const each of status.options) {
      const value = each === 'child-in-need' ? 'yes' : 'no';
      await world.send({ type: 'NoteStatus', data: { ...school, status: each, value, on: '2026-09-01' } }, by);
    }
    // Somebody was attendance intervention manager until the middle of the month.
    const role = { role: 'attendance-intervention-manager', standing: 'holder' };
    const until = { from: '2026-09-01', until: '2026-11-15' };
    const given = { schoolId: hollinBank, personId: personId('martin-ellery'), ...role, ...until };
    await world.send({ type: 'GiveRole', data: given }, by);
    await world.caughtUp();
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await editions.remove();
  });

  const start = (placementId: Id, on: string) => priya.post(`${pageOf(placementId)}/start`, dated('startedOn', on));

  it('lists all that is missing on the placement’s page, each with the way to record it', async () => {
    const { says, html } = await priya.get(pageOf(agreed));
    expect(says).toMatch(/Before it can start 0 of 9 done\..*The social worker’s view Missing/);
    for (const each of ['agreement-meeting-held', 'social-worker-consulted', 'core-group-held', 'site-visited']) {
      expect(html).toContain(`href="${record(agreed, each)}"`);
    }
    expect(says).toContain('The agreement, signed by a parent Missing');
    expect((await priya.get(pageOf(directed))).says).toContain('Directed by the school');
  });

  // Procedure: S6.2, S6.3, S6.4, S6.5, S14.18, S14.23, X5
  it('has the meeting recorded with who was there, and takes nobody for what they were not on that day', async () => {
    const page = record(agreed, 'agreement-meeting-held');
    const empty = await priya.post(page, {});
    expect([empty.status, empty.says]).toEqual([
      400,
      expect.stringContaining('Enter the day of the meeting Choose whether a parent was there'),
    ]);
    const there = {
      seniorLeader: personId('ruth-calloway'),
      attendanceManager: personId('martin-ellery'),
      parentPresent: 'yes',
      parents: 'Wendy Dray, mother',
    };
    const late = await priya.post(page, { ...there, ...dated('heldOn', '2026-11-18') });
    expect(late.says).toContain('Choose somebody who was attendance intervention manager on that day');
    expect((await priya.post(page, { ...there, ...dated('heldOn', '2026-11-21') })).says).toContain(
      'The day can’t be in the future',
    );
    const alone = await priya.post(page, { ...dated('heldOn', '2026-11-12'), parentPresent: 'no' });
    expect(alone.says).toContain('Enter what was tried to have a parent there Enter why the meeting went on');
    const done = await priya.send(page, { ...there, ...dated('heldOn', '2026-11-12') });
    expect(done.says).toMatch(/The evidence is recorded\..*Before it can start 4 of 9 done\./);
    expect(done.says).toMatch(/Meeting about the placement held .*Ruth Calloway \(senior member of staff\)/);
    expect(done.says).toContain('Wendy Dray, mother (parents)');
  });

  // Procedure: S7.4, S7.5, X3
  it('takes the social worker’s view for too late when it was asked for after the meeting', async () => {
    const page = record(agreed, 'social-worker-consulted');
    expect((await priya.post(page, {})).says).toContain('Enter who was asked Enter the day on which they were asked');
    const view = { person: 'Ms Oduya', view: 'In favour.' };
    const late = await priya.send(page, { ...view, ...dated('consultedOn', '2026-11-12') });
    expect(late.says).toMatch(/The social worker’s view 12 Nov 2026, and it has to be before 12 Nov 2026 Too late/);
    expect((await start(agreed, '2026-11-24')).says).toContain('Too late: the social worker’s view of 12 Nov 2026');
    const done = await priya.send(page, { ...view, ...dated('consultedOn', '2026-11-11') });
    expect(done.says).toMatch(/The social worker’s view 11 Nov 2026 Done/);
  });

  // Procedure: S7.6, X2
  it('asks for a core group as long as nobody says that the rest of the week is taught', async () => {
    expect((await priya.get(pageOf(agreed))).says).toMatch(/The core group meeting, or .* Missing/);
    const week = { 'week-2-am': 'yes', 'week-2-am-arrive': '09:30', 'week-2-am-leave': '12:00', restOfWeek: 'taught' };
    await priya.send(`${pageOf(agreed)}/week`, { ...week, ...dated('from', '2026-11-24') });
    expect((await priya.get(pageOf(agreed))).says).not.toContain('The core group meeting');
  });

  // Procedure: S16.5, S16.8, S23.27
  it('starts an agreed placement with its signatures and the visit, and not before', async () => {
    const refused = await start(agreed, '2026-11-24');
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringMatching(
        /Missing: a visit to the site Missing: the agreement, signed by a parent Missing: the agreement, signed by the school/,
      ),
    ]);
    const visit = { visitedBy: 'Priya Raman', seen: 'A clean kitchen.', ...dated('visitedOn', '2026-11-17') };
    await priya.send(record(agreed, 'site-visited'), visit);
    const sign = async (evidence: string, signedBy: string) => {
      const days = { ...dated('signedOn', '2026-11-18'), ...dated('receivedOn', '2026-11-19') };
      return priya.send(record(agreed, evidence), { signedBy, ...days });
    };
    await sign('agreement-signed-by-parent', 'Wendy Dray');
    const alone = await sign('agreement-signed-by-school', 'Priya Raman');
    expect(alone.says).toContain('Priya Raman proposed this placement and signed for the school.');
    const done = await sign('agreement-signed-by-school', 'Ruth Calloway, headteacher');
    expect(done.says).not.toContain('signed for the school');
    expect(done.says).toMatch(/8 of 8 done\..*received by Priya Raman on 19 Nov 2026/);
    const started = await priya.send(`${pageOf(agreed)}/start`, dated('startedOn', '2026-11-24'));
    expect(started.says).toContain('The placement has started.');
  });

  // Procedure: S16.1, S16.2, X9
  it('starts a directed placement without a signature, two school days after its notice', async () => {
    await world.send({ type: 'SetDayOff', data: { schoolId: hollinBank, on: '2026-11-23', kind: 'inset' } }, by);
    await world.caughtUp();
    const meeting = {
      seniorLeader: personId('ruth-calloway'),
      attendanceManager: personId('martin-ellery'),
      parentPresent: 'no',
      attempts: 'Rang on three days.',
      because: 'It could not wait.',
    };
    await priya.send(record(directed, 'agreement-meeting-held'), { ...meeting, ...dated('heldOn', '2026-11-12') });
    const view = { person: 'Ms Oduya', view: 'In favour.', ...dated('consultedOn', '2026-11-11') };
    await priya.send(record(directed, 'social-worker-consulted'), view);
    const visit = { visitedBy: 'Priya Raman', seen: 'A clean kitchen.', ...dated('visitedOn', '2026-11-17') };
    await priya.send(record(directed, 'site-visited'), visit);
    const group = {
      meeting: 'child-in-need',
      present: 'Ms Oduya',
      agreed: 'Two days.',
      ...dated('heldOn', '2026-11-10'),
    };
    await priya.send(record(directed, 'core-group-held'), group);

    const page = record(directed, 'notice-served');
    const half = await priya.post(page, { ...dated('servedOn', '2026-11-20'), startAt: '9:30', finishAt: '9:00' });
    expect(half.says).toMatch(/Choose on whom it was served.*Enter the number of days, from 1 to 400/);
    const says = {
      address: 'Quay House',
      reportTo: 'The head cook',
      days: '20',
      reasonsAndObjectives: 'To come back calmer.',
      startAt: '9:30',
      finishAt: '12:00',
    };
    const served = { upon: 'parent', recipients: 'Wendy Dray', how: 'by-hand', power: 'education-act-2002' };
    await priya.send(page, { ...served, ...says, ...dated('servedOn', '2026-11-20') });
    // Friday is one school day before Tuesday when Monday is none.
    const refused = await start(directed, '2026-11-24');
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringContaining('early enough for a first day on Wednesday 25 November 2026 or later'),
    ]);
    const started = await priya.send(`${pageOf(directed)}/start`, dated('startedOn', '2026-11-25'));
    expect(started.says).toContain('The placement has started.');
  });

  it('asks what is to be recorded, and leads to its form', async () => {
    const nothing = await priya.post(`${pageOf(agreed)}/evidence`, {});
    expect([nothing.status, nothing.says]).toEqual([400, expect.stringContaining('Choose what is there now')]);
    const chosen = await priya.send(`${pageOf(agreed)}/evidence`, { evidence: 'emergency-contacts-acknowledged' });
    expect(chosen.says).toContain('Record the emergency contacts, acknowledged by the provider');
    expect((await priya.get(record(agreed, 'agreement-signed'))).status).toBe(404);
    expect((await priya.get(record(agreed, 'no-such-thing'))).status).toBe(404);
  });
});

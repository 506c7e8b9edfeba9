import { checkIdOf } from '#domain';
import { newId, type Actor } from '#event-sourcing';
import { evidenceFor } from '#simulation';
import {
  adultId,
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { enterAssurance } from '../../../../test/support/assurances.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const list = `/schools/${hollinBank}/placements`;

const aims = {
  outcome: 'Back in school.',
  target1: 'Be there each Tuesday.',
  tried: 'A mentor.',
  pupilView: 'He wants to cook.',
  parentView: 'She is for it.',
};
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

// Each test goes on from where the one before left the placement.
describe('a placement', () => {
  const proposed = newId();
  const page = `${list}/${proposed}`;
  const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
  const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };
  const finding = (row: string) => ({
    checkId: checkIdOf(where.siteId, row, 1),
    ...where,
    row,
    round: 1,
    personId: personId('priya-raman'),
    on: '2026-11-17',
  });
  let world: WebWorld;
  let priya: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { id, edition } = world.edition;
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const about = { placementId: proposed, subjectId: subjectId('callum'), schoolId: hollinBank };
    const proposal = {
      ...about,
      ...where,
      purpose: 'To learn to cook.',
      startOn: '2026-11-24',
      slots,
      restOfWeek: 'taught',
    };
    await world.send({ type: 'ProposePlacement', data: { ...proposal, procedure: { id, edition } } }, by);
    // One row of the checklist is answered no: it stands in the way again.
    await world.send({ type: 'RecordCheckNotMet', data: { ...finding('lockdown'), evidence: 'Never practised.' } }, by);
    await world.caughtUp();
  }, 60_000);
  afterAll(() => world.close());

  it('is found in the list, and by the pupil’s name', async () => {
    expect((await priya.get(list)).says).toMatch(
      /5 placements\. .*Callum Dray Year 10 Quay House Harbour Kitchen Proposed/,
    );
    const found = await priya.post(`/schools/${hollinBank}/pupils`, { asked: 'dray cal' });
    expect(found.says).toMatch(/1 pupil found\. .*Callum Dray Year 10 Lower Barn.* Started Quay House.* Proposed/);
    const other = await priya.post(`/schools/${hollinBank}/pupils`, { asked: 'Kemp' });
    expect(other.says).toContain('No pupil of this school was found.');
  });

  it('shows parties, purpose and week, and everything that is missing before it can start', async () => {
    const { says } = await priya.get(page);
    expect(says).toMatch(
      /Placement Callum Dray Proposed .*Harbour Kitchen Quay House.*To learn to cook\..*Tuesday morning, 9:30am to midday/,
    );
    expect(says).toContain('Off-site education procedure, edition 2026-09');
    expect(says).toMatch(
      /Before it can start 0 of 16 done\..*24 of 25 settled, 1 not met Missing .*The signed agreement Missing/,
    );
  });

  it('is refused a start with the list of all that is missing, each with the way to put it right', async () => {
    const refused = await priya.post(`${page}/start`, {
      'startedOn-day': '24',
      'startedOn-month': '11',
      'startedOn-year': '2026',
    });
    expect(refused.status).toBe(422);
    expect(refused.says).toMatch(
      /There is a problem Missing: every check before admission met.* Missing: the signed agreement/,
    );
    expect(refused.html).toContain(`href="${page}/evidence/aims-set"`);
    expect(refused.html).toContain(`href="${page}/checks"`);
    expect(refused.html).toContain(`href="${page}/agree"`);
    // Procedure: S10.1, S10.2
    expect(refused.says).toContain(
      'Missing: the provider’s written assurance, accepted and up to date. Nobody has asked the provider for it: ask',
    );
    const { providerId: at, siteId: site } = where;
    expect(refused.html).toContain(`href="/schools/${hollinBank}/providers/${at}/sites/${site}/assurance"`);
  });

  // Procedure: S3.1
  // Procedure: S9.2
  it('has its checks recorded row by row', async () => {
    expect((await priya.get(`${page}/checks`)).says).toMatch(
      /Lockdown understood and practised Priya Raman, 17 Nov 2026: Never practised\. Not met/,
    );
    // A row says which source asks for it, and how sure that is.
    expect((await priya.get(`${page}/checks/child-protection-2026`)).says).toContain(
      'It is asked for by: Keeping children safe in education, 2026, in force from 1 September 2026 (not read yet).',
    );
    const empty = await priya.post(`${page}/checks/lockdown`, {});
    expect(empty.status).toBe(400);
    expect(empty.says).toContain('Choose how this stands Enter the day on which you looked Enter what you saw');
    const done = await priya.send(`${page}/checks/lockdown`, {
      outcome: 'met',
      evidence: 'Practised in my presence.',
      'on-day': '18',
      'on-month': '11',
      'on-year': '2026',
    });
    expect(done.says).toMatch(
      /The check is recorded\..*Priya Raman, 18 Nov 2026: Practised in my presence\. Counts until 17 Nov 2027 Met/,
    );
    expect((await priya.get(`${page}/checks/no-such-row`)).status).toBe(404);
  });

  it('has several checks recorded at once, and those without an answer left as they are', async () => {
    await world.send(
      {
        type: 'RecordCheckNotMet',
        data: { ...finding('visitors'), evidence: 'No book at the door.' },
      },
      by,
    );
    await world.caughtUp();
    const together = `${page}/record-checks`;
    expect((await priya.get(`${page}/checks`)).html).toContain(`href="${together}"`);
    // What is settled is not asked again.
    const form = await priya.get(together);
    expect(form.says).toContain('Protocol for visitors');
    expect(form.says).not.toContain('Prevent duty complied with');
    expect((await priya.post(together, dated('on', '2026-11-18'))).says).toContain('Answer at least one row');
    const half = await priya.post(together, { ...dated('on', '2026-11-18'), 'outcome-visitors': 'met' });
    expect([half.status, half.says]).toEqual([
      400,
      expect.stringContaining('Enter what you saw, or why this does not'),
    ]);
    const words = await priya.post(together, { ...dated('on', '2026-11-18'), 'evidence-visitors': 'A book.' });
    expect(words.says).toContain('Choose how this stands');
    expect(words.html).toContain('value="A book."');
    const answer = { 'outcome-visitors': 'met', 'evidence-visitors': 'A book at the door.' };
    const done = await priya.send(together, { ...dated('on', '2026-11-18'), ...answer });
    expect(done.says).toMatch(/The checks are recorded\..*25 of 25 rows are settled\. Nothing here stops the start\./);
    expect(done.says).toMatch(
      /Protocol for visitors Priya Raman, 18 Nov 2026: A book at the door\. Counts until 17 Nov 2027 Met/,
    );
    await world.caughtUp();
    expect((await priya.get(together)).says).toContain('Every row is settled.');
  });

  // Procedure: S4.11, S17.1, S17.2, S17.3, S17.4, S17.5, X12
  it('has its aims set, with at least one target and the views of pupil and parents', async () => {
    const form = `${page}/evidence/aims-set`;
    expect((await priya.get(page)).says).toContain('Aims No aims have been recorded. Record the aims');
    const empty = await priya.post(form, { target3: 'A third.' });
    expect(empty.status).toBe(400);
    expect(empty.says).toMatch(
      /Enter the outcome that is sought Enter at least one target .*Enter what the pupil thinks of it/,
    );
    const gap = await priya.post(form, { ...aims, target3: 'A third.', ...dated('setOn', '2026-11-18') });
    expect(gap.says).toContain('Enter the second target before the third');
    const ahead = await priya.post(form, { ...aims, ...dated('setOn', '2026-11-19') });
    expect(ahead.says).toContain('The day can’t be in the future');
    const set = await priya.send(form, { ...aims, target2: 'Cook for six.', ...dated('setOn', '2026-11-18') });
    expect(set.says).toMatch(
      /The evidence is recorded\..*Outcome sought Back in school\. Targets 1\. Be there each Tuesday\. 2\. Cook for six\./,
    );
    expect(set.says).toMatch(/Aims set .*Targets: Be there each Tuesday\.; Cook for six\./);
    // What was set stands in the form when it is opened again.
    expect((await priya.get(form)).html).toContain('Cook for six.</textarea>');
  });

  // Procedure: S3.3, S4.3, S8.4, S8.11, S8.12, S8.13, S15.4
  it('is judged suitable for each of the pupil’s needs, with what they do there and who supervises', async () => {
    const form = `${page}/evidence/suitability-judged`;
    expect((await priya.get(page)).html).toContain(`href="${form}"`);
    const blank = await priya.post(form, { activity: 'Cooking for a café.', ...dated('judgedOn', '2026-11-18') });
    expect([blank.status, blank.says]).toEqual([
      400,
      expect.stringMatching(
        /Enter how academic or vocational needs are met Enter how pastoral needs are met Enter how special educational needs are met, or that there are none Enter who supervises the pupil Enter why/,
      ),
    ]);
    expect(blank.html).toContain('Cooking for a café.</textarea>');
    const judged = await priya.send(form, {
      activity: 'Cooking for a café, towards a certificate.',
      learning: 'A level 1 course, with the school’s mathematics.',
      pastoral: 'A keyworker at the door.',
      specialNeeds: 'There are none.',
      supervision: 'Dilys Penrose, a qualified teacher.',
      because: 'Seen on two visits.',
      ...dated('judgedOn', '2026-11-18'),
    });
    expect(judged.says).toMatch(
      /The evidence is recorded\..*Judged suitable .*By Priya Raman on 18 Nov 2026: Seen on two visits\. There: Cooking for a café, towards a certificate\. Learning: A level 1 course/,
    );
  });

  // Procedure: S6.6, S13.1, S13.2, S13.3, S13.4, S13.13, S13.15, S17.7
  it('has its arrangements agreed, with people of the school who each have somebody standing in', async () => {
    const form = `${page}/evidence/arrangements-agreed`;
    const asked = await priya.get(form);
    expect(asked.says).toContain('Who tells whom of an absence, by when, and who rings the parents?');
    expect(asked.says).toContain(
      'the provider rings Hollin Bank School by 9:30, and Hollin Bank School rings the parents',
    );
    expect(asked.html).not.toContain('Dawn Fairley'); // Of another school.
    const [one, other] = [personId('priya-raman'), personId('martin-ellery')];
    const alone = await priya.post(form, { welfare: one, welfareStandIn: one, ...dated('agreedOn', '2026-11-18') });
    expect([alone.status, alone.says]).toEqual([
      400,
      expect.stringMatching(/Enter who tells whom of an absence.*Choose who makes the monitoring visits/),
    ]);
    const agreed = { absence: 'The kitchen rings by 9:30.', visits: other, visitsStandIn: one };
    const same = await priya.post(form, {
      ...agreed,
      welfare: one,
      welfareStandIn: one,
      ...dated('agreedOn', '2026-11-18'),
    });
    expect([same.status, same.says]).toEqual([400, expect.stringContaining('Choose somebody else to stand in')]);
    const done = await priya.send(form, {
      ...agreed,
      welfare: one,
      welfareStandIn: other,
      ...dated('agreedOn', '2026-11-18'),
    });
    expect(done.says).toMatch(
      /Arrangements agreed .*noted by Priya Raman\. Absence: The kitchen rings by 9:30\. Safe and well checks: Priya Raman, or Martin Ellery\. Visits: Martin Ellery, or Priya Raman\./,
    );
  });

  it('is agreed with who signed, and starts once nothing is missing', async () => {
    const about = { placementId: proposed, subjectId: subjectId('callum'), schoolId: hollinBank };
    const placed = {
      about,
      school: 'hollin-bank',
      by: 'priya-raman',
      parent: 'Wendy Dray',
      reader: 'dilys-penrose',
    } as const;
    for (const command of evidenceFor({ ...placed, isChildInNeed: true }, '2026-11-18')) {
      if (!['AgreePlacement', 'SetAims', 'JudgeSuitability', 'AgreeArrangements'].includes(command.type))
        await world.send(command, by);
    }
    await world.caughtUp();
    expect((await priya.get(`${page}/agree`)).says).toMatch(
      /What is signed, version 1: I have been told of .* I understand how my child gets there and back/,
    );
    const wrong = await priya.post(`${page}/agree`, {
      signedBy: 'Wendy Dray',
      'agreedOn-day': '31',
      'agreedOn-month': '2',
      'agreedOn-year': '2026',
    });
    expect(wrong.says).toContain('Enter a real day, such as 23 11 2026');
    const agreed = await priya.send(`${page}/agree`, {
      signedBy: 'Wendy Dray',
      'agreedOn-day': '18',
      'agreedOn-month': '11',
      'agreedOn-year': '2026',
      'receivedOn-day': '18',
      'receivedOn-month': '11',
      'receivedOn-year': '2026',
    });
    expect(agreed.says).toMatch(/The agreement is recorded\..*15 of 16 done\./);
    await enterAssurance(world, { schoolId: hollinBank, ...where, adultIds: [adultId('dilys-penrose')] }, '2026-11-18');
    await world.caughtUp();
    expect((await priya.get(page)).says).toMatch(/16 of 16 done\..*accepted and up to date 18 Nov 2026 Done/);
    // It counts on the first day, and for those who are at the site then.
    const tooOld = await priya.post(`${page}/start`, dated('startedOn', '2027-11-18'));
    expect([tooOld.status, tooOld.says]).toEqual([
      422,
      expect.stringContaining('The answer is too old on the first day'),
    ]);
    const newcomer = { ...where, adultId: newId() };
    const named = { name: 'Ewa Lis', email: 'ewa@harbour.example', attendanceContact: false };
    await world.send({ type: 'NameAdult', data: { ...newcomer, ...named } }, by);
    await world.caughtUp();
    const came = await priya.post(`${page}/start`, dated('startedOn', '2026-11-24'));
    expect([came.status, came.says]).toEqual([422, expect.stringContaining('Somebody has come to the site, or gone')]);
    await world.send({ type: 'LeaveAdult', data: { ...newcomer, on: '2026-11-18' } }, by);
    await world.caughtUp();
    // Procedure: S16.3, S16.4
    expect(agreed.says).toMatch(
      /What was signed I have been told of the place .*Version 1 of the form\. The arrangements then: .*; By public transport: The bus at 8:20/,
    );
    const started = await priya.send(`${page}/start`, {
      'startedOn-day': '24',
      'startedOn-month': '11',
      'startedOn-year': '2026',
    });
    expect(started.says).toMatch(/The placement has started\. .*Placement Callum Dray Started/);
    expect(started.says).toMatch(/What happened Placement started by Priya Raman 9am on Wednesday 18 November 2026/);
  });

  it('is shown as it was at any moment, and after any event', async () => {
    const moment = await priya.get(`${list}/${placementId('callum', 'greenacre')}?at=2026-11-11T12:00`);
    expect(moment.says).toMatch(
      /This is what Waymark knew at midday on Wednesday 11 November 2026\..*Proposed|Proposed.*This is what Waymark knew/,
    );
    expect(moment.says).not.toContain('What to do');
    const { html } = await priya.get(page);
    const [, position] = /\?at=(\d+)">What we knew then<span[^>]*>: after Placement proposed/.exec(html) ?? [];
    const event = await priya.get(`${page}?at=${position}`);
    expect(event.says).toMatch(/Callum Dray Proposed/);
    expect((await priya.get(`${page}?at=2026-11-01T09:00`)).status).toBe(404); // Nobody knew of it then.
  });

  it('has another week from a day on, and says so beside the one that holds', async () => {
    const form = await priya.get(`${page}/week`);
    expect(form.html).toMatch(/name="week-2-am" type="checkbox" value="yes" checked/);
    expect(form.html).toMatch(/name="week-2-am-arrive"[^>]*value="09:30"/);
    const week = { 'week-4-pm': 'yes', 'week-4-pm-arrive': '13:15', 'week-4-pm-leave': '15:00' };
    const early = await priya.post(`${page}/week`, { ...week, ...dated('from', '2026-11-23') });
    expect([early.status, early.says]).toEqual([
      400,
      expect.stringContaining('Enter Tuesday 24 November 2026 or a later day: the placement does not begin before it'),
    ]);
    const planned = await priya.send(`${page}/week`, { ...week, ...dated('from', '2026-12-08') });
    expect(planned.says).toMatch(
      /The week is planned\. .*Week Tuesday morning, 9:30am to midday From 8 Dec 2026: Thursday afternoon, 1:15pm to 3pm/,
    );
    const again = await priya.send(`${page}/week`, { ...week, ...dated('from', '2026-12-08') });
    expect(again.says).toContain('There was nothing new in what you sent');
    await world.caughtUp();
  });

  it('ends with its last day and the reason', async () => {
    await world.moveTo('2026-11-25T09:00:00.000Z');
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const bare = await priya.post(`${page}/end`, { because: 'He goes back.', ...dated('endedOn', '2026-11-25') });
    expect([bare.status, bare.says]).toEqual([
      400,
      expect.stringMatching(/Choose how it ends Choose where the pupil is on the next school day Enter the details/),
    ]);
    const ended = await priya.send(`${page}/end`, {
      how: 'withdrawn-by-parent',
      because: 'He goes back to school.',
      place: 'own-school',
      details: 'Mr Hale expects him at 8:50.',
      ...dated('endedOn', '2026-11-27'),
    });
    expect(ended.says).toMatch(
      /The placement has ended\..*Ended 27 Nov 2026 A parent withdrew the pupil\. He goes back to school\./,
    );
    // The Monday after is a day off at this school, and the next one is named.
    expect(ended.says).toContain('Afterwards At the own school, from 1 Dec 2026 Mr Hale expects him at 8:50.');
    expect(ended.says).not.toContain('End the placement');
    expect(ended.says).toContain('What came of it Not said yet');
  });

  // Procedure: S17.2, X10, X12
  it('is judged by its aims once it has ended', async () => {
    await world.moveTo('2026-12-01T09:00:00.000Z');
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const form = await priya.get(`${page}/judge`);
    expect(form.says).toMatch(/Was the outcome reached\? Back in school\..*Was target 2 reached\? Cook for six\./);
    expect((await priya.post(`${page}/judge`)).says).toMatch(
      /Choose whether the outcome was reached Enter what came of it .*Choose whether this target was reached/,
    );
    const said = { outcome: 'partly', words: 'He came three times.', target1: 'reached', target2: 'not-reached' };
    const views = { pupilView: 'He liked it.', parentView: 'Too far.' };
    const days = { ...dated('judgedOn', '2026-12-01'), ...dated('reportAskedOn', '2026-11-30') };
    const judged = await priya.send(`${page}/judge`, { ...said, ...views, ...days });
    expect(judged.says).toMatch(
      /It is recorded what came of the placement\..*Outcome: Reached in part\. He came three times\. Target 1: Reached \(Be there each Tuesday\.\) Target 2: Not reached/,
    );
    expect(judged.says).toContain('Asked for the provider’s report: 30 Nov 2026. Asked for its data back: not yet.');
    const running = `${list}/${placementId('amara', 'wheelhouse')}/judge`;
    expect((await priya.get(running)).status).toBe(404);
  });

  it('is there for its own school only, and changed by those alone whose role it is', async () => {
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await dawn.get(page)).status).toBe(404);
    const own = `/schools/${schoolId('millrace')}/placements`;
    expect((await dawn.get(`${own}/${proposed}`)).status).toBe(404);
    expect((await dawn.get(`${own}/${placementId('jodie', 'wheelhouse')}`)).html).not.toContain('/end"');
    expect((await dawn.post(`${own}/${placementId('jodie', 'wheelhouse')}/end`)).status).toBe(403);
  });
});

import { newId } from '#event-sourcing';
import { placementId, providerId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const on = (name: string, day: string, month = '11') => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: '2026',
});

// Each test goes on from where the one before left the placement.
// Procedure: X9
describe('the review of a direction on written request', () => {
  const about = { placementId: newId(), subjectId: subjectId('callum'), schoolId: schoolId('hollin-bank') };
  const placement = `/schools/${about.schoolId}/placements/${about.placementId}`;
  const page = `${placement}/direction-reviews`;
  let world: WebWorld;
  let head: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    const { id, edition } = world.edition;
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
    const plan = {
      purpose: 'To learn to cook.',
      startOn: '2026-11-24',
      slots,
      restOfWeek: 'taught',
      route: 'directed',
    };
    await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } });
    await world.caughtUp();
    head = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 120_000);
  afterAll(() => world.close());

  /** The form as it is shown, filled in. */
  const filled = async (answers: Record<string, string>) => {
    const { html } = await head.get(page);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
    return { step: hidden('step'), requestId: hidden('requestId'), ...answers };
  };
  const record = async (answers: Record<string, string>) => head.send(page, await filled(answers));

  it('is of a direction alone', async () => {
    const agreed = `/schools/${about.schoolId}/placements/${placementId('callum', 'greenacre')}`;
    const { says, html } = await head.get(`${agreed}/direction-reviews`);
    expect(says).toContain('This placement is not directed');
    expect(html).not.toContain('Record the request');
    expect((await head.get(agreed)).says).not.toContain('Reviews of the direction');
    const request = { step: 'request', requestId: newId(), by: 'parent', requestedBy: 'Ms Dray', says: 'Why?' };
    const refused = await head.post(`${agreed}/direction-reviews`, { ...request, ...on('receivedOn', '16') });
    expect([refused.status, refused.says]).toEqual([422, expect.stringContaining('This placement is not directed')]);
  });

  it('says what it rests on, and of advice that names an older rule', async () => {
    const { says } = await head.get(page);
    expect(says).toMatch(/it has to be held, unless there was one in the 10 weeks before/);
    expect(says).toMatch(/2010, amended 2012 \(known from what others say of it\).*every thirty days is no longer/);
    expect((await head.get(placement)).says).toMatch(/Reviews of the direction on request None asked for/);
  });

  it('is asked for by whoever may, and says of others what the pupil’s page lacks', async () => {
    const nothing = await head.post(page, await filled({}));
    expect([nothing.status, nothing.says]).toEqual([
      400,
      expect.stringMatching(/Enter the day.*Choose who asks.*Enter their name.*Enter what they ask/),
    ]);
    const asked = { requestedBy: 'Wendy Dray', says: 'It is too far.', ...on('receivedOn', '14') };
    const young = await head.post(page, await filled({ by: 'pupil', ...asked }));
    expect([young.status, young.says]).toEqual([400, expect.stringContaining('A pupil may ask from the age of 18')]);
    const council = await head.post(page, await filled({ by: 'local-authority', ...asked }));
    expect(council.says).toContain('The pupil’s page does not say so');
    const form = await filled({ by: 'parent', ...asked });
    const done = await head.send(page, form);
    expect(done.says).toMatch(/To be answered A parent, Wendy Dray, asked in writing. Received on 14 Nov 2026/);
    expect((await head.send(page, form)).says).toContain('nothing was recorded');
    expect((await head.get(placement)).says).toMatch(/To be answered Request received on 14 Nov 2026/);
  });

  it('comes step by step, with what is missing named to whoever sends a later one', async () => {
    const { requestId } = await filled({});
    const early = { requestId, step: 'notify', upon: 'Wendy Dray', ...on('noticeOn', '16') };
    const refused = await head.post(page, early);
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringMatching(
        /what is still missing of the review: Answer to the request Invitations to the review Review itself/,
      ),
    ]);
    const answered = await record(on('answeredOn', '16'));
    expect(answered.says).toMatch(/Review to be held.*Answered on 16 Nov 2026: a review has to be held/);
    const before = await head.post(page, await filled({ who: 'Ms Dray.', ...on('invitedOn', '13') }));
    expect([before.status, before.says]).toEqual([422, expect.stringContaining('follow one another')]);
    await record({ who: 'Ms Dray, the site.', ...on('invitedOn', '16') });
    const held = { present: 'All.', views: 'Ms Dray’s letter', decision: 'goes-on', because: 'A taxi is found.' };
    const shown = await record({ ...held, ...on('heldOn', '16') });
    expect(shown.says).toMatch(/Notice to be given.*Decided: the direction goes on. A taxi is found/);
    expect(shown.says).toContain('with All. Views: Ms Dray’s letter. Decided');
    expect(shown.says).toMatch(/due by 22 Nov 2026: within 6 days of the review, which nobody has verified yet/);
    const done = await record({ upon: 'Wendy Dray', ...on('noticeOn', '16') });
    expect(done.says).toMatch(/Held, and notice given.*Notice was given to Wendy Dray on 16 Nov 2026/);
    expect((await head.get(placement)).says).toMatch(/Direction reviewed: the direction goes on/);
  });

  it('need not be held again within ten weeks', async () => {
    await record({ by: 'parent', requestedBy: 'Wendy Dray', says: 'Again.', ...on('receivedOn', '16') });
    const answered = await record(on('answeredOn', '16'));
    expect(answered.says).toMatch(/None has to be held.*because there was one on 16 Nov 2026/);
    expect(answered.html).toContain('Record the request');
  });
});

import type { Id, Message } from '#event-sourcing';
import { personId, placementId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { nameWendy, proposeToSign, signingLinkOf, wendy } from '../../../../test/support/signing.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const school = `/schools/${schoolId('hollin-bank')}`;
const running = `${school}/placements/${placementId('amara', 'wheelhouse')}`;
const on = (day: string) => ({ 'withdrawnOn-day': day, 'withdrawnOn-month': '11', 'withdrawnOn-year': '2026' });
const said = { withdrawnBy: 'Wendy Dray', how: 'by-telephone', because: 'He is to stay nearer home.', ...on('16') };

// Each test goes on from where the one before left it.
// Procedure: S16.5
describe('an agreement that is taken back', () => {
  let world: WebWorld;
  let priya: Browsing;
  let parent: Browsing;
  let about: { placementId: Id; subjectId: Id; schoolId: Id };
  let placement = '';
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    parent = new Browsing(world);
    about = await proposeToSign(world);
    placement = `${school}/placements/${about.placementId}`;
    await nameWendy(world);
    const asked = { contactId: wendy, asking: 1, personId: personId('priya-raman'), on: '2026-11-16', version: '1' };
    await send({ type: 'AskForSignature', data: { ...about, ...asked } });
  }, 120_000);
  afterAll(() => world.close());

  const send = async (command: Message): Promise<void> => {
    await world.send(command);
    await world.caughtUp();
  };
  const link = (asking: number) => signingLinkOf(world, about.placementId, '2026-11-30', asking);
  const sign = async (asking: number) => {
    const shown = await parent.get(link(asking));
    const version = /name="version" value="([^"]*)"/.exec(shown.html)?.[1] ?? '';
    return parent.send(link(asking), { version, confirmed: ['0', '1'], signedBy: 'Wendy Dray' });
  };

  it('is asked about once there is one, in words that say what to put right', async () => {
    expect((await priya.get(`${placement}/signing/withdraw`)).status).toBe(404);
    expect((await priya.get(placement)).says).not.toContain('Record that the agreement is taken back');
    await sign(1);
    expect((await priya.get(placement)).says).toContain('Record that the agreement is taken back');
    const page = await priya.get(`${placement}/signing/withdraw`);
    expect(page.says).toMatch(/It was signed by Wendy Dray on 16 Nov 2026\. Until it is signed anew/);
    const nothing = await priya.post(`${placement}/signing/withdraw`, {});
    expect([nothing.status, nothing.says]).toEqual([
      400,
      expect.stringMatching(/Enter who takes it back.*Enter the day on which they said so.*Choose how they said so/),
    ]);
    const early = await priya.post(`${placement}/signing/withdraw`, { ...said, ...on('15') });
    expect([early.status, early.says]).toEqual([
      422,
      expect.stringContaining('can’t be taken back before the day on which it was signed'),
    ]);
  });

  it('leaves a placement that has not begun without one, and says so at once', async () => {
    const page = await priya.send(`${placement}/signing/withdraw`, said);
    expect(page.says).toMatch(
      /The agreement has been taken back Wendy Dray said so by telephone on 16 Nov 2026\. He is to stay nearer home\. It can’t start like this: have it signed anew/,
    );
    expect(page.says).toMatch(/Signed agreement Missing/i);
    expect(page.says).toContain('Agreement taken back');
    expect(page.says).toContain('Wendy Dray told Priya Raman by telephone on 16 Nov 2026');
    expect((await priya.send(`${placement}/signing/withdraw`, said)).says).toContain('nothing was recorded');
    const before = await priya.get(`${school}/today`);
    expect(before.says).toMatch(/Agreements that were taken back .*Callum Dray.* Proposed since 16 Nov 2026/);
  });

  it('closes the letter from before, and shows by it nothing of the pupil', async () => {
    for (const shown of [await parent.get(link(1)), await parent.post(link(1), {})]) {
      expect([shown.status, shown.says]).toEqual([410, expect.stringContaining('it can send you another letter')]);
      for (const word of ['Callum', 'Dray', 'Quay House']) expect(shown.says).not.toContain(word);
    }
  });

  it('is signed anew by another letter, and is nobody’s task any more', async () => {
    const signing = await priya.get(`${placement}/signing`);
    expect(signing.says).toMatch(/Taken back Signed by a link on 16 Nov 2026, and taken back on 16 Nov 2026/);
    expect(signing.says).toContain('This letter is of no use any more.');
    await priya.send(`${placement}/signing`, { contactId: wendy, asked: '1' });
    await world.caughtUp();
    expect((await sign(2)).says).toContain('Thank you. You have signed');
    const { says } = await priya.get(placement);
    expect(says).toContain('Signature Signed by a link');
    expect(says).not.toContain('The agreement has been taken back');
    expect((await priya.get(`${school}/today`)).says).not.toContain('Agreements that were taken back');
  });

  it('ends no placement that runs, and is to be decided about by those who may', async () => {
    const page = await priya.send(`${running}/signing/withdraw`, { ...said, withdrawnBy: 'Her mother' });
    expect(page.says).toMatch(
      /Started .*The agreement has been taken back Her mother said so .*Decide now: end the placement, have it signed anew/,
    );
    expect(page.says).toMatch(/it goes on, and the provider is asked .* End the placement Ask for a new signature/);
    // What was there when it began stays to be seen.
    expect(page.says).toMatch(/Evidence .*Signed agreement \(|Evidence .*the signed agreement \(/i);
    expect((await priya.get(`${school}/today`)).says).toMatch(
      /Agreements that were taken back .*Amara .*Started since/,
    );
    const reader = new Browsing(world, await world.cookieOf('ruth-calloway'));
    expect((await reader.get(running)).says).toContain('Decide now');
  });

  it('is known of a past moment as it was then', async () => {
    const { says } = await priya.get(`${running}?at=2026-11-16T08%3A59`);
    expect(says).not.toContain('taken back');
  });

  it('keeps the scan of what was signed on paper, told apart from what counts', async () => {
    const other = await proposeToSign(world);
    await world.caughtUp();
    const path = `${school}/placements/${other.placementId}`;
    const day = (name: string) => ({ [`${name}-day`]: '16', [`${name}-month`]: '11', [`${name}-year`]: '2026' });
    const scan = { 'Signed form.pdf': Buffer.from('%PDF-1.7 signed') };
    const typed = { signedBy: 'Wendy Dray', ...day('agreedOn'), ...day('receivedOn') };
    await priya.upload(`${path}/agree`, 'documents', scan, typed);
    await world.caughtUp();
    await priya.send(`${path}/signing/withdraw`, said);
    const { says, html } = await priya.get(`${path}/signing`);
    expect(says).toContain('Signed form.pdf (PDF, 1 KB, taken back since)');
    const [, href = ''] = /href="([^"]*\/documents\/[^"]*)"/.exec(html) ?? [];
    const kept = await fetch(world.web.url + href, { headers: { cookie: priya.cookie } });
    expect([kept.status, await kept.text()]).toEqual([200, '%PDF-1.7 signed']);
  });
});

import { letterIdOf, type PlacementEvent } from '#domain';
import { idFrom, type Id, type Message } from '#event-sourcing';
import { Browsing } from '../../../../test/support/pages.js';
import { proposeToSign, signingLinkOf } from '../../../../test/support/signing.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const sol = idFrom('a social worker');
const iris = idFrom('a virtual school');

// Each test goes on from where the one before left it.
// Procedure: S16.9, S16.10, S16.11, S16.12
describe('signing the agreement for oneself by a link', () => {
  let world: WebWorld;
  let priya: Browsing;
  let outside: Browsing;
  let about: { placementId: Id; subjectId: Id; schoolId: Id };
  let placement = '';
  let page = '';
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    outside = new Browsing(world);
    about = await proposeToSign(world);
    placement = `/schools/${about.schoolId}/placements/${about.placementId}`;
    page = `${placement}/signing`;
    const noted = { subjectId: about.subjectId, schoolId: about.schoolId, status: 'looked-after', value: 'yes' };
    await send({ type: 'NoteStatus', data: { ...noted, on: '2026-11-16' } });
  }, 120_000);
  afterAll(() => world.close());

  const send = async (command: Message): Promise<void> => {
    await world.send(command);
    await world.caughtUp();
  };
  const named = (keyAdultId: Id, part: string, name: string, email?: string) => {
    const { subjectId, schoolId } = about;
    return send({ type: 'NameKeyAdult', data: { subjectId, schoolId, keyAdultId, part, name, email } });
  };
  const link = (recipientId: Id, asking = 1) =>
    signingLinkOf(world, about.placementId, '2026-11-30', asking, recipientId);
  const signature = ({ html }: { html: string }) => ({
    version: /name="version" value="([^"]*)"/.exec(html)?.[1] ?? '',
    confirmed: ['0'],
    signedBy: 'Sol Weaver',
  });

  it('is asked of nobody who is not named in a part that signs, or whom no letter reaches', async () => {
    expect((await priya.get(placement)).says).toContain('See who signs, and ask by a link');
    expect((await priya.get(page)).says).toMatch(
      /Others who sign for themselves The social worker: nobody is named in this part on the pupil’s page\. .*The virtual school: nobody is named/,
    );
    await named(sol, 'social-worker', 'Sol Weaver');
    expect((await priya.get(page)).says).toContain('The social worker: no email address is entered');
    const refused = await priya.post(`${page}/others`, { keyAdultId: sol, askedOthers: '0' });
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringContaining('does not name this person in a part that signs'),
    ]);
  });

  it('is asked by staff in one form, which sends one letter however often it is sent', async () => {
    await named(sol, 'social-worker', 'Sol Weaver', 'sol@council.example');
    await named(iris, 'virtual-school', 'Iris Obi', 'iris@council.example');
    expect((await priya.post(`${page}/others`, { askedOthers: '0' })).says).toContain(
      'Choose who is asked to sign for themselves',
    );
    const asked = await priya.send(`${page}/others`, { keyAdultId: sol, askedOthers: '0' });
    expect(asked.says).toMatch(/A letter is on its way to them\..*asked by a link, and not signed yet/);
    expect(asked.says).toContain('Priya Raman asked Sol Weaver on 16 Nov 2026 to sign by a link.');
    const again = await priya.send(`${page}/others`, { keyAdultId: sol, askedOthers: '0' });
    expect(again.says).toContain('nothing was recorded');
    await world.caughtUp();
    const { journal } = world.installation;
    const letterId = letterIdOf(sol, `signature-${about.placementId}-1`);
    expect(await journal.read(`letter-${letterId}`)).toMatchObject([
      { type: 'LetterComposed', data: { kind: 'signature-request', recipientKind: 'key-adult', recipientId: sol } },
    ]);
    const letters = await priya.get(`/schools/${about.schoolId}/letters?on=2026-11-16`);
    expect(letters.says).toMatch(/Asks somebody to sign an agreement.*Sol Weaver/);
  });

  it('is shown to that person alone, with what is arranged and what they sign as', async () => {
    const shown = await outside.get(link(sol));
    expect(shown.says).toMatch(
      /asks you to sign, as the social worker, the agreement that this pupil is taught off-site/,
    );
    expect(shown.says).toMatch(/Quay House.*I have read what is arranged for this pupil/);
    for (const other of [link(iris), link(sol, 2), link(about.subjectId)]) {
      expect((await outside.get(other)).status).toBe(404);
    }
  });

  it('signs nothing that has changed, or that they may not sign any more', async () => {
    const before = await outside.get(link(sol));
    const slots = [{ weekday: 3, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    await send({ type: 'PlanWeek', data: { ...about, from: '2026-11-24', slots } });
    const refused = await outside.post(link(sol), signature(before));
    expect([refused.status, refused.says]).toEqual([422, expect.stringContaining('Nothing has been signed')]);
    await named(sol, 'head-of-year', 'Sol Weaver', 'sol@council.example');
    const barred = await outside.post(link(sol), signature(refused));
    expect([barred.status, barred.says]).toEqual([
      410,
      expect.stringContaining('no record that you may sign this now'),
    ]);
    expect(barred.says).not.toContain('Callum');
    await named(sol, 'social-worker', 'Sol Weaver', 'sol@council.example');
  });

  it('signs once, shows it to whoever signed, and is then there for the start', async () => {
    const done = await outside.send(link(sol), signature(await outside.get(link(sol))));
    expect(done.says).toMatch(/Thank you. You have signed.*You signed this at .*I have read what is arranged/);
    expect((await outside.send(link(sol), signature(done))).says).toContain('nothing was recorded');
    const events = (await world.installation.journal.read(
      `placement-${about.placementId}`,
    )) as unknown as PlacementEvent[];
    expect(events.filter(({ type }) => type === 'SignatorySigned')).toMatchObject([
      {
        data: { signatory: 'social-worker', keyAdultId: sol, signedBy: 'Sol Weaver', signedOn: '2026-11-16' },
        meta: { actor: { kind: 'outside', id: sol }, via: 'link' },
      },
    ]);
    const { says } = await priya.get(placement);
    expect(says).toMatch(/The agreement, signed by the social worker by Sol Weaver, through a link/);
    expect(says).toMatch(/The agreement, signed by the social worker 16 Nov 2026 Done/);
    expect((await priya.get(page)).says).toContain('The social worker: signed on 16 Nov 2026.');
  });

  it('has nothing to sign once it was signed on paper', async () => {
    await priya.send(`${page}/others`, { keyAdultId: iris, askedOthers: '1' });
    await world.caughtUp();
    const paper = { signatory: 'virtual-school', signedOn: '2026-11-16', receivedOn: '2026-11-16', receivedById: iris };
    await send({ type: 'RecordSignature', data: { ...about, ...paper, signedBy: 'Iris Obi' } });
    const gone = await outside.get(link(iris, 2));
    expect([gone.status, gone.says]).toEqual([410, expect.stringContaining('It has been signed already')]);
  });
});

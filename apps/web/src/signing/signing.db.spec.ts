import { letterIdOf, type LetterEvent, type PlacementEvent } from '#domain';
import type { Id, Message } from '#event-sourcing';
import { LetterWriter, ProviderLinks, type Mail } from '#letters';
import { contactId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { nameWendy, proposeToSign, signingLinkOf, wendy } from '../../../../test/support/signing.js';
import { WebWorld } from '../../../../test/support/web-world.js';

/** What nobody may find in the log of the program, nor in an address. */
const tellTale = ['Callum', 'Dray', 'Wendy', 'wendy@home', '960302', 'Harbour Kitchen'];

// Each test goes on from where the one before left the placement.
// Procedure: S16.3, S16.4, S16.5
describe('signing the agreement by a link', () => {
  const lines: string[] = [];
  let world: WebWorld;
  let priya: Browsing;
  let parent: Browsing;
  let about: { placementId: Id; subjectId: Id; schoolId: Id };
  let placement = '';
  let page = '';
  let link = '';
  beforeAll(async () => {
    const logTo = { write: (line: string) => void lines.push(line) };
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', env: { LOG_LEVEL: 'trace' }, logTo });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    parent = new Browsing(world);
    about = await proposeToSign(world);
    placement = `/schools/${about.schoolId}/placements/${about.placementId}`;
    page = `${placement}/signing`;
    await world.caughtUp();
  }, 120_000);
  afterAll(() => world.close());

  const wendyIs = async (otherwise: object): Promise<void> => {
    await nameWendy(world, otherwise);
    await world.caughtUp();
  };
  const send = async (command: Message): Promise<void> => {
    await world.send(command);
    await world.caughtUp();
  };
  const mailOf = async (asking: number): Promise<Mail> => {
    await world.caughtUp();
    const { rows, journal, masterKey, config } = world.installation;
    const letterId = letterIdOf(wendy, `signature-${about.placementId}-${asking}`);
    const [composed] = (await journal.read(`letter-${letterId}`)) as unknown as LetterEvent[];
    if (composed?.type !== 'LetterComposed') throw new Error('No letter was composed.');
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const settings = { publicUrl: config.publicUrl, mailFrom: 'waymark@trust.example' };
    const signIn = { makeLink: () => Promise.reject(new Error('Nobody signs in.')) };
    const mail = await new LetterWriter(rows, links, settings, signIn).write(composed.data);
    if (!('messageId' in mail)) throw new Error(mail.reply);
    return mail;
  };
  const events = async () =>
    (await world.installation.journal.read(`placement-${about.placementId}`)) as unknown as PlacementEvent[];
  const versionIn = ({ html }: Shown): string => /name="version" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const signed = (shown: Shown, signedBy = 'Wendy Dray') => ({
    version: versionIn(shown),
    confirmed: ['0', '1'],
    signedBy,
  });

  it('is asked of nobody without authority, without an address, or from whom it is kept where the pupil is', async () => {
    const { says } = await priya.get(page);
    expect(says).toContain('Nobody can be asked by a link.');
    expect(says).toMatch(/Wendy Dray, grandmother: By the pupil’s page they have no parental responsibility/);
    await wendyIs({ email: undefined });
    expect((await priya.get(page)).says).toContain('No email address is entered: use the paper form.');
    await wendyIs({ whereaboutsWithheld: true, mayBeTold: false });
    expect((await priya.get(page)).says).toContain('They must not learn where the pupil is, which the form says.');
    expect((await priya.post(page, { contactId: wendy, asked: '0' })).status).toBe(422);
    expect((await priya.get(placement)).says).toContain('Signature Not asked by a link');
  });

  it('is asked by staff in one form, which sends one letter however often it is sent', async () => {
    await wendyIs({});
    const asking = await priya.get(page);
    expect(asking.says).toMatch(/Version 1 of the form.*The arrangements as they are now: Quay House, Wharf Road/);
    expect(asking.says).toContain('wendy@home.example');
    expect((await priya.post(page, { asked: '0' })).says).toContain('Choose who is asked to sign');
    const asked = await priya.send(page, { contactId: wendy, asked: '0' });
    expect(asked.says).toContain('A letter is on its way to them.');
    expect(asked.says).toMatch(/Priya Raman asked Wendy Dray, grandmother on 16 Nov 2026 .*Not yet signed/);
    expect((await priya.send(page, { contactId: wendy, asked: '0' })).says).toContain('nothing was recorded');
    expect((await priya.get(placement)).says).toMatch(/Asked for a signature .*Wendy Dray was sent a letter/);

    const mail = await mailOf(1);
    expect(mail.to).toBe('wendy@home.example');
    expect(tellTale.filter((each) => `${mail.subject}${mail.text}${mail.html}`.includes(each))).toEqual([]);
    expect(mail.text).toContain('It works until the end of Monday 30 November 2026.');
    link = /(\/p\/\S+\/agreement)\n/.exec(mail.text)?.[1] ?? '';
    const letters = await priya.get(`/schools/${about.schoolId}/letters?on=2026-11-16`);
    expect(letters.says).toMatch(/Asks somebody to sign an agreement.*Wendy Dray/);
  });

  it('shows what is signed, and only a POST with every statement confirmed and a name signs', async () => {
    const shown = await parent.get(link);
    expect([shown.status, shown.says]).toEqual([200, expect.stringContaining('Callum')]);
    expect(shown.says).toMatch(/Where, when and how Quay House.*Tuesday morning, 9:30am to midday/);
    expect(shown.says).toContain('I understand the offer.');
    const nothing = await parent.post(link, { version: versionIn(shown) });
    expect([nothing.status, nothing.says]).toEqual([
      400,
      expect.stringMatching(/Confirm each statement.*Type your full name/),
    ]);
    expect((await parent.post(link, { ...signed(shown), confirmed: ['0'] })).status).toBe(400);
    expect((await events()).map(({ type }) => type)).toEqual(['PlacementProposed', 'SignatureAsked']);
  });

  it('is nobody else’s link, for no other placement, no other asking and no other purpose', async () => {
    const { placementId } = about;
    const others = [
      signingLinkOf(world, placementId, '2026-11-30', 1, contactId('amara')),
      signingLinkOf(world, placementId, '2026-11-30', 2),
      signingLinkOf(world, subjectId('callum'), '2026-11-30'),
      link.replace('/agreement', '/briefing'),
      link.replace('/agreement', ''),
      world.briefingLinkOf(placementId, 'dilys-penrose', '2026-11-30').replace('/briefing', '/agreement'),
    ];
    for (const other of others) expect([other, (await parent.get(other)).status]).toEqual([other, 404]);
    for (const other of others) expect((await parent.post(other, {})).status).not.toBe(200);
  });

  it('signs nothing when what is arranged has changed since the page was opened, and says so', async () => {
    const before = await parent.get(link);
    const slots = [{ weekday: 3, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    await send({ type: 'PlanWeek', data: { ...about, from: '2026-11-24', slots } });
    const refused = await parent.post(link, signed(before));
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringContaining('What is signed has changed since this page was opened. Nothing has been signed'),
    ]);
    expect(refused.says).toContain('Wednesday morning');
    expect(versionIn(refused)).not.toBe(versionIn(before));
  });

  it('says how to get on where it has run out, and where whoever has it may not sign any more', async () => {
    const old = await parent.get(signingLinkOf(world, about.placementId, '2026-11-15'));
    expect([old.status, old.says]).toEqual([410, expect.stringContaining('Ask the school to send you another letter')]);
    expect(old.says).toContain('01632 960101');
    const shown = await parent.get(link);
    await wendyIs({ parentalResponsibility: 'no' });
    const refused = await parent.post(link, signed(shown));
    expect([refused.status, refused.says]).toEqual([
      410,
      expect.stringContaining('The school has no record that you may sign this now'),
    ]);
    expect(tellTale.filter((each) => refused.says.includes(each))).toEqual([]);
    await wendyIs({});
  });

  it('signs once, and says when: to whoever signed, and to staff', async () => {
    const shown = await parent.get(link);
    const done = await parent.send(link, signed(shown));
    expect(done.says).toMatch(/Thank you. You have signed.*You signed this at .*16 November 2026/);
    const again = await parent.send(link, signed(shown, 'Somebody Else'));
    expect(again.says).toMatch(/nothing was recorded.*You signed this at/);
    const [agreed, ...more] = (await events()).filter(({ type }) => type === 'PlacementAgreed');
    expect(more).toEqual([]);
    expect(agreed).toMatchObject({
      data: { signedBy: 'Wendy Dray', agreedOn: '2026-11-16', channel: 'link', contactId: wendy, asking: 1 },
      meta: { actor: { kind: 'outside', id: wendy }, via: 'link' },
    });
    expect(agreed?.data).toHaveProperty('signed.version', '1');
    const { says } = await priya.get(placement);
    expect(says).toContain('Signature Signed by a link');
    expect(says).toMatch(
      /Placement agreed by Wendy Dray, through a link.*Signed by Wendy Dray on 16 Nov 2026, by a link/,
    );
    expect((await priya.get(page)).says).toContain('Signed by the link on 16 Nov 2026.');
    expect((await priya.post(page, { contactId: wendy, asked: '1' })).status).toBe(404);
  });

  it('has nothing to sign once it was signed on paper, or has ended', async () => {
    const other = await proposeToSign(world);
    const asked = { contactId: wendy, asking: 1, personId: contactId('amara'), on: '2026-11-16' };
    await send({ type: 'AskForSignature', data: { ...other, ...asked, version: '1' } });
    await send({ type: 'AgreePlacement', data: { ...other, agreedOn: '2026-11-16', signedBy: 'Wendy Dray' } });
    const gone = await parent.get(signingLinkOf(world, other.placementId, '2026-11-30'));
    expect([gone.status, gone.says]).toEqual([410, expect.stringContaining('It has been signed already')]);
    const third = await proposeToSign(world);
    await send({ type: 'AskForSignature', data: { ...third, ...asked, version: '1' } });
    await send({ type: 'FindPlacementStarted', data: { ...third, startedOn: '2026-11-16', required: [] } });
    await send({ type: 'EndPlacement', data: { ...third, endedOn: '2026-11-16', because: 'A move.' } });
    const ended = await parent.get(signingLinkOf(world, third.placementId, '2026-11-30'));
    expect([ended.status, ended.says]).toEqual([410, expect.stringContaining('has ended')]);
  });

  it('may come on paper instead: with who received it and when, and a scan that is kept sealed', async () => {
    const other = await proposeToSign(world);
    await world.caughtUp();
    const path = `/schools/${other.schoolId}/placements/${other.placementId}`;
    const on = (name: string, date: string) => ({
      [`${name}-day`]: date,
      [`${name}-month`]: '11',
      [`${name}-year`]: '2026',
    });
    const scan = { 'Signed form.pdf': Buffer.from('%PDF-1.7 signed') };
    const typed = { signedBy: 'Wendy Dray', ...on('agreedOn', '14') };
    const early = await priya.upload(`${path}/agree`, 'documents', scan, { ...typed, ...on('receivedOn', '13') });
    expect([early.status, early.says]).toEqual([
      400,
      expect.stringMatching(/It can’t be received before it was signed.*Choose your files again/),
    ]);
    const wrong = { 'form.txt': Buffer.from('signed') };
    const refused = await priya.upload(`${path}/agree`, 'documents', wrong, { ...typed, ...on('receivedOn', '16') });
    expect(refused.says).toContain('form.txt is not a PDF, PNG or JPEG');
    const sent = await priya.upload(`${path}/agree`, 'documents', scan, { ...typed, ...on('receivedOn', '16') });
    expect(sent.status).toBe(303);
    const shown = await priya.get(sent.headers['location'] ?? '');
    expect(shown.says).toMatch(/Signed on paper on 14 Nov 2026, received by Priya Raman on 16 Nov 2026/);
    expect(shown.says).toContain('Signed by Wendy Dray on 14 Nov 2026, on paper, received by Priya Raman');
    const listed = await priya.get(`${path}/signing`);
    expect(listed.says).toContain('Signed form.pdf (PDF, 1 KB)');
    const [, href = ''] = /href="([^"]*\/documents\/[^"]*)"/.exec(listed.html) ?? [];
    const kept = await fetch(world.web.url + href, { headers: { cookie: priya.cookie } });
    expect([kept.status, kept.headers.get('content-type'), await kept.text()]).toEqual([
      200,
      'application/pdf',
      '%PDF-1.7 signed',
    ]);
    expect((await priya.get(href.replace(/[^/]*$/, other.placementId))).status).toBe(404);
  });

  it('asks for a pause when it is opened too often, and leaves no trace of anybody in the log', async () => {
    const often = signingLinkOf(world, about.placementId, '2026-11-29');
    const answers: number[] = [];
    for (let request = 0; request < 61; request += 1) answers.push((await parent.get(often)).status);
    expect([answers[59], answers[60]]).toEqual([200, 429]);
    expect(tellTale.filter((each) => lines.join('\n').includes(each))).toEqual([]);
  });
});

import { letterIdOf, type LetterEvent } from '#domain';
import { newId, type Actor } from '#event-sourcing';
import { LetterWriter, ProviderLinks, type Mail } from '#letters';
import {
  adultId,
  contactId,
  personId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };
const about = { placementId: newId(), subjectId: subjectId('callum'), schoolId: hollinBank };
const placement = `/schools/${hollinBank}/placements/${about.placementId}`;
const page = `${placement}/briefing`;
const provider = `/schools/${hollinBank}/providers/${providerId('harbour-kitchen')}`;
const dilys = adultId('dilys-penrose');
const dated = (name: string, day: string) => {
  const [year = '', month = '', date = ''] = day.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const form = {
  health: 'Asthma, worse in the cold',
  medication: 'A blue inhaler, in his rucksack',
  allergies: 'Wasp stings: ring 999',
  needs: 'Short instructions, one at a time',
  risk1: 'Runs when it is loud',
  met1: 'A quiet place, and somebody who goes along',
  ...dated('reviewOn', '2026-12-14'),
  travel: 'taxi',
  operator: 'Beck Cars',
  times: '8:20 from home, back at 12:10',
  escort: '',
  telephone: '01632 960400',
  ifItFails: 'The office fetches him',
};
/** What nobody may find outside of the pages: names, and what was written. */
const tellTale = [
  'Callum',
  'Dray',
  'Wendy',
  '960302',
  'Asthma',
  'inhaler',
  'Wasp',
  'quiet place',
  'Beck Cars',
  'Y9992',
];

// Each test goes on from where the one before left the placement.
describe('what a provider must know of a pupil', () => {
  const lines: string[] = [];
  let world: WebWorld;
  let priya: Browsing;
  let provided: Browsing;
  let link = '';
  beforeAll(async () => {
    const logTo = { write: (line: string) => void lines.push(line) };
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z', env: { LOG_LEVEL: 'trace' }, logTo });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    provided = new Browsing(world);
    const { id, edition } = world.edition;
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
    const plan = { purpose: 'To learn to cook.', startOn: '2026-11-24', slots, restOfWeek: 'taught' };
    await world.send(
      { type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } },
      by,
    );
    // The agreement of the example trust ended the day before.
    await share('2026-09-01', '2026-11-15');
  }, 120_000);
  afterAll(() => world.close());

  const share = async (from: string, until?: string): Promise<void> => {
    const data = { providerId: providerId('harbour-kitchen'), schoolId: hollinBank, personId: by.id, from };
    await world.send({ type: 'RecordSharingAgreement', data: until === undefined ? data : { ...data, until } }, by);
    await world.caughtUp();
  };
  const ringOn = async (telephone: string): Promise<void> => {
    const contact = { name: 'Wendy Dray', relation: 'grandmother', telephone, mayBeRung: true, mayBeTold: true };
    const { subjectId: of, schoolId: school } = about;
    const data = { subjectId: of, schoolId: school, contactId: contactId('callum'), order: 1, ...contact };
    await world.send({ type: 'NameContact', data }, by);
    await world.caughtUp();
  };
  /** The letter as it is handed over. */
  const mailOf = async (sending: number): Promise<Mail> => {
    await world.caughtUp();
    const { rows, journal, masterKey, config } = world.installation;
    const letterId = letterIdOf(dilys, `briefing-${about.placementId}-${sending}`);
    const [composed] = (await journal.read(`letter-${letterId}`)) as unknown as LetterEvent[];
    if (composed?.type !== 'LetterComposed') throw new Error('No letter was composed.');
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const settings = { publicUrl: config.publicUrl, mailFrom: 'waymark@trust.example' };
    const signIn = { makeLink: () => Promise.reject(new Error('Nobody signs in.')) };
    const mail = await new LetterWriter(rows, links, settings, signIn).write(composed.data);
    if (!('messageId' in mail)) throw new Error(mail.reply);
    return mail;
  };
  const linkIn = ({ text }: Mail): string => /(\/p\/\S+\/briefing)\n/.exec(text)?.[1] ?? '';
  const versionIn = ({ html }: Shown): string => /name="version" value="([^"]*)"/.exec(html)?.[1] ?? '';

  // Procedure: S3.4, S8.14, S8.21, S13.6, X7
  it('is written in one form, which says all that is missing at once', async () => {
    expect((await priya.get(placement)).says).toMatch(
      /What the provider must know Nobody has written yet .* Not written/,
    );
    const empty = await priya.post(`${page}/write`, { met2: 'By somebody' });
    expect([empty.status, empty.says]).toEqual([
      400,
      expect.stringMatching(
        /Enter the health needs, or that there are none.*Enter at least one risk.*Enter the second risk/,
      ),
    ]);
    const saved = await priya.send(`${page}/write`, form);
    expect(saved.says).toContain('What the provider must know is saved.');
    expect(saved.says).toMatch(/Health Asthma, worse in the cold Medication A blue inhaler, in his rucksack/);
    expect(saved.says).toContain('1. Runs when it is loud Met by: A quiet place, and somebody who goes along');
    expect(saved.says).toMatch(/By taxi, Beck Cars.*Nobody goes along.*If it fails: The office fetches him/);
    expect(saved.says).toContain('1. Wendy Dray, grandmother: 01632 960302');
    expect((await priya.get(`${page}/write`)).html).toContain('Wasp stings: ring 999</textarea>');
  });

  // Procedure: X7
  it('is read by those who answer for safeguarding and for special needs, deputies too, who change nothing of it', async () => {
    const reader = async (role: string, standing: string) => {
      const person = newId();
      await world.send({
        type: 'AddPerson',
        data: { personId: person, name: 'Ola Finch', email: `${person}@h.example` },
      });
      const given = { schoolId: hollinBank, role, personId: person, standing, from: '2026-11-01' };
      await world.send({ type: 'GiveRole', data: given });
      await world.caughtUp();
      return new Browsing(world, await world.cookieFor(person));
    };
    for (const role of ['designated-safeguarding-lead', 'special-needs-coordinator']) {
      const deputy = await reader(role, 'deputy');
      expect((await deputy.get(placement)).html).toContain(`href="${page}"`);
      const read = await deputy.get(page);
      expect(read.says).toContain('Health Asthma, worse in the cold');
      expect(read.html).not.toContain(`href="${page}/write"`);
      expect((await deputy.get(`${page}/write`)).status).toBe(403);
    }
    const other = await reader('attendance-lead', 'holder');
    expect((await other.get(placement)).html).not.toContain(`href="${page}"`);
    expect((await other.get(page)).status).toBe(403);
  });

  // Procedure: S13.9
  it('goes nowhere before a data sharing agreement is recorded', async () => {
    const shown = await priya.get(page);
    expect(shown.says).toContain('No data sharing agreement with Harbour Kitchen is recorded for today.');
    expect(shown.html).not.toContain(`href="${page}/send"`);
    const refused = await priya.post(`${page}/send`, { sending: '1', recipientId: dilys });
    expect([refused.status, refused.says]).toEqual([
      422,
      expect.stringContaining('Nothing about a pupil goes there without one'),
    ]);
    const early = world.briefingLinkOf(about.placementId, 'dilys-penrose', '2026-11-20');
    const closed = await provided.get(early);
    expect([closed.status, closed.says]).toEqual([410, expect.stringContaining('nothing to read here now')]);

    expect((await priya.get(provider)).says).toMatch(
      /Data sharing agreement From 1 Sept? 2026 until 15 Nov 2026\. Does not/,
    );
    const backwards = { ...dated('from', '2026-11-16'), ...dated('until', '2026-11-15') };
    expect((await priya.post(`${provider}/sharing-agreement`, backwards)).says).toContain(
      'It can’t end before it begins',
    );
    const recorded = await priya.send(`${provider}/sharing-agreement`, dated('from', '2026-11-16'));
    expect(recorded.says).toMatch(/The data sharing agreement is recorded\..*From 16 Nov 2026\. Holds/);
  });

  // Procedure: S13.9
  it('is sent by a letter that says nothing of it, and shown behind its link to an adult of the site', async () => {
    const nobody = await priya.post(`${page}/send`, { sending: '1' });
    expect([nobody.status, nobody.says]).toEqual([400, expect.stringContaining('Choose who gets the letter')]);
    const sent = await priya.send(`${page}/send`, { sending: '1', recipientId: dilys });
    expect(sent.says).toMatch(
      /A letter is on its way to them\..*Not acknowledged .*Sent to Dilys Penrose on 16 Nov 2026\./,
    );
    expect((await priya.send(`${page}/send`, { sending: '1', recipientId: dilys })).says).toContain('nothing new');
    const mail = await mailOf(1);
    expect(mail.to).toBe('dilys@harbourkitchen.example');
    const written = [mail.subject, mail.text, mail.html].join('\n');
    for (const each of [...tellTale, 'Hollin Bank']) expect([each, written.includes(each)]).toEqual([each, false]);
    const ours = await priya.get(`/schools/${hollinBank}/letters`);
    expect(ours.says).toContain('Tells a provider that there is something to read');
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    expect((await dawn.get(`/schools/${schoolId('millrace')}/letters`)).says).not.toContain('something to read');
    link = linkIn(mail);
  });

  // Procedure: S6.1, S13.6, S13.9, S14.2, S14.3, X7
  it('shows what it must, and neither a number nor an ethnicity nor a status', async () => {
    const data = { subjectId: about.subjectId, schoolId: hollinBank, ethnicity: 'mixed', gender: 'boy' };
    await world.send({ type: 'NoteCharacteristics', data }, by);
    await world.caughtUp();
    const before = await world.installation.store.head();
    const { status, says, html, headers } = await provided.get(link);
    expect(status).toBe(200);
    expect(says).toContain('Callum Dray, Year 10');
    expect(says).toContain('Hollin Bank School stays responsible for the pupil’s safeguarding, safety and wellbeing');
    expect(says).toContain('Wasp stings: ring 999');
    expect(says).toContain('1. Wendy Dray, grandmother: 01632 960302');
    expect(says).toContain('You acknowledge it as Dilys Penrose.');
    expect(html).not.toMatch(/Y9992|Mixed|2011-|child.in.need|To learn to cook|<script/i);
    expect([headers['referrer-policy'], headers['set-cookie']]).toEqual(['no-referrer', undefined]);
    // Opening it records nothing.
    expect(await world.installation.store.head()).toBe(before);
  });

  it('is no page for a link that is for something else, changed, run out, or of somebody at another site', async () => {
    expect((await provided.get(link.replace('/briefing', ''))).status).toBe(404);
    const attendance = world.linkOf('harbour-kitchen', 'dilys-penrose', '2026-11-16');
    expect((await provided.get(`${attendance}/briefing`)).status).toBe(404);
    expect((await provided.get(link.replace('/briefing', 'x/briefing'))).status).toBe(404);
    const elsewhere = world.briefingLinkOf(about.placementId, 'tom-arkwright', '2026-11-20');
    expect((await provided.get(elsewhere)).status).toBe(404);
    const old = world.briefingLinkOf(about.placementId, 'dilys-penrose', '2026-11-15');
    expect((await provided.get(old)).status).toBe(410);
    expect((await provided.post(old, { version: newId() })).status).toBe(410);
  });

  // Procedure: S13.9, X7
  it('is acknowledged by whoever read what stands, and by nobody who read what stood before', async () => {
    const gate = await priya.get(placement);
    expect(gate.says).toMatch(/acknowledged by somebody at the site It is sent, and nobody .* Missing/);
    const opened = await provided.get(link);
    await ringOn('01632 960388');
    const stale = await provided.post(link, { version: versionIn(opened) });
    expect([stale.status, stale.says]).toEqual([
      422,
      expect.stringContaining('has changed since this page was opened'),
    ]);
    expect(stale.says).toContain('01632 960388');
    expect((await provided.post(link, {})).status).toBe(422);
    const done = await provided.send(link, { version: versionIn(stale) });
    expect(done.says).toMatch(/The school can see that you have read this\..*It was acknowledged on 16 Nov 2026/);
    expect(done.html).not.toContain('<form');
    const shown = await priya.get(page);
    expect(shown.says).toMatch(
      /Acknowledged .*Dilys Penrose acknowledged it on 16 Nov 2026, by the link in the letter\./,
    );
    expect((await priya.get(placement)).says).toMatch(/acknowledged by somebody at the site 16 Nov 2026 Done/);
    const events = await world.installation.journal.read(`placement-${about.placementId}`);
    expect(events.at(-1)).toMatchObject({
      type: 'BriefingAcknowledged',
      data: { adultId: dilys, channel: 'link', acknowledgedOn: '2026-11-16' },
      meta: { actor: { kind: 'provider', id: dilys }, via: 'link' },
    });
  });

  // Procedure: S13.9
  it('is outstanding again when a contact changes, or what was written, until it is acknowledged anew', async () => {
    await ringOn('01632 960399');
    expect((await priya.get(page)).says).toMatch(
      /Changed since .*has changed since it was acknowledged\. Send it again\./,
    );
    const gate = await priya.get(placement);
    expect(gate.says).toMatch(/acknowledged by somebody at the site It, or whom to ring, has changed .* Missing/);
    const refused = await priya.post(`${placement}/start`, dated('startedOn', '2026-11-24'));
    expect(refused.says).toContain('Missing: what the provider must know of the pupil');
    expect((await provided.get(link)).says).toContain('Something has changed since this was acknowledged.');
    await priya.send(`${page}/send`, { sending: '2', recipientId: dilys });
    const again = linkIn(await mailOf(2));
    await provided.send(again, { version: versionIn(await provided.get(again)) });
    expect((await priya.get(placement)).says).toMatch(/acknowledged by somebody at the site 16 Nov 2026 Done/);
    await priya.send(`${page}/write`, { ...form, allergies: 'None known any more' });
    expect((await priya.get(page)).says).toContain('Changed since');
  });

  it('may be acknowledged on paper, as it stands', async () => {
    const asked = await priya.get(`${page}/on-paper`);
    const read = { adultId: dilys, version: versionIn(asked) };
    const ahead = await priya.post(`${page}/on-paper`, { ...read, ...dated('acknowledgedOn', '2026-11-17') });
    expect([ahead.status, ahead.says]).toEqual([400, expect.stringContaining('The day can’t be in the future')]);
    const done = await priya.send(`${page}/on-paper`, { ...read, ...dated('acknowledgedOn', '2026-11-16') });
    expect(done.says).toMatch(/acknowledged on paper\..*Dilys Penrose acknowledged it on 16 Nov 2026, on paper\./);
    expect((await priya.get(placement)).says).toMatch(
      /What the provider must know was acknowledged .*By Dilys Penrose on 16 Nov 2026, on paper\./,
    );
  });

  it('is on a page of its own, and read by nobody of another school', async () => {
    const martin = new Browsing(world, await world.cookieOf('martin-ellery'));
    expect((await martin.get(page)).says).toContain('Asthma');
    expect((await martin.get(placement)).says).not.toMatch(/Asthma|inhaler|Beck Cars/);
    const nadia = new Browsing(world, await world.cookieOf('nadia-brook'));
    const theirs = page.replace(hollinBank, schoolId('millrace'));
    expect((await nadia.get(theirs)).status).toBe(404);
  });

  it('is shown no more once the agreement or the placement is over', async () => {
    await share('2026-09-01', '2026-11-15');
    expect((await provided.get(link)).status).toBe(410);
    await share('2026-09-01');
    expect((await provided.get(link)).status).toBe(200);
    await world.send({ type: 'FindPlacementStarted', data: { ...about, startedOn: '2026-11-16', required: [] } }, by);
    await world.send({ type: 'EndPlacement', data: { ...about, endedOn: '2026-11-16', because: 'Over.' } }, by);
    await world.caughtUp();
    expect((await provided.get(link)).status).toBe(410);
    expect((await priya.get(page)).html).not.toContain(`href="${page}/write"`);
  });

  it('stands in no line of the log, and its link in none either', () => {
    const log = lines.join('');
    expect(log).toContain('/p/:token/briefing');
    for (const each of [...tellTale, link.split('/')[2] ?? ''])
      expect([each, log.includes(each)]).toEqual([each, false]);
  });
});

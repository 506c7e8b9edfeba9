import { schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing, type Shown } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const page = `/schools/${hollinBank}/import`;
const heading = 'UPN,Surname,Forename,DOB,Year\n';

// Each test goes on from where the one before left the school.
describe('the import page', () => {
  let world: WebWorld;
  let cookie: string;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    cookie = await world.cookieOf('priya-raman');
  }, 60_000);
  afterAll(() => world.close());

  const head = () => new Browsing(world, cookie);
  /** Sends files and goes to what they would change. */
  async function send(files: Readonly<Record<string, string>>, asked = ''): Promise<Shown & { readonly at: string }> {
    const sent = await head().upload(page, 'files', files);
    const at = sent.headers['location'] ?? '';
    return { ...(at === '' ? sent : await head().get(`${at}${asked}`)), at };
  }

  it('says what it reads, column by column', async () => {
    const { says } = await new Browsing(world, cookie).get(page);
    expect(says).toMatch(/Import files .*Pupils School: .*UPN: The unique pupil number/);
  });
  it('asks for a file', async () => {
    expect(await send({})).toMatchObject({
      status: 400,
      says: expect.stringContaining('Choose one file or more') as string,
    });
  });
  it('says on the form that a file is too large, or that there are too many', async () => {
    const large = await send({ 'pupils.csv': 'x'.repeat(5 * 1024 * 1024 + 1) });
    expect([large.status, large.says]).toEqual([413, expect.stringContaining('A file is larger than 5 MB.')]);
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`${index}.csv`, heading]));
    const tooMany = await send(many);
    expect([tooMany.status, tooMany.says]).toEqual([400, expect.stringContaining('Choose up to 12 files at a time')]);
  });
  it('says of every bad row what would be right, and writes nothing', async () => {
    const before = await world.installation.store.head();
    const { says, html, at } = await send({ 'pupils.csv': `${heading}B123456789012,<b>Moss,Dora,31/02/2012,9\n` });
    expect(says).toMatch(/Nothing can be imported yet 2 things are wrong/);
    expect(says).toMatch(/pupils\.csv: 2 things wrong.*Line 2, UPN B123456789012 a UPN/);
    expect(says).toMatch(/Line 2, Date of birth 31\/02\/2012 a day such as/);
    expect(html).not.toContain('>Import</button>');
    expect((await head().post(at)).status).toBe(422);
    expect(await world.installation.store.head()).toBe(before);
  });
  it('recognises a file that is only like one it knows', async () => {
    const { says } = await send({ 'groups.csv': 'Group UID,Group Name,Group Type\n1,Fen Trust,MAT\n' });
    expect(says).toMatch(/groups\.csv: 1 thing wrong.*groups\.csv is the GIAS extract of groups and trusts/);
  });
  it('shows what would change and what follows, and imports it when told to', async () => {
    const checked = await send({ 'pupils.csv': `${heading}T860432112345,Moss,Dora,02/01/2012,9\n` });
    expect(checked.says).toMatch(/Check what will change 1 new\. Nothing is written.*New Dora Moss/);
    expect(checked.says).toContain('What follows Pupils can be found');
    const after = await head().send(checked.at, {});
    expect(after.says).toContain('The files are imported. ');
    expect(after.says).toMatch(
      /What comes next 1 thing was entered, changed or removed\. Pupils can be found.*Find a pupil/,
    );
    // What was imported is gone from where it was kept.
    const again = await head().post(checked.at, {});
    expect([again.status, again.says]).toEqual([410, expect.stringContaining('Choose the files again')]);
    expect((await head().get(checked.at)).status).toBe(410);
  });
  it('finds nothing new the second time', async () => {
    await world.caughtUp();
    const { says, html } = await send({ 'pupils.csv': `${heading}T860432112345,Moss,Dora,02/01/2012,9\n` });
    expect(says).toContain('Everything in these files is in Waymark already.');
    expect(html).not.toContain('>Import</button>');
  });
  it('is nobody else’s to see or carry out', async () => {
    const { at } = await send({ 'pupils.csv': `${heading}X12345678901A,Fen,Ada,09/09/2013,8\n` });
    const other = new Browsing(world, await world.cookieOf('ruth-calloway'));
    expect((await other.get(at)).status).toBe(410);
    expect((await other.post(at, {})).status).toBe(410);
  });
  it('folds many changes by file, with how many there are, and shows each on the pages of its file', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => `,Fen${index},Ada,09/09/2013,8,lost\n`).join('');
    const pupils = `UPN,Surname,Forename,DOB,Year,UPN unknown because\n${rows}`;
    const holidays = 'Date,Name\n2026-12-25,Christmas Day\n2026-12-28,Boxing Day\n';
    const { says, html, at } = await send({ 'pupils.csv': pupils, 'holidays.csv': holidays });
    expect(says).toContain('The files File What is in it What comes of it');
    expect(says).toMatch(/pupils\.csv 130 rows of pupils 130 new/);
    expect(html.match(/<details class="govuk-details" id="file-/g)).toHaveLength(2);
    expect(says).toContain('See all 130 of pupils.csv');
    const second = await head().get(`${at}?file=0&page=2`);
    expect(second.says).toContain('Page 2 of 2');
    expect(second.says).toContain('Ada Fen100');
    expect(second.says).not.toMatch(/Ada Fen99 |Christmas/);
    expect((await head().get(`${at}?file=x&page=-1`)).says).toContain('130 new');
  });
  it('asks which calendar is meant where a file holds several, and takes that one alone', async () => {
    const dates =
      'Calendar,From,To,Kind,Note\nnorth,2027-01-04,2027-02-12,term,Spring\nsouth,2027-01-05,2027-02-19,term,Spring\n';
    const asked = await send({ 'dates.csv': dates });
    expect(asked.says).toMatch(/Which calendar does Hollin Bank School keep\?.*north south/);
    expect(asked.says).toContain('Choose a calendar A file of term dates holds several calendars.');
    const unanswered = await head().get(`${asked.at}?asked=yes`);
    expect(unanswered.says).toContain('There is a problem Choose which calendar the school keeps');
    const chosen = await head().get(`${asked.at}?calendar=south`);
    expect(chosen.says).toContain('Of the calendars in the file, south is taken for Hollin Bank School.');
    expect(chosen.html).toContain('name="calendar" value="south"');
    await head().send(asked.at, { calendar: 'south' });
    const school = await head().get(`/schools/${hollinBank}/set-up`);
    expect(school.says).toContain('5 Jan 2027 to 19 Feb 2027');
  });
});

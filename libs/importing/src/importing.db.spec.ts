import 'reflect-metadata';
import { WebWorld } from '../../../test/support/web-world.js';
import { schoolId } from '../../simulation/src/week/names.js';
import { newId, orElse, type Id, type Message } from '#event-sourcing';
import { londonDay } from '#procedure';
import { contacts, people, placements, pupils, schools } from '#read-models';
import { bytesSource, Importing, type Preview, type Said } from './index.js';

const hollinBank = schoolId('hollin-bank');
const nothingSaid: Said = { urns: [], school: hollinBank };

// Each test goes on from where the one before left the trust.
describe('an import', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
  }, 60_000);
  afterAll(() => world.close());

  const open = async (files: Readonly<Record<string, string>>, said: Said = nothingSaid) => {
    await world.caughtUp();
    const { rows, directory, clock } = world.installation;
    const deps = { rows, directory, editions: world.editions, today: londonDay(clock.now()) };
    const sources = Object.entries(files).map(([name, text]) => bytesSource(name, Buffer.from(text)));
    return Importing.open(sources, deps, said);
  };
  const preview = async (files: Readonly<Record<string, string>>, said?: Said): Promise<Preview> =>
    (await open(files, said)).preview();
  /** Imports, and says how many events that made. */
  const run = async (files: Readonly<Record<string, string>>, said?: Said): Promise<number> => {
    const importing = await open(files, said);
    expect((await importing.preview()).errors).toEqual([]);
    const before = await world.installation.store.head();
    await importing.carryOut(newId(), (commands: readonly Message[]) => world.sendTogether(commands));
    await world.caughtUp();
    return Number((await world.installation.store.head()) - before);
  };
  const pupilNamed = async (family: string) =>
    (await world.installation.rows.find(pupils, { schoolId: hollinBank })).find(
      ({ familyName }) => orElse(familyName, '') === family,
    );
  const contactsOf = async (id: Id) => world.installation.rows.find(contacts, { subjectId: id });

  const pupilsFile = (rows: string) => `UPN,Surname,Forename,DOB,Year,LAC,UPN unknown because\n${rows}`;
  const twoPupils = pupilsFile(
    'T860432112345,Moss,Dora,02/01/2012,9,no,\n,Ray,Emil,3 Feb 2011,Y10,,New to the country\n',
  );

  it('enters pupils, each by events of its own', async () => {
    // Two pupils, one status, and the note that an import was carried out.
    expect(await run({ 'pupils.csv': twoPupils })).toBe(4);
    expect(await pupilNamed('Moss')).toMatchObject({
      givenName: 'Dora',
      upn: 'T860432112345',
      bornOn: '2012-01-02',
      yearGroup: 9,
      statuses: { 'looked-after': 'no' },
    });
    expect(await pupilNamed('Ray')).toMatchObject({ upnUnknownBecause: 'New to the country', yearGroup: 10 });
  });
  it('changes nothing the second time', async () => {
    expect(await run({ 'pupils.csv': twoPupils })).toBe(0);
  });
  it('changes only what a changed file changes', async () => {
    const changed = await preview({ 'pupils.csv': twoPupils.replace('02/01/2012,9,no', '02/01/2012,10,no') });
    expect(changed.changes.map(({ how, thing, details }) => [how, thing, details])).toEqual([
      ['changed', 'Dora Moss', ['year group: 9 → 10']],
    ]);
    expect(await run({ 'pupils.csv': twoPupils.replace('02/01/2012,9,no', '02/01/2012,10,no') })).toBe(2);
  });
  it('lets a number come in place of none, or of a temporary one, and nothing else', async () => {
    const row = (upn: string) => pupilsFile(`${upn},Ray,Emil,03/02/2011,10,,\n`);
    expect(await run({ 'pupils.csv': row('L86043211234B') })).toBe(2);
    expect(await run({ 'pupils.csv': row('F830412320001') })).toBe(2);
    const other = await preview({ 'pupils.csv': row('A123456789012') });
    expect(other.errors[0]).toMatchObject({ line: 2, column: 'UPN', value: 'A123456789012' });
    expect(other.errors[0]?.wanted).toContain('a permanent one does not change');
  });
  it('says in which line a rule said no, when somebody was quicker than the check', async () => {
    const importing = await open({ 'pupils.csv': pupilsFile('G860432112346,Dunn,Ivo,09/09/2012,9,,\n') });
    expect((await importing.preview()).errors).toEqual([]);
    await world.installation.upnClaims.claim('G860432112346', newId());
    const carriedOut = importing.carryOut(newId(), (commands) => world.sendTogether(commands));
    await expect(carriedOut).rejects.toThrow(/^pupils\.csv, line 2: Somebody is giving this UPN to another pupil/);
    expect(await pupilNamed('Dunn')).toBeUndefined();
  });
  it('takes a contacts file as the whole list of the pupils in it', async () => {
    const heading = 'Pupil UPN,Priority,Contact name,Relationship,Phone,May be rung,May be told\n';
    const mother = 'T860432112345,1,Mia Moss,mother,01632 960200,yes,yes\n';
    const uncle = 'T860432112345,2,Ed Moss,uncle,7700900123,yes,no\n';
    expect(await run({ 'contacts.csv': heading + mother + uncle })).toBe(3);
    const dora = (await pupilNamed('Moss'))?.subjectId ?? '';
    expect((await contactsOf(dora)).map(({ name, telephone, mayBeTold }) => [name, telephone, mayBeTold])).toEqual(
      expect.arrayContaining([
        ['Mia Moss', '01632 960200', true],
        ['Ed Moss', '07700900123', false],
      ]),
    );
    const without = await preview({ 'contacts.csv': heading + mother });
    expect(without.counts).toEqual({ new: 0, changed: 0, removed: 1 });
    expect(await run({ 'contacts.csv': heading + mother })).toBe(2);
    expect((await contactsOf(dora)).map(({ name }) => name)).toEqual(['Mia Moss']);
  });
  // Procedure: S14.16, X4
  it('leaves of a contact what no column says, and tells nobody who must not know', async () => {
    const heading = 'Pupil UPN,Priority,Contact name,Relationship,Phone,May be rung,May be told\n';
    const told = (telephone: string, mayBeTold: string) =>
      `${heading}T860432112345,1,Mia Moss,mother,${telephone},yes,${mayBeTold}\n`;
    const dora = (await pupilNamed('Moss'))?.subjectId ?? '';
    const [mia] = await contactsOf(dora);
    const more = { schoolId: hollinBank, mayBeTold: false, whereaboutsWithheld: true, language: 'Welsh' };
    await world.send({ type: 'NameContact', data: { ...mia, ...more } });
    await run({ 'contacts.csv': told('01632 960277', 'no') });
    expect(await contactsOf(dora)).toMatchObject([
      { telephone: '01632 960277', whereaboutsWithheld: true, language: 'Welsh' },
    ]);
    expect((await preview({ 'contacts.csv': told('01632 960277', 'yes') })).errors).toMatchObject([
      { line: 2, column: 'May be told', wanted: expect.stringContaining('withheld from this contact') },
    ]);
  });
  it('finds in one file what another of the same import brings, whatever their order', async () => {
    const files = {
      'a-contacts.csv':
        'Pupil UPN,Order,Contact name,Relation,Telephone,May be rung,May be told\nX12345678901A,1,Jo Fen,carer,01632960201,yes,no\n',
      'b-pupils.csv': pupilsFile('X12345678901A,Fen,Ada,09/09/2013,8,,\n'),
    };
    expect(await run(files)).toBe(3);
    expect(await run(files)).toBe(0);
  });
  it('gives roles to people, who are found by their address', async () => {
    const file = 'Name,Email,Role,Standing,From\nNoor Ali,noor@hollinbank.example,SENCo,,01/09/2026\n';
    expect(await run({ 'staff.csv': file })).toBe(3);
    expect(await run({ 'staff.csv': file })).toBe(0);
    const all = await world.installation.rows.find(people, {});
    const noor = all.find(({ email }) => orElse(email, '') === 'noor@hollinbank.example');
    const school = await world.installation.rows.get(schools, hollinBank);
    expect(school?.roles.filter(({ personId: id }) => id === noor?.personId)).toEqual([
      { role: 'special-needs-coordinator', standing: 'holder', personId: noor?.personId, from: '2026-09-01' },
    ]);
  });
  it('takes terms in halves with a holiday laid over them, and takes out what the file does not have', async () => {
    const file =
      'from,to,kind,note\n2027-09-02,2027-12-17,term,autumn 2027\n2027-10-25,2027-10-29,holiday,half term\n2027-09-01,2027-09-01,inset,\n';
    expect(await run({ 'terms.csv': file })).toBe(8);
    expect(await run({ 'terms.csv': file })).toBe(0);
    const halves =
      'from,to,kind,note\n2027-09-02,2027-10-22,term,autumn 2027\n2027-11-01,2027-12-17,term,autumn 2027\n2027-09-01,2027-09-01,inset,\n';
    await run({ 'terms.csv': halves });
    const school = await world.installation.rows.get(schools, hollinBank);
    expect(school?.terms.filter(({ from }) => from >= '2027-09')).toEqual([
      { name: 'Autumn 2027', from: '2027-09-02', to: '2027-10-22' },
      { name: 'Autumn 2027, part 2', from: '2027-11-01', to: '2027-12-17' },
    ]);
    expect(school?.daysOff.filter(({ on }) => on >= '2027-09')).toEqual([{ on: '2027-09-01', kind: 'inset' }]);
  });
  it('brings in a placement that runs already, with what it lacks owed by the head’s date', async () => {
    const files = {
      'providers.csv':
        'Provider,Site,Site address,Site telephone,Adult,Adult email\nFoxglove Farm,Long Meadow,"1 Lane, Northfield",01632 960400,Lee Gull,lee@foxglove.example\n',
      'placements.csv':
        'Pupil UPN,Provider,Site,Purpose,Started on,Week\nT860432112345,Foxglove Farm,Long Meadow,To work with animals.,05/10/2026,Mon am 09:30-12:00; Tue pm 13:00-15:00\n',
    };
    const said = { ...nothingSaid, gapsDueOn: '2026-12-18' };
    await run(files, said);
    const dora = (await pupilNamed('Moss'))?.subjectId ?? '';
    const [placement] = await world.installation.rows.find(placements, { subjectId: dora });
    expect(placement).toMatchObject({
      stage: 'started',
      startedOn: '2026-10-05',
      foundStarted: true,
      gapsDueOn: '2026-12-18',
    });
    // And all that is asked for because nobody has said anything of the pupil's statuses.
    const ofAll = ['pre-admission-checks', 'aims-set', 'site-visited', 'agreement-signed', 'exceptional-reason'];
    expect(placement?.missing).toEqual(expect.arrayContaining(ofAll));
    expect(placement?.missing).not.toContain('notice-served');
    expect(await run(files, said)).toBe(0);
  });
  it('opens the schools of a national extract that are asked for, and no other', async () => {
    const extract =
      'URN,EstablishmentName,EstablishmentStatus (name),LA (code),Street,Locality,Town,Postcode,TelephoneNum\r\n' +
      '100001,"St Ædith\u2019s",Open,860,1 High Street,,Northfield,NF1 1AA,1632960500\r\n' +
      '100002,Elsewhere,Open,860,,,,,\r\n';
    const latin = Buffer.from(extract.replace('\u2019', '\x92'), 'latin1');
    await world.caughtUp();
    const { rows, directory, clock } = world.installation;
    const deps = { rows, directory, editions: world.editions, today: londonDay(clock.now()) };
    const said = { urns: ['100001'], mailbox: 'absence@aedith.example' };
    const importing = await Importing.open([bytesSource('gias.csv', latin)], deps, said);
    expect((await importing.preview()).errors).toEqual([]);
    await importing.carryOut(newId(), (commands) => world.sendTogether(commands));
    await world.caughtUp();
    const all = await rows.find(schools, {});
    expect(all.filter(({ urn }) => urn !== undefined)).toEqual([
      expect.objectContaining({
        name: 'St Ædith’s',
        telephone: '01632960500',
        address: '1 High Street, Northfield, NF1 1AA',
      }),
    ]);
  });
  it('writes nothing where a single row is wrong, and says of each what would be right', async () => {
    const before = await world.installation.store.head();
    const bad = await preview({
      'pupils.csv': pupilsFile(
        'B123456789012,Moss,Una,02/01/2012,9,maybe,\nA123456789012,Moss,Uma,31/02/2012,15,,\nA999200120016,Good,Gus,02/01/2012,9,,\n',
      ),
    });
    expect(bad.errors.map(({ line, column, value }) => [line, column, value])).toEqual([
      [2, 'UPN', 'B123456789012'],
      [2, 'Looked after', 'maybe'],
      [3, 'Date of birth', '31/02/2012'],
      [3, 'Year group', '15'],
    ]);
    expect(await world.installation.store.head()).toBe(before);
  });
  it('knows a pupil of another school by the number', async () => {
    const [other] = await world.installation.rows.find(pupils, { schoolId: schoolId('millrace') });
    const found = await preview({ 'pupils.csv': pupilsFile(`${String(other?.upn)},Some,One,02/01/2012,9,,\n`) });
    expect(found.errors[0]?.wanted).toContain(
      'on the roll of another. If they moved here, that school records it first',
    );
  });
  it('notes how much came of it, and whose events they are', async () => {
    const events = await world.installation.store.readAll(0n, 100_000, { types: ['ImportCarriedOut'] });
    expect(events.length).toBeGreaterThan(5);
    for (const { data, meta } of events) {
      expect(JSON.parse(meta)).toMatchObject({ actor: { kind: 'import' }, via: 'import' });
      expect(data).not.toMatch(/Moss|Dora/);
    }
  });

  it('means the record that is kept, of two that were merged, and takes no number that was settled against', async () => {
    const [kept, given] = [newId(), newId()];
    const details = { schoolId: hollinBank, givenName: 'Ada', familyName: 'Twice', bornOn: '2012-03-04', yearGroup: 9 };
    await world.send({ type: 'EnterPupil', data: { subjectId: kept, ...details, upn: 'G777200120777' } });
    await world.send({ type: 'EnterPupil', data: { subjectId: given, ...details, upn: 'X77720012077B' } });
    const merged = { intoId: kept, mergedOn: '2026-11-18', personId: newId(), because: 'Entered twice.' };
    const data = { subjectId: given, schoolId: hollinBank, ...merged, placementIds: [], numberGoesAlong: false };
    await world.send({ type: 'MergePupil', data });
    expect(await run({ 'pupils.csv': pupilsFile(',Twice,Ada,04/03/2012,10,,\n') })).toBeGreaterThan(0);
    expect(await world.installation.rows.get(pupils, kept)).toMatchObject({ yearGroup: 10, upn: 'G777200120777' });
    const { errors } = await preview({ 'pupils.csv': pupilsFile('X77720012077B,Twice,Ada,04/03/2012,10,,\n') });
    expect(errors).toHaveLength(1);
  });

  it('takes no row of a pupil who left before somebody has said that they are back', async () => {
    const subjectId = newId();
    const details = { schoolId: hollinBank, givenName: 'Ada', familyName: 'Gone', bornOn: '2012-03-04', yearGroup: 9 };
    await world.send({ type: 'EnterPupil', data: { subjectId, ...details, upn: 'W777200120888' } });
    const change = { subjectId, schoolId: hollinBank, changeId: newId(), personId: newId(), on: '2026-11-13' };
    await world.send({ type: 'RecordPupilLeft', data: { ...change, whereTo: 'not-known' } });
    for (const row of ['W777200120888,Gone,Ada,04/03/2012,10,,\n', ',Gone,Ada,04/03/2012,10,,\n']) {
      const { errors } = await preview({ 'pupils.csv': pupilsFile(row) });
      expect(errors.map(({ wanted }) => wanted)).toEqual([expect.stringContaining('recorded as having left')]);
    }
  });
});

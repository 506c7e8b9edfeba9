import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { shippedProcedures, readEditions } from '#procedure';
import { freePort } from '#database';
import { MailServer, untilQuiet, World } from '#simulation';
import { setFileClock } from '#installation';
import { BadDay, build } from '../../../../test/bad-days/bad-day.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';

const password = 'copper kettle lantern';
const monday = '2026-11-02T10:00:00.000Z';
const tuesday = '2026-11-03T09:00:00.000Z';

// `npm start` on an empty folder, and from there on nothing but a browser: no command, no file, no entry by a test.
describe('a school from nothing to a first placement', () => {
  const day = new BadDay();
  let mail: MailServer;
  let world: World;
  let browser: Browser;
  let page: Page;
  let firstRun = '';
  const faults: string[] = [];

  beforeAll(async () => {
    build();
    mail = await MailServer.start();
    const clockFile = join(day.make('clock', 0o755), 'clock.json');
    setFileClock(clockFile, { held: monday });
    const env = {
      WAYMARK_CLOCK_FILE: clockFile,
      SMTP_URL: mail.url,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      LOG_LEVEL: 'error',
    };
    const { waymark } = await day.serve(env);
    firstRun = (await waymark.says(/http:\S+\/first-run\/\S+/))[0];
    // Beside it stands whoever holds the clock, and does nothing else.
    world = await World.open({ ...env, WAYMARK_DATA: day.dataDir, LOG_LEVEL: 'silent' }, monday);
    browser = await openBrowser();
    page = await (await browser.newContext(desktop)).newPage();
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
    await mail?.stop();
    await day.end();
  }, 60_000);

  /** The page as it should be, on a desk and on a phone: nothing that a program finds wrong, nothing sideways. */
  async function good(name: string): Promise<void> {
    for (const [screen, { viewport }] of [
      ['phone', phone],
      ['desktop', desktop],
    ] as const) {
      await page.setViewportSize(viewport ?? { width: 1280, height: 900 });
      await picture(page, `${screen}-from-nothing-${name}`);
      expect([name, screen, await violations(page), await overflow(page)]).toEqual([name, screen, [], 0]);
    }
  }
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click();
  const fill = (label: string | RegExp, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  async function fillDay(label: string, parts: readonly [string, string, string]): Promise<void> {
    const group = page.getByRole('group', { name: label });
    for (const [index, part] of ['Day', 'Month', 'Year'].entries())
      await group.getByLabel(part).fill(parts[index] ?? '');
  }
  async function choose(label: string | RegExp, answer: string): Promise<void> {
    await page.getByRole('group', { name: label }).getByLabel(answer, { exact: true }).check();
  }

  it('somebody enters the first school and themselves, by the link on the console', async () => {
    await page.goto(firstRun);
    await good('first-run');
    await press('Set up Waymark');
    await sees('There is a problem');
    await good('first-run-with-errors');
    await fill('Name of the school', 'Fenside Academy');
    await fill('Telephone of the office', '01632 960 300');
    await fill('Mailbox for attendance', 'attendance@fenside.example');
    await fill('Your name', 'Ada Marsh');
    await fill('Your email address', 'a.marsh@fenside.example');
    await fill('Password', password);
    await fill('The same password again', password);
    await press('Set up Waymark');
    await page.getByRole('heading', { name: 'What to do next' }).waitFor();
    await good('board');
  }, 120_000);

  it('completes the school’s details', async () => {
    await follow('Complete the school’s details');
    await good('details');
    await fill('URN', '123450');
    await fill('Number of the local authority', '860');
    await fill('Address', 'Fen Lane, Millbeck');
    await press('Save the details');
    await sees('The school’s details are changed.');
    await good('school');
  }, 120_000);

  it('lets a colleague in, and fills the key roles', async () => {
    await follow('Add a colleague');
    await good('add-person');
    await fill('Name', 'Nell Farrow');
    await fill('Email address', 'n.farrow@fenside.example');
    await page.getByLabel('Alternative provision lead').check();
    await page.getByLabel('Attendance intervention manager').check();
    await press('Add this person');
    await sees('a sign-in link is on its way');
    await good('person');
    await follow('Today');
    // Once all are held, it leads to the people.
    const toFill = page.locator('a[href*="/people/fill/"]', { hasText: 'Fill the key roles' });
    for (let filled = 0; await toFill.isVisible(); filled += 1) {
      await toFill.click();
      if (filled === 0) await good('fill-role');
      await page.getByLabel('Nell Farrow').check();
      await press(/Give|Fill/);
      await sees('The role is given.');
      await follow('Today');
      await page.getByRole('heading', { name: 'What to do next' }).waitFor();
    }
  }, 120_000);

  it('says when the school meets', async () => {
    await follow('Today');
    await follow('Set the session times');
    await fill('When does the morning begin?', '8:45');
    await fill('When does the morning end?', '12:00');
    await fill('When does the afternoon begin?', '12:50');
    await fill('When does the afternoon end?', '15:00');
    await good('session-times');
    await press('Save the session times');
    await sees('The session times are entered.');
    await follow('Enter the terms');
    await fill('What is it called?', 'Autumn, second half');
    await fillDay('Which is the first day?', ['2', '11', '2026']);
    await fillDay('Which is the last day?', ['18', '12', '2026']);
    await good('term');
    await press('Save the term');
    await sees('The term is entered.');
    await follow('Add a day off');
    await fillDay('Which day is it?', ['27', '11', '2026']);
    await page.getByLabel('INSET day').check();
    await press('Save the day off');
    await sees('The day off is entered.');
    await good('calendar');
  }, 120_000);

  it('enters a pupil with what is known of them and whom to ring', async () => {
    await follow('Today');
    await follow('Enter a pupil who is to be placed');
    await good('enter-pupil');
    await fill('Given name', 'Dora');
    await fill('Family name', 'Moss');
    await fill('Why is the UPN not known?', 'Came from abroad last week');
    await fillDay('Birth date', ['14', '3', '2012']);
    await fill('Year group', '9');
    await press('Enter the pupil');
    await sees('The pupil is entered.');
    await good('pupil');
    await follow(/statuses/i);
    for (const group of await page
      .getByRole('group')
      .filter({ has: page.getByRole('radio') })
      .all())
      await group.getByLabel('No', { exact: true }).check();
    await good('statuses');
    await press('Save');
    await sees('The statuses are noted.');
    await follow('Add a contact');
    await fill('Name', 'Wendy Moss');
    await fill('How are they related to the pupil?', 'mother');
    await fill('Telephone number', '01632 960 345');
    await choose('May they be rung when the pupil is missing?', 'Yes');
    await choose('May they be told about the pupil’s education off-site?', 'Yes');
    await press('Add the contact');
    await sees('The contact is entered.');
    await good('pupil-with-contact');
  }, 120_000);

  it('enters a provider with a site and whom to ask there', async () => {
    await follow('Today');
    await follow('Enter a provider');
    await good('enter-provider');
    await fill('Name of the provider', 'Alder Boatyard');
    await fill('Name of its first site', 'The slipway');
    await fill('Address of the site', '1 Quay Road, Millbeck');
    await fill('Telephone number of the site', '01632 960 444');
    await fill('Who is asked there about attendance?', 'Tom Alder');
    await fill('Their email address', 'tom@alder.example');
    await press('Enter the provider');
    await sees('The provider is entered');
    await good('providers');
  }, 120_000);

  it('proposes a placement', async () => {
    await follow('Today');
    await good('board-before-placement');
    await follow('Propose a placement');
    await fill('Name, or unique pupil number', 'moss');
    await press('Find');
    await follow('Propose a placement for Dora Moss');
    await page.getByLabel('At which site?').selectOption({ label: 'Alder Boatyard: The slipway' });
    await fill('What is the placement for?', 'To build a boat.');
    await fillDay('Which is the first day?', ['3', '11', '2026']);
    await page.getByRole('checkbox', { name: /^Tuesday\s+Morning$/ }).check();
    await page.getByRole('textbox', { name: /^Arrives\s*, Tuesday morning$/ }).fill('8:50');
    await page.getByLabel('Taught in school, or with another provider').check();
    await good('propose');
    await press('Continue');
    await press('Propose the placement');
    await sees('The placement is proposed.');
    await good('proposed');
  }, 120_000);

  /** Sends the form of a piece of evidence, and is back at the placement. */
  async function recorded(): Promise<void> {
    await press('Record it');
    await sees('The evidence is recorded.');
  }

  /** Has the site acknowledge what it must know, by its letter, and is back at the placement. */
  // Procedure: S13.9, X7
  async function briefed(): Promise<void> {
    await press('See to what the provider must know');
    await good('briefing-not-written');
    const address = page.url();
    await follow('Write it');
    await fill('Health needs', 'None.');
    await fill('Medication: what, when, who gives it', 'None.');
    await fill('Allergies, and what to do', 'None known.');
    await fill('What else does the pupil need, and how is it met?', 'Short instructions.');
    await press('Save it');
    await page.getByRole('link', { name: 'Enter at least one risk' }).waitFor();
    await good('briefing-with-errors');
    await fill('The first risk', 'Can’t swim.');
    await fill('How is the first risk met?', 'A life jacket, always.');
    await fillDay('When are the risks looked at again?', ['14', '12', '2026']);
    await choose('How does the pupil get there?', 'On foot');
    await fill('At which times, there and back?', '8:30 and noon');
    await fill('Which number is rung about the journey?', '01632 960 300');
    await fill('What happens when it fails?', 'The office fetches her.');
    await press('Save it');
    await sees('What the provider must know is saved.');
    await good('briefing');
    await follow('Record the agreement');
    await fillDay('From which day does it hold?', ['2', '11', '2026']);
    await good('sharing-agreement');
    await press('Record the agreement');
    await sees('The data sharing agreement is recorded.');
    await page.goto(address);
    await follow('Send it to the site');
    await good('briefing-send');
    await press('Send the letter');
    await sees('A letter is on its way to them.');
    await untilQuiet(world);
    const letter = mail.letters.find(({ to, text }) => to === 'tom@alder.example' && text.includes('/briefing'));
    const tom = await (await browser.newContext(phone)).newPage();
    await tom.goto(/https?:\/\/\S+\/briefing/.exec(letter?.text ?? '')?.[0] ?? '');
    await tom.getByText('A life jacket, always.').waitFor();
    await tom.getByRole('button', { name: 'I have read all of this' }).click();
    await tom.getByText('The school can see that you have read this.').waitFor();
    await page.reload();
    await sees('Tom Alder acknowledged it on');
    await follow('Back to the placement');
  }

  /** The provider confirms in writing who was checked, by the link in a letter, and the school accepts the answers. */
  async function assured(): Promise<void> {
    const address = page.url();
    await press('See to the written assurance');
    await follow('Ask for written assurance');
    await page.getByRole('radio').first().check();
    await good('assurance-ask');
    await press('Send the letter');
    await sees('You see the answers here.');
    await untilQuiet(world);
    const letter = mail.letters.find(({ to, text }) => to === 'tom@alder.example' && text.includes('/assurance'));
    const tom = await (await browser.newContext(phone)).newPage();
    await tom.goto(/https?:\/\/\S+\/assurance/.exec(letter?.text ?? '')?.[0] ?? '');
    for (const yes of await tom.locator('[id^="adult-"] input[value="yes"]').all()) await yes.check();
    await tom.getByLabel('Their position').fill('Manager');
    await tom.getByRole('button', { name: 'Save your answers' }).click();
    await tom.getByText('Your answers are saved').first().waitFor();
    await untilQuiet(world);
    await page.reload();
    await follow('Accept the answers');
    await press('Accept the answers');
    await sees('The answers are accepted.');
    await good('assurance');
    await page.goto(address);
  }

  // Procedure: S10.1, S10.2
  it('records what the placement needs, and starts it', async () => {
    await follow('Today');
    await good('board-before-start');
    await follow('Start the placement');
    await press('Record the checks of the site');
    const edition = (await readEditions(shippedProcedures())).inForceOn('2026-11-02');
    for (const { label } of edition?.checks ?? []) {
      await page.getByRole('link', { name: label, exact: true }).click();
      await page.getByLabel('Met', { exact: true }).check();
      await fill(/^What did you see/, 'Seen on the visit of 30 October.');
      await press('Record this check');
      await sees('The check is recorded.');
    }
    await good('checks');
    await follow('Back to the placement');
    // One thing leads to the next: the aims, the judgement, the arrangements, the meeting, the visit, the signatures.
    await press('Record it');
    await fill('Which outcome is sought?', 'Back in school each day.');
    await fill('First target', 'Be there each Tuesday.');
    await fill('What was tried before, and why is off-site better?', 'A mentor.');
    await fill('What does the pupil think of it?', 'She wants to build a boat.');
    await fill('What do the parents think of it?', 'For it.');
    await recorded();
    await press('Record it');
    await fill(/^What does the pupil do there/, 'Boat building, towards a certificate.');
    await fill('How are the pupil’s academic or vocational needs met?', 'A level 1 course.');
    await fill('How are the pupil’s pastoral needs met?', 'A keyworker at the door.');
    await fill('How are special educational needs and disabilities met?', 'There are none.');
    await fill(/^Who supervises the pupil/, 'Tom Alder, whose checks were seen.');
    await fill('Why is this place suitable and safe for this pupil?', 'Seen on the visit.');
    await good('suitability');
    await recorded();
    await press('Record it');
    await fill(/^Who tells whom of an absence/, 'The yard rings by 9:30; the office rings the parents.');
    await page.getByLabel('Who makes the safe and well checks?').selectOption({ label: 'Nell Farrow' });
    await page.getByLabel('Who makes them while that person can’t?').selectOption({ label: 'Ada Marsh' });
    await page.getByLabel('Who makes the monitoring visits?').selectOption({ label: 'Ada Marsh' });
    await page.getByLabel('Who visits while that person can’t?').selectOption({ label: 'Nell Farrow' });
    await good('arrangements');
    await recorded();
    await press('Record it');
    await fillDay('On which day was the meeting?', ['2', '11', '2026']);
    await page.getByLabel('Which senior member of staff was there?').selectOption({ label: 'Ada Marsh' });
    await page.getByLabel('Who was there as attendance intervention manager?').selectOption({ label: 'Nell Farrow' });
    await choose('Was a parent there?', 'Yes');
    await fill('If so, who?', 'Wendy Moss, mother');
    await good('meeting');
    await recorded();
    await press('Record it');
    await fillDay('On which day?', ['2', '11', '2026']);
    await fill('Who went?', 'Ada Marsh');
    await fill('What was seen?', 'A dry workshop.');
    await recorded();
    await press('Record it');
    await fill('Who signed it?', 'Ada Marsh, headteacher');
    await fillDay('Which day is beside the signature?', ['2', '11', '2026']);
    await recorded();
    await briefed();
    await press('Record the agreement');
    await fill('Who signed it?', 'Wendy Moss, mother');
    await press('Record the agreement');
    await sees('The agreement is recorded.');
    await assured();
    await good('ready');
    await press('Start the placement');
    await good('start');
    await press('Start the placement');
    await sees('The placement has started.');
    await follow('Today');
    await page.getByRole('heading', { name: 'Today', exact: true }).waitFor();
    expect(await page.getByText('What to do next').count()).toBe(0);
  }, 600_000);

  it('the next morning the provider has been asked, and answers; the board shows it', async () => {
    world.moveTo(tuesday);
    await world.tick();
    await untilQuiet(world);
    const asked = mail.letters.find(
      ({ to, text }) => to === 'tom@alder.example' && !/\/(briefing|assurance)\b/.test(text),
    );
    const link = /https?:\/\/\S+\/p\/[\w.-]+/.exec(asked?.text ?? '')?.[0] ?? '';
    await page.reload();
    // Nobody is signed in overnight.
    await fill('Email address', 'a.marsh@fenside.example');
    await fill('Password', password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await sees('Dora Moss');
    await good('board-next-morning');
    const tom = await (await browser.newContext(phone)).newPage();
    await tom.goto(link);
    await tom.getByLabel('Present').check();
    await tom.getByRole('button', { name: /Send|Save/ }).click();
    await untilQuiet(world);
    await page.reload();
    await sees('Every pupil who should be somewhere by now is accounted for.');
    await good('board-answered');
  }, 120_000);

  it('the colleague comes in by the letter that was written to them', async () => {
    const invitation = mail.letters.find(({ to }) => to === 'n.farrow@fenside.example');
    const link = /https?:\/\/\S+\/sign-in\/[\w.-]+/.exec(invitation?.text ?? '')?.[0] ?? '';
    const nell = await (await browser.newContext(phone)).newPage();
    await nell.goto(link);
    await nell.getByRole('button', { name: 'Continue' }).click();
    await nell.getByRole('heading', { name: 'Today', exact: true }).waitFor();
  }, 60_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));
});

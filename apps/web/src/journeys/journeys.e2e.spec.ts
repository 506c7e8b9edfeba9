import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PupilSession } from '#domain';
import { newId } from '#event-sourcing';
import { evidenceFor } from '#simulation';
import {
  adultId,
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
  type PupilName,
  type SiteName,
} from '../../../../libs/simulation/src/week/names.js';
import { enterAssurance } from '../../../../test/support/assurances.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const at = (time: string) => `${monday}T${time}:00.000Z`;
const hollinBank = schoolId('hollin-bank');
const morning = (pupil: PupilName, site: SiteName): PupilSession => ({
  placementId: placementId(pupil, site),
  subjectId: subjectId(pupil),
  schoolId: hollinBank,
  siteId: siteId(site),
  on: monday,
  session: 'am',
});
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone', phone],
];
const password = 'copper kettle lantern';

// A world for each screen, because the journeys change what the next one would find.
describe.each(screens)('on a %s', (screen, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const clockFile = join(mkdtempSync(join(tmpdir(), 'waymark-clock-')), 'clock');
    writeFileSync(clockFile, JSON.stringify({ held: at('09:40') }));
    world = await WebWorld.open({ at: at('09:40'), env: { WAYMARK_CLOCK_FILE: clockFile } });
    await world.accounts.setPassword(personId('priya-raman'), 'p.raman@hollinbank.example', password);
    await world.asked(morning('callum', 'greenacre'), at('09:00'));
    await world.missed(morning('callum', 'greenacre'), 'silence', at('09:30'));
    await world.asked(morning('amara', 'wheelhouse'), at('09:30'));
    browser = await openBrowser();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(10_000);
    // What the policy of a page forbids shows here, and nowhere else.
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const open = (path: string) => page.goto(world.web.url + path);
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  /** The page as it should be: nothing that a program finds wrong, nothing sideways; a picture if one is wanted. */
  async function good(name: string): Promise<void> {
    await picture(page, `${screen}-${name}`);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }

  it('somebody signs in and sees the morning', async () => {
    await open(`/schools/${hollinBank}/today`);
    await good('sign-in');
    await page.getByLabel('Email address').fill('p.raman@hollinbank.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: /1 *pupil not accounted for/ }).waitFor();
    await good('board');
  }, 60_000);

  it('they take the search, and say where the pupil is', async () => {
    await press(/I am looking for this pupil/);
    await page.getByText('You are looking, since 9:40am').waitFor();
    await good('board-taken');
    await press(/Say where the pupil is/);
    await press('Record where the pupil is');
    // The error summary has the focus and leads to the field.
    expect(await page.evaluate('document.activeElement.className')).toContain('govuk-error-summary');
    await good('place-with-errors');
    await page.getByRole('link', { name: 'Choose where the pupil is' }).click();
    await page.getByLabel('At home').check();
    await page.getByLabel('On whose word?').fill('grandmother, by telephone');
    await page.getByLabel('Told').check();
    await press('Record where the pupil is');
    await page.getByText('The search is over.').waitFor();
    await page.getByRole('heading', { name: /0 *pupils not accounted for/ }).waitFor();
    await good('board-calm');
  }, 60_000);

  it('they take all marks of a telephone call together', async () => {
    await open(`/schools/${hollinBank}/today/call/${siteId('wheelhouse')}`);
    const amara = page.getByRole('group', { name: /^Amara Blake, Year 10.*morning/ });
    await amara.getByLabel('Late').check();
    await page.getByLabel('Anything to add about Amara Blake, morning').fill('Missed the bus');
    await good('call');
    await press('Save the marks of this call');
    await page.getByText('The marks are recorded.').waitFor();
    await page.getByText('“Missed the bus”').waitFor();
    await good('board-answered');
  }, 60_000);

  it('a provider marks attendance through the link', async () => {
    await open(world.linkOf('wheelhouse', 'tom-arkwright', monday));
    const jodie = page.getByRole('group', { name: /^Jodie K, Year 9.*morning/ });
    // An answer is as big as a thumb.
    const box = await jodie.getByText('Present', { exact: true }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(box?.width).toBeGreaterThanOrEqual(80);
    // By keyboard alone: into the group, and along it.
    await jodie.getByLabel('Present').focus();
    await page.keyboard.press('ArrowRight');
    expect(await jodie.getByLabel('Late').isChecked()).toBe(true);
    await jodie.getByLabel('Present').check();
    await press('Save');
    await page.getByText('The marks are recorded.').waitFor();
    await good('link');
    await open(world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-12'));
    await good('link-run-out');
  }, 60_000);

  it('a placement is refused a start while anything is missing, and starts when nothing is', async () => {
    const proposed = newId();
    const { id, edition } = world.edition;
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const about = { placementId: proposed, subjectId: subjectId('callum'), schoolId: hollinBank };
    const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
    const week = { startOn: '2026-11-24', slots, restOfWeek: 'taught' };
    const plan = { purpose: 'To learn to cook.', ...week, procedure: { id, edition } };
    await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan } });
    // All that it needs is there but the agreement.
    const placed = {
      about,
      school: 'hollin-bank',
      by: 'priya-raman',
      parent: 'Wendy Dray',
      reader: 'dilys-penrose',
    } as const;
    for (const command of evidenceFor({ ...placed, isChildInNeed: true }, monday)) {
      if (command.type !== 'AgreePlacement') await world.send(command);
    }
    await enterAssurance(world, { schoolId: hollinBank, ...where, adultIds: [adultId('dilys-penrose')] }, monday);
    await world.caughtUp();

    await open(`/schools/${hollinBank}/placements`);
    await good('placements');
    await open(`/schools/${hollinBank}/placements/${proposed}`);
    await good('placement-proposed');
    // While something is missing, that comes first; the start is a link among the others.
    await page.getByRole('button', { name: 'Record the agreement' }).waitFor();
    await page.getByRole('link', { name: 'Start the placement' }).click();
    await press('Start the placement');
    await good('start-refused');
    await page.getByRole('link', { name: 'Missing: the signed agreement' }).click();
    await page.getByLabel('Who signed it?').fill('Wendy Dray');
    await press('Record the agreement');
    await page.getByText('16 of 16 done.').waitFor();
    await press('Start the placement');
    await press('Start the placement');
    await page.getByText('The placement has started.').waitFor();
    await good('placement-started');
    await page.getByRole('link', { name: /What we knew then.*after Placement proposed/ }).click();
    await page.getByText('Nothing can be entered here.').waitFor();
    await good('placement-as-it-was');
    await open(`/schools/${hollinBank}/placements/${proposed}/checks`);
    await good('checks');
  }, 120_000);

  it('the other pages hold as well', async () => {
    for (const [name, path] of [
      ['find', `/schools/${hollinBank}/pupils`],
      ['letters', `/schools/${hollinBank}/letters`],
      ['mailbox', '/mailbox'],
      ['accessibility', '/accessibility'],
      ['not-found', '/nowhere'],
      ['first-run', `/first-run/${(await world.accounts.makeLink('first-run')).token}`],
    ] as const) {
      await open(path);
      await good(name);
    }
  }, 120_000);

  it('nothing was forbidden by the pages’ own policy, and no script failed', () => expect(faults).toEqual([]));

  it('everything works without JavaScript', async () => {
    const context = await browser.newContext({ ...options, javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${world.web.url}/sign-in`);
    await plain.getByRole('button', { name: /^Priya Raman/ }).click();
    await plain.getByRole('heading', { name: 'Today', exact: true }).waitFor();
    await plain.getByRole('link', { name: 'Placements' }).click();
    await plain.getByRole('heading', { name: 'Placements' }).waitFor();
    await plain.goto(`${world.web.url}/schools/${hollinBank}/today/call/${siteId('greenacre')}`);
    await plain.getByRole('button', { name: 'Save the marks of this call' }).click();
    await plain.getByText('There is a problem').waitFor();
    await plain
      .getByRole('group', { name: /Callum Dray/ })
      .getByLabel('Absent')
      .check();
    await plain.getByRole('button', { name: 'Save the marks of this call' }).click();
    await plain.getByText('The marks are recorded.').waitFor();
    await plain.getByRole('button', { name: 'Sign out' }).click();
    await plain.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await context.close();
  }, 60_000);
});

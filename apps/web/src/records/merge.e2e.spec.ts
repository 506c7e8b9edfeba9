import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newId } from '#event-sourcing';
import { schoolId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, violations } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const all = `/schools/${hollinBank}/pupils`;
const screens: [string, BrowserContextOptions][] = [
  ['desktop', desktop],
  ['phone without scripts', { ...phone, javaScriptEnabled: false }],
];

// Two records are compared, merged after a check, and parted again.
describe.each(screens)('two records of one pupil, on a %s', (_, options) => {
  let world: WebWorld;
  let browser: Browser;
  let page: Page;
  const [nia, again] = [newId(), newId()];

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z' });
    const names = { schoolId: hollinBank, givenName: 'Nia', familyName: 'Okafor', bornOn: '2012-05-09', yearGroup: 10 };
    const unknown = { ...names, upnUnknownBecause: 'New to England' };
    await world.send({ type: 'EnterPupil', data: { subjectId: nia, ...unknown } });
    await world.send({ type: 'EnterPupil', data: { subjectId: again, ...names, upn: 'E999200120999' } });
    await world.caughtUp();
    browser = await openBrowser();
    const context = await browser.newContext(options);
    const [name = '', value = ''] = (await world.cookieOf('ruth-calloway')).split('=');
    await context.addCookies([{ name, value, url: world.web.url }]);
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  const runsScripts = options.javaScriptEnabled !== false;
  /** What is shown now is in order. */
  const inOrder = async (heading: string) => {
    expect(await page.textContent('h1')).toContain(heading);
    if (!runsScripts) return;
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  };

  it('are merged and parted by whoever keeps the roll, step by step', async () => {
    await page.goto(`${world.web.url}${all}/${nia}`);
    await page.click('text=Merge with another record of this pupil');
    await inOrder('Which is the other record of this pupil?');
    await page.click('main li a');
    await inOrder('Are these two records of one pupil?');
    await page.click('text=Continue');
    await inOrder('Are these two records of one pupil?');
    expect(await page.textContent('.govuk-error-summary')).toContain('Choose the record that is kept');
    await page.check('#keep');
    await page.fill('#because', 'The mother says so.');
    await page.click('text=Continue');
    await inOrder('Check your answers');
    await page.click('button:has-text("Merge the records")');
    await inOrder('Nia Okafor');
    expect(await page.textContent('main')).toContain('E999200120999');
    await page.goto(`${world.web.url}${all}/${again}`);
    await inOrder('Nia Okafor');
    await page.click('text=They are two pupils: part the records again');
    await inOrder('Part the records again');
    await page.fill('#because', 'They are twins.');
    await page.click('button:has-text("Part the records")');
    await inOrder('Nia Okafor');
    expect(await page.textContent('main')).toContain('The records are two again.');
  }, 300_000);
});

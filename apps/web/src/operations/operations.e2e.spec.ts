import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { ParkedWorld } from '../../../../test/support/parked.js';

describe('the operations page in a browser', () => {
  let parked: ParkedWorld;
  let browser: Browser;
  beforeAll(async () => {
    parked = await ParkedWorld.open();
    await parked.park();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await parked.world.close();
  });

  async function opened(options: BrowserContextOptions, path: string): Promise<Page> {
    const context = await browser.newContext(options);
    const [name = '', value = ''] = (await parked.world.cookieOf('priya-raman')).split('=');
    await context.addCookies([{ name, value, url: parked.world.web.url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(parked.world.web.url + path);
    return page;
  }
  async function good(page: Page, name: string): Promise<void> {
    await picture(page, name);
    expect([name, await violations(page), await overflow(page)]).toEqual([name, [], 0]);
  }

  it.each<[string, BrowserContextOptions]>([
    ['desktop', desktop],
    ['phone', phone],
  ])(
    'is good on a %s, and so is the form that passes over an entry',
    async (screen, options) => {
      const page = await opened(options, '/operations');
      await page.getByRole('heading', { name: 'Parked', exact: true }).waitFor();
      await good(page, `${screen}-operations`);
      await page.getByRole('link', { name: 'Pass over it' }).click();
      await page.getByRole('button', { name: 'Pass over it' }).click();
      await page.getByText('There is a problem').waitFor();
      await good(page, `${screen}-operations-skip`);
    },
    60_000,
  );

  it('settles an entry without JavaScript', async () => {
    parked.mend();
    const page = await opened({ ...desktop, javaScriptEnabled: false }, '/operations');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Nothing is parked').waitFor();
  }, 60_000);
});

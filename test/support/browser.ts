import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** Whether there is a browser on this machine. */
export const hasBrowser = existsSync(executablePath);

const school = { locale: 'en-GB', timezoneId: 'Europe/London' };
export const desktop: BrowserContextOptions = { ...school, viewport: { width: 1280, height: 900 } };
export const phone: BrowserContextOptions = {
  ...school,
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** Debian's Chromium, without a screen; it may run as root and in a container. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    // Dates in fields are shown in the language of the browser itself, whatever the page's.
    env: { ...process.env, LANGUAGE: 'en_GB' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What a page breaks of WCAG 2.2 AA, as far as a program can see it: one line for each rule. */
export async function violations(page: Page): Promise<string[]> {
  // A letter in a frame runs no script, axe's neither: it would wait for that for ever.
  const axe = new AxeBuilder({ page, axeSource })
    .options({ resultTypes: ['violations'] })
    .withTags(wcag)
    .exclude('iframe');
  // No page asks another site, so axe needs no window of its own to put its findings together; that takes as long again.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** By how many pixels a page is wider than its window: nobody should have to move it sideways. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Keeps a picture of the page, in the folder that WAYMARK_PICTURES names, if it names one. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['WAYMARK_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

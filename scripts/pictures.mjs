// Makes the pictures of the README from the demonstration as anybody sees it: `node scripts/pictures.mjs`. It needs Chromium
// (CHROMIUM_PATH, or where Debian puts it).
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pictures = join(root, 'docs', 'pictures');
mkdirSync(pictures, { recursive: true });

const desk = { width: 1280, height: 1040 };
const phone = { width: 390, height: 844 };

/** The demonstration, when it has said that it is ready: its address, and the link by which each person signs in. */
async function startDemo() {
  const demo = spawn(process.execPath, [join(root, 'dist/apps/cli/src/main.js'), 'demo'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = [];
  for await (const line of createInterface({ input: demo.stdout })) {
    lines.push(line.trim());
    if (line.startsWith('Everybody is made up')) break;
  }
  const address = lines.find((line) => line.startsWith('Pages'))?.split(/\s+/)[1];
  if (!address) throw new Error(`The demonstration did not start:\n${lines.join('\n')}`);
  const linkOf = (name) => lines[lines.findIndex((line) => line.startsWith(name)) + 1];
  return { address, linkOf, stop: () => demo.kill('SIGINT') };
}

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
});

async function inWindow(viewport, work) {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5, colorScheme: 'light' });
  const page = await context.newPage();
  const picture = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });
  await work(page, picture);
  await context.close();
}

async function signIn(page, name) {
  await page.goto(demo.linkOf(name));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForLoadState();
}

try {
  await inWindow(desk, async (page, picture) => {
    await signIn(page, 'Priya Raman');
    await picture('today-board');
    await page
      .getByRole('article')
      .getByRole('link', { name: /Callum/ })
      .first()
      .click();
    await page.waitForLoadState();
    await picture('placement');
  });
  await inWindow(phone, async (page, picture) => {
    await signIn(page, 'Dawn Fairley');
    await picture('today-board-phone');
    // The newest request in the mailbox, opened as its reader would.
    await page.goto(`${demo.address}/mailbox`);
    await page
      .getByRole('link', { name: /Still waiting|Attendance/ })
      .first()
      .click();
    await page.waitForLoadState();
    const link = await page.evaluate(() => /https?:\/\/\S+\/p\/[\w.-]+/.exec(document.body.innerText)?.[0]);
    if (!link) throw new Error('The letter shows no link.');
    await page.goto(link);
    await picture('provider-link-phone');
  });
} finally {
  await browser.close();
  demo.stop();
}

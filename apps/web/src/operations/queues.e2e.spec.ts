import type { Browser, Page } from 'playwright-core';
import { idFrom } from '#event-sourcing';
import { Jobs, keepTimetable } from '#jobs';
import { createLogger } from '#logging';
import { personId } from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, picture } from '../../../../test/support/browser.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const letterId = idFrom('letter');

describe('the queues in a browser', () => {
  let world: WebWorld;
  let jobs: Jobs;
  let browser: Browser;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z' });
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    const { database } = world.installation;
    const log = createLogger('test', 'silent');
    jobs = await Jobs.open({ pool: database.pool('jobs'), queues: { postgresUrl: database.serviceUrl }, log });
    await jobs.add('hand-over-letter', { letterId });
    const eachMinute = { job: 'sweep-duties', cron: '* * * * *', timeZone: 'Europe/London' } as const;
    await keepTimetable(jobs, database.pool('jobs'), { rows: [eachMinute], retired: [] });
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await jobs.close();
    await world.close();
  });

  const faults: string[] = [];
  async function opened(path: string): Promise<Page> {
    const context = await browser.newContext(desktop);
    const [name = '', value = ''] = (await world.cookieOf('priya-raman')).split('=');
    await context.addCookies([{ name, value, url: world.web.url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    page.on('pageerror', (error) => void faults.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${world.web.url}/`) && !url.startsWith('data:')) faults.push(`It asked ${url}.`);
    });
    await page.goto(world.web.url + path);
    return page;
  }

  it('are seen from the operations page, down to the ids of a job, and load nothing from elsewhere', async () => {
    const page = await opened('/operations');
    await page.getByRole('link', { name: 'Look at the queues' }).click();
    await page.getByText('1 Job', { exact: true }).first().waitFor();
    await picture(page, 'queues');
    await page.getByRole('link', { name: 'post' }).first().click();
    const id = `hand-over-letter-${letterId}`;
    await page.getByText(`"${letterId}"`).waitFor();
    await picture(page, 'queues-post');
    await page.getByRole('link', { name: id }).click();
    await page.waitForURL(`**/operations/queues/queue/post/${id}**`);
    await page.getByText(`"${letterId}"`).waitFor();
    await page.reload();
    await page.getByText(`"${letterId}"`).waitFor();
    await picture(page, 'queues-job');
    await page.goto(`${world.web.url}/operations/queues/job-schedulers`);
    await page.getByText('sweep-duties').first().waitFor();
    await picture(page, 'queues-timetable');
    expect(faults).toEqual([]);
  }, 60_000);
});

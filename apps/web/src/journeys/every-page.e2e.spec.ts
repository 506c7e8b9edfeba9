import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { assuranceIdOf } from '#domain';
import { newId } from '#event-sourcing';
import { StagedFiles } from '#importing';
import { MailboxNotifier } from '#letters';
import {
  personId,
  placementId as placementIdOf,
  providerId,
  siteId,
  subjectId as subjectIdOf,
} from '../../../../libs/simulation/src/week/names.js';
import { desktop, openBrowser, overflow, phone, picture, violations } from '../../../../test/support/browser.js';
import { enterEvaluation } from '../../../../test/support/evaluations.js';
import { enterVisit } from '../../../../test/support/oversight.js';
import { askWendy } from '../../../../test/support/signing.js';
import { planWeek } from '../../../../test/support/weeks.js';
import { ParkedWorld } from '../../../../test/support/parked.js';
import { evidenceChoices } from '../placements/evidence-forms.js';
import { ofEverySchool, ofHollinBank, pathOf, stopOf, type Parts } from '../../../../test/support/routes.js';

/** Keeps what the policy of a page forbids, as the page itself is told of it. */
const heedPolicy = `globalThis.forbidden = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  globalThis.forbidden.push(effectiveDirective + ' forbids ' + blockedURI));`;

const closed = { providerId: providerId('greenacre'), siteId: siteId('greenacre') };
const givenUp = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
const suspended = { placementId: placementIdOf('ryan', 'northlight'), subjectId: subjectIdOf('ryan') };
const ended = { placementId: placementIdOf('callum', 'greenacre'), subjectId: subjectIdOf('callum') };
/** Where an address means another than the rest of them. */
const others: Readonly<Record<string, Parts>> = {
  'GET /schools/:schoolId/placements/:placementId/judge': ended,
  'GET /schools/:schoolId/placements/:placementId/return-check': ended,
  'GET /schools/:schoolId/placements/:placementId/resume': suspended,
  'GET /schools/:schoolId/providers/:providerId/sites/:siteId/take-up': givenUp,
  'GET /schools/:schoolId/providers/:providerId/sites/:siteId/reopen/:on': { ...closed, on: '2026-12-07' },
};

// Every page that the running service has, taken from its router: a new one is opened here without being named.
describe('every page in a browser', () => {
  let parked: ParkedWorld;
  let browser: Browser;
  let operator = '';
  let agreement = '';
  const folder = mkdtempSync(join(tmpdir(), 'waymark-clock-'));

  beforeAll(async () => {
    const clockFile = join(folder, 'clock');
    writeFileSync(clockFile, JSON.stringify({ held: '2026-11-16T09:40:00.000Z' }));
    parked = await ParkedWorld.open({ WAYMARK_CLOCK_FILE: clockFile });
    const { world } = parked;
    // Nobody has said where this pupil is.
    const { placementId, subjectId, schoolId } = ofHollinBank;
    const session = {
      placementId,
      subjectId,
      schoolId,
      siteId: siteId('wheelhouse'),
      on: '2026-11-16',
      session: 'am',
    } as const;
    await world.asked(session, '2026-11-16T09:00:00.000Z');
    await world.missed(session, 'silence', '2026-11-16T09:30:00.000Z');
    // One site is closed on a day, and one for good.
    const because = 'The roof';
    await world.send({ type: 'CloseSite', data: { ...closed, on: '2026-12-07', because } });
    await world.send({ type: 'GiveUpSite', data: { ...givenUp, on: '2026-11-13', because } });
    // A provider was asked for written assurance, and has answered some of it.
    const wheelhouse = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    const { adultId } = ofEverySchool;
    const asked = { assuranceId: assuranceIdOf(schoolId, wheelhouse.siteId), schoolId, ...wheelhouse, round: 1 };
    const asking = { recipientId: adultId, personId: personId('priya-raman'), on: '2026-11-13', replyBy: '2026-11-27' };
    const procedure = { id: world.edition.id, edition: world.edition.edition };
    await world.send({ type: 'RequestAssurance', data: { ...asked, ...asking, procedure } });
    const signed = { channel: 'link', byId: adultId, answeredBy: 'Tom Arkwright', position: 'Manager' };
    const ofAdult = { adultId, answers: [{ item: 'identity', answer: 'no' }] };
    const answers = [{ item: 'annual-update', answer: 'yes', on: '2026-09-03' }];
    const reply = { ...signed, on: '2026-11-16', adultIds: [adultId], othersIds: [], answers, adults: [ofAdult] };
    await world.send({ type: 'AnswerAssurance', data: { ...asked, ...reply } });
    // The head may open every page of the school, and an operator every other one.
    const earlier = { subjectId, schoolId, entryId: ofHollinBank.entryId, where: 'The Forge', schoolYear: '2024/25' };
    await world.send({ type: 'EnterEarlierProvision', data: earlier });
    // A school has stopped new starts, and a placement has ended.
    await world.send(stopOf(ofHollinBank));
    await world.send({
      type: 'EndPlacement',
      data: { ...ended, schoolId, endedOn: '2026-11-16', because },
    });
    const next = { from: '2026-11-17', place: 'own-school', details: 'The head of year.' };
    await world.send({
      type: 'SuspendPlacement',
      data: { ...suspended, schoolId, from: '2026-11-17', because, next },
    });
    await enterEvaluation(world, ofHollinBank);
    await enterVisit(world, ofHollinBank);
    await planWeek(world);
    agreement = await askWendy(world, '2026-11-20');
    await world.send({ type: 'MakeOperator', data: { personId: personId('ruth-calloway') } });
    await world.caughtUp();
    operator = await world.cookieOf('ruth-calloway');
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await parked.world.close();
    rmSync(folder, { recursive: true });
  });

  /** The addresses of all pages, each with what it is called in a report. */
  async function pages(): Promise<[route: string, path: string][]> {
    const { world } = parked;
    const entry = (await world.installation.parked.list()).at(-1) ?? (await parked.park());
    const mailId = newId();
    const { production } = world.installation.config;
    const mailbox = new MailboxNotifier(world.installation.database.pool('web'), world.clock, { production });
    const mail = { from: { name: 'Waymark', address: 'waymark@hollinbank.example' }, to: 'head@hollinbank.example' };
    const words = { subject: 'A letter', text: 'A letter.', html: '<p style="color: #00594c">A letter.</p>' };
    await mailbox.deliver(
      { letterId: mailId, messageId: `<${mailId}@waymark>`, ...mail, ...words },
      AbortSignal.timeout(10_000),
    );
    const tokens: Readonly<Record<string, string>> = {
      '/sign-in/:token': (await world.accounts.makeLink('sign-in', personId('martin-ellery'))).token,
      '/first-run/:token': (await world.accounts.makeLink('first-run')).token,
      '/p/:token/assurance':
        world.assuranceLinkOf('hollin-bank', 'wheelhouse', 'tom-arkwright', '2026-12-11').split('/')[2] ?? '',
      '/p/:token/briefing':
        world.briefingLinkOf(ofHollinBank.placementId, 'tom-arkwright', '2026-11-20').split('/')[2] ?? '',
      '/p/:token/agreement': agreement.split('/')[2] ?? '',
      '/p/:token': world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-16').slice('/p/'.length),
    };
    const { database, clock, masterKey } = world.installation;
    const by = { personId: personId('ruth-calloway'), schoolId: ofHollinBank.schoolId };
    const file = 'UPN,Surname,Forename,DOB,Year\nT860432112345,Moss,Dora,02/01/2012,9\nX1,Ray,Emil,3 Feb 2011,10\n';
    const files = [{ name: 'pupils.csv', bytes: Buffer.from(file) }];
    const stagedId = await new StagedFiles(database.pool('web'), clock, masterKey).keep(by, files);
    const { reactor, eventId } = entry;
    const parts = { ...ofEverySchool, ...ofHollinBank, reactor, eventId, mailId, stagedId };
    // One address for all of them, and each is a form of its own.
    const record = 'GET /schools/:schoolId/placements/:placementId/evidence/:evidence';
    const records = evidenceChoices.map(({ value: evidence }): [string, string] => [
      `${record} (${evidence})`,
      pathOf(record, { ...parts, evidence }),
    ]);
    const routed = world.web.routes
      // bull-board draws its own: see operations/queues.e2e.spec.ts. A document or a file is saved and no page.
      .filter(
        (route) =>
          route.startsWith('GET ') && !/\/health\/|\/operations\/queues|:documentId|\/register\/file/.test(route),
      )
      .map((route): [string, string] => {
        const token = tokens[route.slice('GET '.length)];
        return [route, pathOf(route, { ...parts, ...(token === undefined ? {} : { token }), ...others[route] })];
      });
    return [...routed, ...records];
  }

  /** Opens a page and tells everything that should not have happened on the way. */
  async function open(
    page: Page,
    path: string,
    runsScripts = true,
  ): Promise<{ answer: Response | null; faults: string[] }> {
    const faults: string[] = [];
    const said = (message: { type(): string; text(): string }) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    };
    const failed = (error: Error) => void faults.push(error.message);
    const asked = (request: { url(): string }) => {
      const url = request.url();
      if (!url.startsWith(`${parked.world.web.url}/`) && !url.startsWith('data:')) faults.push(`It asked ${url}.`);
    };
    page.on('console', said).on('pageerror', failed).on('request', asked);
    const answer = await page.goto(parked.world.web.url + path, { waitUntil: 'load' });
    if (runsScripts) faults.push(...(await page.evaluate<string[]>('globalThis.forbidden')));
    page.off('console', said).off('pageerror', failed).off('request', asked);
    return { answer, faults };
  }

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    const [name = '', value = ''] = operator.split('=');
    await context.addCookies([{ name, value, url: parked.world.web.url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    if (options.javaScriptEnabled !== false) await page.addInitScript(heedPolicy);
    return page;
  }

  it.each<[string, BrowserContextOptions]>([
    ['on a desktop', desktop],
    ['on a phone', phone],
    ['without JavaScript', { ...phone, javaScriptEnabled: false }],
  ])(
    'keeps to its policy, says nothing on the console, asks nobody else, and shuts nobody out, %s',
    async (screen, options) => {
      const found: Record<string, unknown> = {};
      const page = await newPage(options);
      const runsScripts = options.javaScriptEnabled !== false;
      const all = await pages();
      for (const [route, path] of all) {
        const { answer, faults } = await open(page, path, runsScripts);
        const policy = (await answer?.headerValue('content-security-policy')) ?? '';
        const wrong = [
          ...(answer?.status() === 200 ? [] : [`It answered ${answer?.status()}.`]),
          ...faults,
          ...(isLetter(route) ? [] : inlined((await answer?.text()) ?? '', policy)),
          // What axe finds on a phone, the journeys look for; it takes long.
          ...(options === desktop && !isLetter(route) ? await violations(page) : []),
          ...(runsScripts && (await overflow(page)) > 0 ? ['It is wider than the window.'] : []),
        ];
        await picture(page, `${screen.replaceAll(/\W+/g, '-')}${route.replaceAll(/\W+/g, '-')}`);
        if (wrong.length > 0) found[route] = wrong;
      }
      expect(found).toEqual({});
      expect(all.length).toBeGreaterThan(40);
    },
    1_200_000,
  );

  it('would tell of a page that breaks its policy, or that not everybody can use', async () => {
    const page = await newPage(desktop);
    await page.route('**/accessibility', async (route) => {
      const answer = await route.fetch();
      const html = (await answer.text()).replace(
        '</main>',
        '<p style="color: red">!</p><input><script>1</script></main>',
      );
      await route.fulfill({ response: answer, body: html });
    });
    const { answer, faults } = await open(page, '/accessibility');
    expect(faults.join('\n')).toMatch(/style-src-attr forbids inline[\s\S]*script-src-elem forbids inline/);
    expect(await violations(page)).toEqual(['label: #main-content > input']);
    expect(inlined((await answer?.text()) ?? '', '')).toEqual([
      'It has a script of its own.',
      'It has a script of its own.',
      'It has a style of its own.',
    ]);
  }, 60_000);
});

/** A letter in the mailbox is shown as mail programs show it, in a frame that runs nothing. */
const isLetter = (route: string): boolean => route.endsWith('/html');

/** Scripts without the nonce of their answer, styles and handlers that are written into the page. */
function inlined(html: string, policy: string): string[] {
  const [, nonce = 'none'] = /'nonce-([^']+)'/.exec(policy) ?? [];
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
  return [
    ...scripts
      .filter((attributes) => !/\ssrc="\/assets\//.test(attributes) && !attributes.includes(`nonce="${nonce}"`))
      .map(() => 'It has a script of its own.'),
    ...(/<style\b|<[^>]+\sstyle="/.test(html) ? ['It has a style of its own.'] : []),
    ...(/<[^>]+\son[a-z]+="/.test(html) ? ['It has a handler of its own.'] : []),
    ...(/\b(?:href|action|src)="\s*javascript:/i.test(html) ? ['It has an address that is a script.'] : []),
  ];
}

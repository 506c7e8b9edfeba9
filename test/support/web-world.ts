import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '#accounts';
import { readConfig } from '#config';
import {
  aboutSession,
  assuranceIdOf,
  attendanceIdOf,
  dutyIdOf,
  whereaboutsIdOf,
  type DutyKind,
  type PupilSession,
  type SearchCause,
} from '#domain';
import { HeldClock, newId, type Id, type Instant, type Message, type Meta, type Position } from '#event-sourcing';
import { allMigrations, openInstallation, type Installation } from '#installation';
import { ClockKeeping, sweeps } from '#jobs';
import { endOfLink, ProviderLinks } from '#letters';
import type { Meter } from '#metrics';
import { Editions, readEditions, shippedProcedures, type Edition } from '#procedure';
import { startWeb, type RunningWeb } from '../../apps/web/src/start-web.js';
import {
  adultId,
  personId,
  schoolId,
  siteId,
  type AdultName,
  type PersonName,
  type SchoolName,
  type SiteName,
} from '../../libs/simulation/src/week/names.js';
import { commandsAtWork, type CommandsAtWork } from './commands-at-work.js';
import { enteredTrust } from './entered-trust.js';
import { freshDatabase } from './fresh-database.js';

export type WebWorldOptions = {
  /** What the clock shows at first; it stands still until it is moved. */
  readonly at: Instant;
  /** Whether the example trust has been entered. */
  readonly entered?: boolean;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly notices?: readonly string[];
  /** Where the pages' log goes. */
  readonly logTo?: { write(line: string): void };
  /** Called before a process sends a command: what it throws is a fault that parks what the process heard. */
  readonly beforeProcessSends?: (command: Message) => void;
  /** Who counts what happens. */
  readonly meter?: Meter;
};

/** Under which everything was entered that a template holds. */
const key = Buffer.alloc(32, 1).toString('base64');

/**
 * The pages as they are, over a database of their own with followers at work, and a clock that stands still.
 *
 * ```ts
 * let world: WebWorld;
 * beforeAll(async () => (world = await WebWorld.open({ at: '2026-11-16T09:40:00.000Z' })));
 * afterAll(() => world.close());
 * ```
 */
export class WebWorld {
  private constructor(
    readonly web: RunningWeb,
    readonly installation: Installation,
    readonly clock: HeldClock,
    readonly accounts: Accounts,
    readonly editions: Editions,
    readonly edition: Edition,
    private readonly atWork: CommandsAtWork,
    private readonly closing: readonly (() => Promise<unknown>)[],
  ) {}

  static async open(options: WebWorldOptions): Promise<WebWorld> {
    const closing: (() => Promise<unknown>)[] = [];
    try {
      return await WebWorld.assemble(options, closing);
    } catch (error) {
      for (const close of closing.toReversed()) await close();
      throw error;
    }
  }

  private static async assemble(
    { at, entered = true, env = {}, notices = [], logTo, beforeProcessSends, meter }: WebWorldOptions,
    closing: (() => Promise<unknown>)[],
  ): Promise<WebWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'waymark-web-'));
    closing.push(() => rm(dataDir, { recursive: true, force: true }));
    const masterKey = env['MASTER_KEY'] ?? key;
    const procedures = shippedProcedures();
    const editions = await readEditions(procedures);
    const edition = editions.inForceOn('2026-11-01');
    if (!edition) throw new Error('No edition of the procedure is in force.');
    const filling = entered ? enteredTrust(masterKey, editions, edition) : undefined;
    if (env['MASTER_KEY'] === undefined) await writeFile(join(dataDir, 'master.key'), masterKey, { mode: 0o600 });
    const fresh = await freshDatabase({ migrations: allMigrations, filling });
    closing.push(() => fresh.drop());
    const config = readConfig({
      WAYMARK_DATA: dataDir,
      DATABASE_URL: fresh.serviceUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      WAYMARK_PROCEDURES: procedures,
      LOG_LEVEL: 'silent',
      ...env,
    });
    const clock = new HeldClock(at);
    const installation = await openInstallation(config, { clock, ...(meter && { meter }) });
    closing.push(() => installation.close());
    const atWork = await commandsAtWork(installation, await readEditions(config.procedures), beforeProcessSends);
    closing.push(() => atWork.close());
    const web = await startWeb(installation, { port: 0, host: '127.0.0.1', notices, logTo });
    closing.push(() => web.close());
    const accounts = new Accounts(installation.database.pool('web'), clock, installation.masterKey);
    const world = new WebWorld(web, installation, clock, accounts, editions, edition, atWork, closing);
    await world.moveTo(at);
    return world;
  }

  /** The clock shows this time, and everything that fell due until then has been looked for. */
  async moveTo(at: Instant): Promise<void> {
    this.clock.moveTo(at);
    const keeping = new ClockKeeping(this.installation.database.pool('web'));
    for (const sweep of sweeps) await keeping.swept(sweep, at);
  }

  /** Carries out a command, by the system unless somebody else is named, and waits until the pages show it. */
  async send(command: Message, actor: Meta['actor'] = { kind: 'system', id: 'test', roles: [] }): Promise<Position> {
    const via = actor.kind === 'system' ? 'job' : 'web';
    return (await this.atWork.send.send(command, { actor, correlationId: newId(), via })).position;
  }

  /** As an import sends: several commands in their order, in the name of an import. */
  async sendTogether(commands: readonly Message[]): Promise<void> {
    const actor: Meta['actor'] = { kind: 'import', id: newId(), roles: [] };
    await this.atWork.send.sendTogether(commands, { actor, correlationId: newId(), via: 'import' });
  }

  /** Waits until all followers have heard everything, and what followed from it. */
  caughtUp(): Promise<void> {
    return this.atWork.caughtUp();
  }

  /** The provider owes an answer since this time, and has half an hour for it. */
  async asked(session: PupilSession, raisedAt: Instant): Promise<void> {
    await this.raise('attendance-check', session, raisedAt);
  }

  /** The school looks for a pupil since this time. */
  async missed(session: PupilSession, because: SearchCause, openedAt: Instant): Promise<void> {
    const whereaboutsId = whereaboutsIdOf(session.subjectId, session.on, session.session);
    await this.send({ type: 'OpenWhereabouts', data: { whereaboutsId, ...aboutSession(session), because, openedAt } });
    await this.raise('find-the-pupil', session, openedAt);
  }

  private async raise(kind: DutyKind, session: PupilSession, raisedAt: Instant): Promise<void> {
    const fact =
      kind === 'attendance-check'
        ? attendanceIdOf(session)
        : whereaboutsIdOf(session.subjectId, session.on, session.session);
    const dueAt = new Date(Date.parse(raisedAt) + 30 * 60_000).toISOString();
    const data = { dutyId: dutyIdOf(kind, fact), kind, ...aboutSession(session), raisedAt, dueAt, late: false };
    await this.send({ type: 'RaiseDuty', data });
    await this.caughtUp();
  }

  /** The cookie of somebody of the example trust, signed in. */
  cookieOf(person: PersonName): Promise<string> {
    return this.cookieFor(personId(person));
  }

  /** The cookie of anybody, signed in. */
  async cookieFor(id: Id): Promise<string> {
    return `waymark=${(await this.accounts.startSession(id)).cookie}`;
  }

  /** The address, on this server, of the page behind an adult's link. */
  linkOf(site: SiteName, adult: AdultName, on: string, endsOn = on): string {
    const { masterKey, config } = this.installation;
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const endsAt = endOfLink(endsOn);
    return `/p/${links.tokenOf({ siteId: siteId(site), on, recipientId: adultId(adult), endsAt })}`;
  }

  /** The same of the page that asks for written assurance, for a school and a site. */
  assuranceLinkOf(school: SchoolName, site: SiteName, adult: AdultName, endsOn: string, round = 1): string {
    const { masterKey, config } = this.installation;
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const assuranceId = assuranceIdOf(schoolId(school), siteId(site));
    const link = { assuranceId, round, recipientId: adultId(adult), endsAt: endOfLink(endsOn) };
    return `/p/${links.assuranceTokenOf(link)}/assurance`;
  }

  /** The same of the page with what a provider must know of the pupil of a placement. */
  briefingLinkOf(placementId: Id, adult: AdultName, endsOn: string): string {
    const { masterKey, config } = this.installation;
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const link = { placementId, recipientId: adultId(adult), endsAt: endOfLink(endsOn) };
    return `/p/${links.briefingTokenOf(link)}/briefing`;
  }

  async close(): Promise<void> {
    for (const close of this.closing.toReversed()) await close();
  }
}

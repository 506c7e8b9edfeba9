import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Accounts, type LinkOptions } from '#accounts';
import { CommandsModule, Send } from '#commands';
import { readConfig, type Config } from '#config';
import { newId, Refusal, type Actor, type Id, type Instant, type Message } from '#event-sourcing';
import { InstallationModule, openInstallation, setFileClock, type Installation } from '#installation';
import { Jobs } from '#jobs';
import { createLogger, NestLogger } from '#logging';
import { Editions, readEditions, shippedProcedures, type Edition } from '#procedure';
import type { Environment } from './environment.js';

/**
 * An installation as whoever simulates its world sees it: they hold its clock, send commands, sign people in, add ticks
 * to the queue, and look at what has come of it. The programs that do the work are others.
 */
export class World {
  private constructor(
    readonly config: Config,
    readonly installation: Installation,
    readonly jobs: Jobs,
    readonly accounts: Accounts,
    readonly edition: Edition,
    private readonly clockFile: string,
    private readonly context: INestApplicationContext,
  ) {}

  /** Opens the installation that an environment describes; `at` is where its clock is held at first. */
  static async open(env: Environment, at: Instant): Promise<World> {
    const config = readConfig(env);
    const { clockFile, redisUrl, logLevel } = config;
    if (clockFile === undefined) throw new Error('A simulation holds the clock: set WAYMARK_CLOCK_FILE.');
    setFileClock(clockFile, { held: at });
    const editions = await readEditions(shippedProcedures());
    const edition = editions.inForceOn(at.slice(0, 10));
    if (!edition) throw new Error(`No edition of the procedure is in force at ${at}.`);

    const installation = await openInstallation(config);
    try {
      const log = createLogger('simulation', logLevel);
      const pool = installation.database.pool('jobs');
      const queues = redisUrl === undefined ? { postgresUrl: installation.database.serviceUrl } : { redisUrl };
      const jobs = await Jobs.open({ pool, queues, log });
      const context = await NestFactory.createApplicationContext(moduleOf(installation, editions), {
        logger: new NestLogger(log),
      });
      const accountsPool = installation.database.pool('accounts');
      const accounts = new Accounts(accountsPool, installation.clock, installation.masterKey);
      return new World(config, installation, jobs, accounts, edition, clockFile, context);
    } catch (error) {
      await installation.close();
      throw error;
    }
  }

  now(): Instant {
    return this.installation.clock.now();
  }

  /** Holds the clock of all programs at a moment. */
  moveTo(at: Instant): void {
    setFileClock(this.clockFile, { held: at });
  }

  /** Lets the clock of all programs run on from where it is. */
  letRun(): void {
    setFileClock(this.clockFile, { runningFrom: this.now(), since: Date.now() });
  }

  /** Carries out a command in somebody's name. @throws {Refusal} when a rule says no. */
  send(command: Message, personId: Id): Promise<void> {
    return this.carryOut(command, { kind: 'staff', id: personId, roles: [] }, 'cli');
  }

  /** The same of somebody without an account, by a link. @throws {Refusal} when a rule says no. */
  sign(command: Message, contactId: Id): Promise<void> {
    return this.carryOut(command, { kind: 'outside', id: contactId, roles: [] }, 'link');
  }

  private async carryOut(command: Message, actor: Actor, via: 'cli' | 'link'): Promise<void> {
    try {
      await this.context.get(Send).send(command, { actor, correlationId: newId(), via });
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(`${command.type} ${error.reason}`, error.details);
      throw error;
    }
  }

  /** The path of a page that signs somebody in. */
  async signInPath(personId: Id, options: LinkOptions = {}): Promise<string> {
    const { token } = await this.accounts.makeLink('sign-in', personId, options);
    return `/sign-in/${token}`;
  }

  /** Adds the jobs that the timetable adds each minute, for the moment at which the clock is held. */
  async tick(): Promise<void> {
    const at = this.now();
    await this.jobs.addMany([
      { name: 'sweep-duties', payload: { at } },
      { name: 'sweep-letters', payload: { at } },
    ]);
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.jobs.close();
    await this.installation.close();
  }
}

function moduleOf(installation: Installation, editions: Editions) {
  @Module({
    imports: [CqrsModule.forRoot(), InstallationModule.forRoot(installation), CommandsModule],
  })
  class WorldModule {}
  return {
    module: WorldModule,
    global: true,
    providers: [{ provide: Editions, useValue: editions }],
    exports: [Editions],
  };
}

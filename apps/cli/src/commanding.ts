import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { accountKeeper } from '#accounts';
import { CommandsModule, Send, type CarriedOut } from '#commands';
import type { Config } from '#config';
import { newId, type Message, type Meta } from '#event-sourcing';
import { followerName, type Followers } from '#followers';
import { InstallationModule, openEditions, openInstallation, type Installation } from '#installation';
import { createLogger, NestLogger, withoutPersonalData } from '#logging';
import { Editions } from '#procedure';
import { allProjections, ReadModelsModule } from '#read-models';
import { directoryFollower } from '#sealing';
import { Closing } from './closing.js';

/** Who gives the commands, unless somebody else is named: whoever may use this machine, under no name of their own. */
const commandLine: Pick<Meta, 'actor' | 'via'> = {
  actor: { kind: 'system', id: 'command-line', roles: [] },
  via: 'cli',
};

/** An installation in which a command of the command line acts: by the same doors, and with the same questions, as a page. */
export type Commanding = {
  readonly installation: Installation;
  readonly editions: Editions;
  readonly queries: QueryBus;
  /** All that is sent in one run belongs together. @throws {Refusal} when a rule says no. @throws {ZodError} */
  readonly send: (command: Message) => Promise<CarriedOut>;
  /** As `send`, for several in their order; those to one stream are appended at once. */
  readonly sendTogether: (commands: readonly Message[]) => Promise<void>;
  /**
   * Waits until the read models show all that has been stored until now, and tells how many events they show.
   * @throws when they stand still meanwhile.
   */
  readonly caughtUp: (onProgress?: (shown: number, of: number) => void) => Promise<void>;
  /**
   * Does something while this command follows nothing. What writes very much is written sooner, and is followed in larger
   * batches afterwards, or by the worker that runs.
   */
  readonly unfollowed: (work: () => Promise<void>) => Promise<void>;
};

const lookEveryMs = 500;
/** Followers that have not moved for so long stand still. */
const standsStillAfterMs = 30_000;

/**
 * Opens an installation for one command, beside whatever runs on it, and closes it afterwards. The read models are followed
 * meanwhile, so that questions are answered by what is stored now, also where no worker is running.
 */
export async function commanding<T>(
  config: Config,
  work: (commanding: Commanding) => Promise<T>,
  by: Pick<Meta, 'actor' | 'via'> = commandLine,
): Promise<T> {
  const closing = new Closing();
  try {
    return await work(await open(config, by, closing));
  } finally {
    await closing.close();
  }
}

async function open(config: Config, by: Pick<Meta, 'actor' | 'via'>, closing: Closing): Promise<Commanding> {
  // Standard output is for the result of the command.
  const log = createLogger('command line', config.logLevel, process.stderr);
  const installation = await openInstallation(config, {
    report: (sentence, error) => log.error(withoutPersonalData(error), sentence),
  });
  closing.add(() => installation.close());
  const editions = await openEditions(installation);
  const context = await NestFactory.createApplicationContext(moduleOf(installation, editions), {
    logger: new NestLogger(log),
    abortOnError: false,
  });
  closing.add(() => context.close());

  const custom = [directoryFollower, accountKeeper(installation.masterKey)];
  const follow = async (): Promise<Followers> => {
    const begun = installation.followers({ projections: allProjections, custom });
    await begun.start();
    return begun;
  };
  let followers = await follow();
  closing.add(() => followers.stop());
  const followed = [...allProjections.map(followerName), ...custom.map(({ name }) => name)];
  const correlationId = newId();
  const send = context.get(Send);
  return {
    installation,
    editions,
    queries: context.get(QueryBus),
    send: (command) => send.send(command, { ...by, correlationId }),
    sendTogether: (commands) => send.sendTogether(commands, { ...by, correlationId }),
    caughtUp: async (onProgress) => {
      const head = await installation.store.head();
      let shown = -1n;
      let movedAt = performance.now();
      while (!(await installation.progress.caughtUp(head, followed, lookEveryMs))) {
        const lag = await installation.progress.lag();
        const least = lag.reduce(
          (min, { name, position }) => (followed.includes(name) && position < min ? position : min),
          head,
        );
        if (least !== shown) [shown, movedAt] = [least, performance.now()];
        if (performance.now() - movedAt > standsStillAfterMs) {
          throw new Error(
            `The read models stand still at position ${least} of ${head}. See what is wrong with: waymark doctor`,
          );
        }
        onProgress?.(Number(least), Number(head));
      }
    },
    unfollowed: async (work) => {
      await followers.stop();
      try {
        await work();
      } finally {
        followers = await follow();
      }
    },
  };
}

function moduleOf(installation: Installation, editions: Editions) {
  @Global()
  @Module({ providers: [{ provide: Editions, useValue: editions }], exports: [Editions] })
  class EditionsModule {}
  @Module({
    imports: [
      CqrsModule.forRoot(),
      InstallationModule.forRoot(installation),
      EditionsModule,
      CommandsModule,
      ReadModelsModule,
    ],
  })
  class CommandingModule {}
  return CommandingModule;
}

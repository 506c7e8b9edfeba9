import 'reflect-metadata';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { accountKeeper, accountKeeperName } from '#accounts';
import { CommandsModule, Send } from '#commands';
import { allProcesses } from '#domain';
import type { Message, Position } from '#event-sourcing';
import { followerName } from '#followers';
import { InstallationModule, type Installation } from '#installation';
import { Editions } from '#procedure';
import { allProjections } from '#read-models';
import { directoryFollower } from '#sealing';

/** What carries out commands, apart from the pages, with all followers at work: a test enters things that no page does. */
export type CommandsAtWork = {
  readonly send: Send;
  /** Waits until all followers have heard everything, and what followed from it. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Begins with the commands and the followers of an installation.
 *
 * @param beforeProcessSends called before a process sends a command: what it throws is a fault that parks what the process heard
 */
export async function commandsAtWork(
  installation: Installation,
  editions: Editions,
  beforeProcessSends?: (command: Message) => void,
): Promise<CommandsAtWork> {
  const context = await NestFactory.createApplicationContext(commandsAlone(installation, editions), {
    logger: false,
    abortOnError: false,
  });
  const send = context.get(Send);
  const followers = installation.followers({
    projections: allProjections,
    custom: [directoryFollower, accountKeeper(installation.masterKey)],
    processes: allProcesses,
    send: async (command, meta) => {
      beforeProcessSends?.(command);
      await send.send(command, meta);
    },
  });
  const close = async () => {
    await followers.stop();
    await context.close();
  };
  try {
    await followers.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { send, caughtUp: () => caughtUp(installation), close };
}

async function caughtUp({ store, progress }: Installation): Promise<void> {
  const names = [
    ...allProjections.map(followerName),
    ...allProcesses.map(({ name }) => name),
    directoryFollower.name,
    accountKeeperName,
  ];
  for (let seen: Position | null = null; ;) {
    const head = await store.head();
    if (head === seen) return;
    seen = head;
    if (!(await progress.caughtUp(head, names, 10_000))) throw new Error('The pages never caught up.');
  }
}

function commandsAlone(installation: Installation, editions: Editions): DynamicModule {
  @Global()
  @Module({ providers: [{ provide: Editions, useValue: editions }], exports: [Editions] })
  class EditionsModule {}
  @Module({})
  class CommandsAlone {}
  const imports = [CqrsModule.forRoot(), InstallationModule.forRoot(installation), EditionsModule, CommandsModule];
  return { module: CommandsAlone, imports };
}

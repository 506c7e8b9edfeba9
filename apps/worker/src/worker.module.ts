import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Accounts } from '#accounts';
import { CommandsModule, Send } from '#commands';
import { heldForMs } from '#database';
import { DutySteps, WakeKeeper, Wakes } from '#duties';
import { Journal } from '#event-sourcing';
import { InstallationModule, type Installation } from '#installation';
import { ClockKeeping, Jobs } from '#jobs';
import { HandOver, LetterLocks, LetterWriter, notifierFor, Notifier, ProviderLinks } from '#letters';
import { createLogger } from '#logging';
import { Editions } from '#procedure';
import { ReadModelsModule } from '#read-models';
import { jobClasses } from './jobs/index.js';

export type WorkerParts = {
  readonly installation: Installation;
  readonly editions: Editions;
  readonly jobs: Jobs;
};

/** The parts of an installation that only the worker needs, made from it once. */
@Global()
@Module({})
class WorkerPartsModule {
  static of({ installation, editions, jobs }: WorkerParts): DynamicModule {
    const { config, clock, database, journal, masterKey, rows } = installation;
    const notifier = notifierFor(config, database.pool('letters'), clock);
    const links = new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl);
    const accounts = new Accounts(database.pool('accounts', { max: 1 }), clock, masterKey);
    const writer = new LetterWriter(rows, links, config, accounts);
    const log = createLogger('worker', config.logLevel);
    const heldBriefly = { idleInTransactionTimeoutMs: heldForMs };
    // A letter's lock keeps its connection for as long as the mail server takes.
    const locks = new LetterLocks(database.pool('letter locks', { max: 6, ...heldBriefly }), heldForMs);
    const wakes = new Wakes(database.pool('wakes', heldBriefly), journal, editions);
    const providers = [
      { provide: Wakes, useValue: wakes },
      { provide: WakeKeeper, useValue: new WakeKeeper(wakes, clock) },
      { provide: Editions, useValue: editions },
      { provide: Jobs, useValue: jobs },
      { provide: ClockKeeping, useValue: new ClockKeeping(database.pool('clock')) },
      { provide: Notifier, useValue: notifier },
      { provide: HandOver, useValue: new HandOver({ journal, clock, notifier, writer, locks, log }) },
    ];
    return { module: WorkerPartsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** Steps are taken through the same doors as a page's commands. */
const dutySteps = {
  provide: DutySteps,
  inject: [Journal, Send, Editions, Wakes],
  useFactory: (journal: Journal, send: Send, editions: Editions, wakes: Wakes) =>
    new DutySteps(journal, send, editions, wakes),
};

/** What happens without a request: a short class per job. */
@Module({})
export class WorkerModule {
  static of(parts: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        CqrsModule.forRoot(),
        InstallationModule.forRoot(parts.installation),
        WorkerPartsModule.of(parts),
        CommandsModule,
        ReadModelsModule,
      ],
      providers: [...jobClasses, dutySteps],
    };
  }
}

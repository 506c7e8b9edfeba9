import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from '#database';
import { Clock, Journal, Rows } from '#event-sourcing';
import { Parked, PostgresRows, Progress } from '#followers';
import { Directory, KeyDestruction, Keys, MasterKey, UpnClaims } from '#sealing';
import type { Config } from '#config';
import type { Installation } from './installation.js';

/** The configuration, as a class that Nest can inject: a type alone leaves nothing to inject by. */
export class Settings {
  constructor(readonly config: Config) {}
}

/** The parts of an installation, for every Nest module, each by its own class. Whoever opened it closes it. */
@Global()
@Module({})
export class InstallationModule {
  static forRoot(installation: Installation): DynamicModule {
    const {
      config,
      clock,
      database,
      journal,
      rows,
      directory,
      upnClaims,
      destruction,
      progress,
      parked,
      keys,
      masterKey,
    } = installation;
    const providers = [
      { provide: Settings, useValue: new Settings(config) },
      { provide: Clock, useValue: clock },
      { provide: Database, useValue: database },
      { provide: Journal, useValue: journal },
      { provide: Rows, useValue: rows },
      { provide: PostgresRows, useValue: rows },
      { provide: Directory, useValue: directory },
      { provide: UpnClaims, useValue: upnClaims },
      { provide: KeyDestruction, useValue: destruction },
      { provide: Progress, useValue: progress },
      { provide: Parked, useValue: parked },
      { provide: Keys, useValue: keys },
      { provide: MasterKey, useValue: masterKey },
    ];
    return { module: InstallationModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

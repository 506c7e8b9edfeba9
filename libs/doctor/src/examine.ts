import { join } from 'node:path';
import type { Config, Environment } from '#config';
import type { EmbeddedLook } from '#database';
import { SystemClock, type Clock, type EventStore } from '#event-sourcing';
import { allMigrations, FileClock } from '#installation';
import { checkDataDirectory } from './data-directory.js';
import { checkEditionsKept } from './editions-kept.js';
import { checkEventStore } from './event-store.js';
import { guarded, type Finding, type InWords } from './finding.js';
import { checkMasterKey } from './master-key.js';
import { checkMail, checkOperationsPort, checkPort, checkProcedures, checkRedis } from './neighbours.js';
import {
  checkEmbedded,
  checkMigrations,
  checkRestore,
  checkServer,
  checkUsers,
  connect,
  type Connections,
} from './server.js';
import { checkEnvironment, checkNode } from './surroundings.js';
import { checkClocks, checkFollowers, checkLetters, checkSweeps } from './work.js';

/**
 * Examines an installation, whether it runs, is stopped or is broken: what is configured, what answers, what is wrong. It
 * starts nothing, changes nothing and sends nothing; each check stands for itself, and nothing is thrown.
 */
export async function examine(env: Environment, inWords: InWords): Promise<readonly Finding[]> {
  const { findings, config } = checkEnvironment(env);
  const examination = new Examination(inWords, [checkNode(), ...findings]);
  if (config) await examination.of(config);
  return examination.findings;
}

class Examination {
  private look: EmbeddedLook | null = null;
  private connections: Connections | null = null;
  private store: EventStore | null = null;

  constructor(
    private readonly inWords: InWords,
    readonly findings: Finding[],
  ) {}

  async of(config: Config): Promise<void> {
    await this.check('data directory', () => checkDataDirectory(config.dataDir));
    await this.check('procedure', () => checkProcedures(config));
    await this.database(config);
    await this.check('Redis', () => checkRedis(config));
    await this.check('mail server', () => checkMail(config));
    await this.check('port', () => checkPort(config));
    await this.check('operations port', () => checkOperationsPort(config));
  }

  private async database(config: Config): Promise<void> {
    if (config.databaseUrl === undefined) await this.embedded(config.dataDir);
    await this.check('database', async () => {
      this.connections = await connect(config, this.look);
      return this.connections ? checkServer(this.connections) : [];
    });
    const { connections } = this;
    const key = { given: config.masterKey, file: join(config.dataDir, 'master.key') };
    await this.check('master key', () => checkMasterKey(key, connections?.service ?? null));
    if (connections) await this.inside(config, connections);
    await connections?.end();
  }

  private async embedded(dataDir: string): Promise<void> {
    await this.check('database', () => {
      const { findings, look } = checkEmbedded(dataDir);
      this.look = look;
      return findings;
    });
    const { look } = this;
    if (look) await this.check('who is there', () => checkUsers(look));
  }

  private async inside(config: Config, connections: Connections): Promise<void> {
    const { service } = connections;
    const { clockFile } = config;
    const clock = (): Clock => (clockFile === undefined ? new SystemClock() : new FileClock(clockFile));
    await this.check('tables', () => checkMigrations(connections, allMigrations));
    await this.check('restore', () => checkRestore(service));
    await this.check('clock', () => checkClocks(service));
    await this.check('event store', async () => {
      const { findings, store } = await checkEventStore(config, service);
      this.store = store;
      return findings;
    });
    await this.check('editions in use', () => (this.store ? checkEditionsKept(config, service, this.store) : []));
    await this.check('followers', () => (this.store ? checkFollowers(service, this.store, clock()) : []));
    await this.store?.close();
    await this.check('sweeps', () => checkSweeps(service, clock()));
    await this.check('letters', () => checkLetters(service, clock()));
  }

  private async check(name: string, work: () => Promise<readonly Finding[]> | readonly Finding[]): Promise<void> {
    this.findings.push(...(await guarded(name, this.inWords, work)));
  }
}

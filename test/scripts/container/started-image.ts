import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '#database';
import { MailServer } from '#simulation';
import { Running, type Ended } from '../../bad-days/bad-day.js';
import { OwnPostgres } from '../../support/own-postgres.js';
import { RedisServer } from '../../support/redis-server.js';
import { readComposeFile, type Service } from './compose-file.js';
import { contextOf } from './context.js';
import { readDockerfile } from './dockerfile.js';
import { ImageRoot } from './image-root.js';

/** Where a program listens: containers have ports of their own, the programs of a test share this machine's. */
export type Ports = { readonly pages: number; readonly operations: number };

/**
 * Starts what the compose file starts, from the image's files, as the image's user, with the variables and secrets of the
 * compose file. PostgreSQL, Redis and the mail server are real ones of this machine, in the places of their containers.
 */
export class StartedImage {
  private readonly running: Running[] = [];

  private constructor(
    readonly root: ImageRoot,
    readonly postgres: OwnPostgres,
    private readonly services: Readonly<Record<string, Service>>,
    private readonly redis: RedisServer,
    private readonly mail: MailServer,
    /** Takes the place of /run/secrets. */
    private readonly secrets: string,
  ) {}

  static async make(): Promise<StartedImage> {
    const root = ImageRoot.build(readDockerfile(readFileSync('docker/Dockerfile', 'utf8')), contextOf('.'));
    const { services } = readComposeFile('docker/compose.yaml');
    const postgres = await OwnPostgres.start();
    const [, ...options] = services['redis']?.command ?? [];
    // `--appendonly yes` of a command line is a line `appendonly yes` of the settings.
    const lines = options.join(' ').split('--').slice(1);
    const redis = await RedisServer.start({ lines: () => lines });
    const mail = await MailServer.start();
    const secrets = makeSecrets({
      'postgres:5432': `127.0.0.1:${postgres.port}`,
      'mail:1025': `127.0.0.1:${mail.port}`,
    });
    await postgres.asAdmin('postgres', (admin) => admin.query('CREATE DATABASE waymark'));
    const roles = readFileSync('docker/postgres/roles.sql', 'utf8').replaceAll('/run/secrets', secrets);
    await postgres.asAdmin('waymark', (admin) => admin.query(roles));
    return new StartedImage(root, postgres, services, redis, mail, secrets);
  }

  /** Starts the command of a service, or another one in its place, as `docker compose run` does. */
  start(name: string, ports: Ports, command: readonly string[] = this.services[name]?.command ?? []): Running {
    const [program = '', ...args] = command.map((word) => this.root.turned(word));
    const running = new Running(
      spawn(program, args, {
        cwd: this.root.at('/opt/waymark'),
        env: this.environmentOf(name, ports),
        stdio: ['ignore', 'pipe', 'pipe'],
        ...userOf(this.root),
      }),
    );
    this.running.push(running);
    return running;
  }

  /** Runs a command of a service to its end. */
  async run(name: string, command?: readonly string[], ports?: Ports): Promise<Ended> {
    return this.start(name, ports ?? (await freePorts()), command).ended();
  }

  async stop(): Promise<void> {
    for (const each of this.running) await each.kill();
    await this.mail.stop();
    await this.redis.stop();
    await this.postgres.stop();
    this.root.remove();
    rmSync(dirname(this.secrets), { recursive: true });
  }

  private environmentOf(name: string, { pages, operations }: Ports): Record<string, string> {
    const service = this.services[name];
    if (!service) throw new Error(`The compose file has no service called ${name}.`);
    const { env } = this.root.settings;
    const inImage = Object.entries(env).map(([variable, value]) => [variable, this.root.turned(value)]);
    const inService = Object.entries(service.environment).map(([variable, value]) => [
      variable,
      value.replace('/run/secrets', this.secrets).replace('redis://redis:6379', this.redis.url),
    ]);
    return {
      ...(Object.fromEntries([...inImage, ...inService]) as Record<string, string>),
      PORT: String(pages),
      OPERATIONS_PORT: String(operations),
      PATH: [this.root.at('/usr/local/bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      // Nobody in the container may write there, either.
      TMPDIR: this.root.at('/tmp'),
    };
  }
}

export const freePorts = async (): Promise<Ports> => ({ pages: await freePort(), operations: await freePort() });

/** As root, a program is the image's user; anybody else can only be themselves. */
function userOf({ settings }: ImageRoot): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = settings.user.split(':').map(Number);
  return { uid, gid };
}

/** What `make-secrets.sh` makes, with the places of this machine's servers for those of the containers. */
function makeSecrets(places: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-image-secrets-'));
  cpSync('docker/make-secrets.sh', join(folder, 'make-secrets.sh'));
  execFileSync('sh', [join(folder, 'make-secrets.sh')]);
  const secrets = join(folder, 'secrets');
  // A container is given each file by itself, so the folder keeps nobody in it out.
  for (const each of [folder, secrets]) chmodSync(each, 0o755);
  for (const name of readdirSync(secrets)) {
    const file = join(secrets, name);
    const text = Object.entries(places).reduce(
      (said, [there, here]) => said.replace(there, here),
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, text);
  }
  return secrets;
}

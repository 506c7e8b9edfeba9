import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readConfig } from '#config';
import { commandLine } from '../../apps/cli/src/command-line.js';
import { paths } from '../../apps/web/src/shell/paths.js';
import { readComposeFile, variablesOf, type Service } from './container/compose-file.js';
import { contextOf } from './container/context.js';
import { readDockerfile } from './container/dockerfile.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const example = read('.env.example');
/** What .env.example describes, and the secrets that may be given as files. */
const variables = new Set([...example.matchAll(/\b([A-Z]\w+)(?==|_FILE\b)/g)].map(([, name]) => name));
const isVariable = (name: string): boolean => variables.has(name) || (name.endsWith('_FILE') && example.includes(name));

const [program, ...commands] = [commandLine().name(), ...commandLine().commands.map((each) => each.name())];
const isCommand = ([first = '', second = '']: readonly string[]): boolean =>
  first === program && commands.includes(second);

const stages = readDockerfile(read('docker/Dockerfile'));
const image = stages.at(-1)?.settings;
if (!image) throw new Error('The Dockerfile has no stage.');

describe('the image', () => {
  it('stands on one long-term release of Node, by its number, in every stage', () => {
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set(['node:24-trixie-slim']));
  });

  it('is run by somebody who is not root, which can be seen by the number', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('says which Waymark it is', () => {
    const { version, description, license } = JSON.parse(read('package.json')) as Record<string, string>;
    expect(image.labels).toEqual({
      'org.opencontainers.image.title': 'Waymark',
      'org.opencontainers.image.description': description,
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': license,
    });
  });

  it('starts a command that there is, without a shell that would keep signals from it', () => {
    expect(image.entrypoint).toEqual([]);
    expect(image.command).toEqual(['waymark', 'web']);
    expect(isCommand(image.command)).toBe(true);
  });

  it('sets variables that there are, to what is right in production', () => {
    expect(Object.keys(image.env).filter((name) => !isVariable(name))).toEqual([]);
    const config = readConfig({ ...image.env, PUBLIC_URL: 'https://waymark.example.org' });
    expect(config).toMatchObject({ production: true, host: '0.0.0.0', port: image.ports[0] });
  });

  it('asks for its health at an address that there is', () => {
    const [node, file = ''] = image.healthCheck;
    expect(node).toBe('node');
    const copied = stages.at(-1)?.steps.flatMap((step) => (step.does === 'copy' ? step.sources : []));
    expect(copied).toContain(file.replace('/opt/waymark/', ''));
    expect(read('docker/health.mjs')).toContain(`:\${port}${paths.health.live}\``);
  });
});

describe('what gets into a build', () => {
  it('is the sources and what builds them', () => {
    const allowed =
      /^(\.env\.example|package(-lock)?\.json|tsconfig(\.build)?\.json|docker\/health\.mjs|(apps|bin|libs|procedures|scripts)\/.+)$/;
    const files = contextOf('.');
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['bin/waymark.js', 'libs/config/src/index.ts', 'docker/health.mjs']));
  });

  it('is never a secret, data, or what lies about in a working copy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-context-'));
    const lyingAbout = [
      '.env',
      '.git/config',
      'apps/web/.env',
      'backups/waymark-1.backup',
      'coverage/index.html',
      'data/master.key',
      'data/destroyed-keys.jsonl',
      'dist/apps/cli/src/main.js',
      'docker/.env',
      'docker/secrets/master-key',
      'libs/config/src/config.spec.ts',
      'libs/node_modules/pg/index.js',
      'node_modules/pg/index.js',
      'waymark.log',
    ];
    for (const file of [...lyingAbout, 'libs/config/src/config.ts']) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    cpSync('.dockerignore', join(folder, '.dockerignore'));
    expect(contextOf(folder)).toEqual(['libs/config/src/config.ts']);
    rmSync(folder, { recursive: true });
  });
});

describe('the compose file', () => {
  const text = read('docker/compose.yaml');
  const { services, networks, volumes, secrets } = readComposeFile('docker/compose.yaml');
  const named = Object.entries(services);
  const ours = named.filter(([, { build }]) => build !== undefined);
  const offences = (offends: (service: Service, name: string) => boolean): string[] =>
    named.flatMap(([name, service]) => (offends(service, name) ? [name] : []));

  it('is a trust: PostgreSQL, Redis, a mail catcher, the pages, two workers; and KurrentDB for whoever asks for it', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'redis', 'mail', 'migrate', 'web', 'worker', 'kurrentdb']);
    expect(services['worker']?.deploy.replicas).toBe(2);
    expect(offences(({ profiles }) => profiles !== undefined)).toEqual(['kurrentdb']);
    expect(services['kurrentdb']?.profiles).toEqual(['kurrentdb']);
  });

  it('names each image by a version, and the own one by that of the package', () => {
    expect(offences(({ image }) => !/:v?\d[\w.-]*$/.test(image))).toEqual([]);
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(new Set(ours.map(([, service]) => service.image))).toEqual(new Set([`waymark:${version}`]));
  });

  it('builds the own image from a file that there is', () => {
    for (const [, { build }] of ours)
      expect(existsSync(join('docker', build?.context ?? '', build?.dockerfile ?? ''))).toBe(true);
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'web', 'worker']);
  });

  it('gives commands that there are', () => {
    expect(ours.filter(([, { command = [] }]) => !isCommand(command))).toEqual([]);
  });

  it('sets variables that there are, and takes no others than the guide describes', () => {
    const unknown = ours.flatMap(([, { environment }]) => Object.keys(environment).filter((name) => !isVariable(name)));
    expect(unknown).toEqual([]);
    const guide = read('docker/README.md');
    expect(variablesOf(text).filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it('gives each program a secret as a file that it names, and no other', () => {
    for (const [, service] of named) {
      const asked = Object.entries(service.environment).filter(([name]) => name.endsWith('_FILE'));
      const files = asked.map(([, file]) => file.replace('/run/secrets/', ''));
      const inRolesSql = service.image.startsWith('postgres:')
        ? ['postgres-owner-password', 'postgres-service-password']
        : [];
      expect([...files, ...inRolesSql].sort()).toEqual([...service.secrets].sort());
      expect(Object.keys(secrets)).toEqual(expect.arrayContaining([...service.secrets]));
    }
  });

  it('keeps the login that owns the tables from what serves', () => {
    expect(offences((service) => service.secrets.includes('database-owner-url'))).toEqual(['migrate']);
  });

  it('starts a program when what it needs is healthy and the database has what it needs', () => {
    for (const [, { depends_on: needs }] of named) {
      for (const [name, { condition, required = true }] of Object.entries(needs)) {
        const needed = services[name];
        const isChecked = needed?.healthcheck !== undefined || needed?.image.includes('kurrentdb') === true;
        expect(condition === 'service_healthy' ? isChecked : needed?.restart === 'no').toBe(true);
        expect(required).toBe(needed?.profiles === undefined);
      }
    }
    for (const name of ['web', 'worker']) expect(Object.keys(services[name]?.depends_on ?? {})).toContain('migrate');
  });

  it('mounts what there is', () => {
    const mounted = named.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0] ?? ''));
    const [files, kept] = [
      mounted.filter((each) => each.startsWith('.')),
      mounted.filter((each) => !each.startsWith('.')),
    ];
    expect(files.filter((file) => !existsSync(join('docker', file)))).toEqual([]);
    expect(new Set(kept)).toEqual(new Set(Object.keys(volumes)));
    for (const [, service] of ours) expect(service.volumes).toEqual([`waymark:${image.env['WAYMARK_DATA']}`]);
  });

  it('lets nobody from outside in but through this machine, and only to the pages and the mail catcher', () => {
    const published = named.flatMap(([name, { ports }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual(['mail 127.0.0.1:8025:8025', `web 127.0.0.1:3000:${image.ports[0]}`]);
    expect(networks['inside']).toEqual({ internal: true });
    expect(offences((service) => !service.networks.includes('inside'))).toEqual([]);
    expect(offences((service) => service.networks.includes('outside'))).toEqual(['mail', 'migrate', 'web', 'worker']);
  });

  it('gives no program more than it needs', () => {
    expect(offences(({ read_only: readOnly }) => !readOnly)).toEqual([]);
    expect(offences(({ cap_drop: dropped }) => dropped.join() !== 'ALL')).toEqual([]);
    expect(offences(({ security_opt: options }) => !options.includes('no-new-privileges:true'))).toEqual([]);
    expect(offences(({ user, build }, name) => user === undefined && !build && name !== 'kurrentdb')).toEqual([]);
    expect(offences(({ logging }) => logging.options['max-size'] === undefined)).toEqual([]);
  });

  it('waits longer for a program to end than the program itself', () => {
    const itself = Number(/withinSeconds = (\d+);/.exec(read('libs/installation/src/stopping.ts'))?.[1]);
    for (const [, service] of ours)
      expect(Number.parseInt(service.stop_grace_period ?? '0', 10)).toBeGreaterThan(itself);
  });
});

describe('the commands of the guides', () => {
  const { services, volumes } = readComposeFile('docker/compose.yaml');
  const lines = ['docker/README.md', 'docs/topologies.md'].flatMap((guide) =>
    [...read(guide).matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, code = '']) => code.trim().split('\n')),
  );
  const given = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);

  it('are given to services that there are', () => {
    const found = given(/^docker compose (?:up|logs|run) (.+)$/)
      .map((words) => words.replaceAll(/--volume \S+ |--scale \S+ /g, '').split(' '))
      .flatMap((words) => {
        const ends = words.indexOf('waymark');
        return words.slice(0, ends < 0 ? undefined : ends).filter((word) => word !== '' && !word.startsWith('--'));
      });
    expect(new Set(found)).toEqual(new Set(['web', 'worker', 'migrate', 'postgres', 'redis']));
    expect(found.filter((name) => !(name in services))).toEqual([]);
    expect(given(/COMPOSE_PROFILES=(\w+)/).filter((name) => !services['kurrentdb']?.profiles?.includes(name))).toEqual(
      [],
    );
    const removed = given(/^docker volume rm (.+)$/).flatMap((words) => words.split(' '));
    expect(removed.filter((name) => !(name.replace(/^waymark_/, '') in volumes))).toEqual([]);
  });

  it('are commands of Waymark that there are', () => {
    const found = given(/^docker compose run .* (waymark .*)$/).map((words) => words.split(' '));
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((words) => !isCommand(words))).toEqual([]);
    const user = commandLine().commands.find((each) => each.name() === 'user');
    const inner = found.filter(([, name]) => name === 'user').map(([, , name]) => name);
    expect(user?.commands.map((each) => each.name())).toEqual(expect.arrayContaining(inner));
  });
});

describe('the secrets of the compose file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-secrets-'));
  const make = () => execFileSync('sh', [join(folder, 'make-secrets.sh')], { encoding: 'utf8' });
  const made = (name: string) => read(join(folder, 'secrets', name));
  beforeAll(() => {
    cpSync('docker/make-secrets.sh', join(folder, 'make-secrets.sh'));
    make();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are made by one command, each as Waymark takes it, in a folder that nobody else may enter', () => {
    const { secrets } = readComposeFile('docker/compose.yaml');
    expect(readdirSync(join(folder, 'secrets')).sort()).toEqual(Object.keys(secrets).sort());
    expect(Object.values(secrets).map(({ file }) => file)).toEqual(
      Object.keys(secrets).map((name) => `./secrets/${name}`),
    );
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'secrets/master-key')).mode & 0o777).toBe(0o644);
    const config = readConfig({
      DATABASE_URL: made('database-url').trim(),
      DATABASE_OWNER_URL: made('database-owner-url').trim(),
      MASTER_KEY: made('master-key').trim(),
      SMTP_URL: made('smtp-url').trim(),
    });
    expect(config.masterKey).toHaveLength(32);
    expect(config.databaseUrl).toBe(
      `postgres://waymark_service:${made('postgres-service-password')}@postgres:5432/waymark`,
    );
    expect(config.databaseOwnerUrl).toBe(
      `postgres://waymark_owner:${made('postgres-owner-password')}@postgres:5432/waymark`,
    );
  });

  it('are others each time, and stay as they are where they were made already', () => {
    const before = Object.fromEntries(readdirSync(join(folder, 'secrets')).map((name) => [name, made(name)]));
    expect(new Set(Object.values(before)).size).toBe(Object.keys(before).length);
    rmSync(join(folder, 'secrets/postgres-password'));
    make();
    expect(made('postgres-password')).toMatch(/^[0-9a-f]{64}$/);
    expect(made('postgres-password')).not.toBe(before['postgres-password']);
    expect(made('master-key')).toBe(before['master-key']);
  });

  it('are no part of the project', () => {
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['docker/secrets/', 'docker/.env']));
  });
});

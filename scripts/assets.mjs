// Makes what browsers are sent: styles and script with a hash of their content in the name, so that they may be kept for
// ever, compressed once here and not at every request; and puts the templates where the built programs look for them.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { compileAsync } from 'sass';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'apps/web/assets');
const pages = join(root, 'apps/web/src');
const target = join(root, 'dist/assets');

/** Builds everything into dist; the manifest, which is written last, says under which name each asset is served. */
export async function buildAssets() {
  const made = {
    'staff.css': await style('staff.scss'),
    'link.css': await style('link.scss'),
    'staff.js': await script('staff.js'),
    'waymark.svg': await readFile(join(source, 'waymark.svg')),
  };
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const manifest = {};
  for (const [name, bytes] of Object.entries(made)) {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const served = name.replace('.', `.${hash}.`);
    await writeFile(join(target, served), bytes);
    await writeFile(join(target, `${served}.gz`), await promisify(gzip)(bytes, { level: 9 }));
    await writeFile(join(target, `${served}.br`), await promisify(brotliCompress)(bytes));
    manifest[name] = served;
  }
  await copyTemplates();
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function style(name) {
  const loadPaths = [root, join(root, 'node_modules')];
  const { css } = await compileAsync(join(source, name), { loadPaths, style: 'compressed', quietDeps: true });
  return Buffer.from(css);
}

async function script(name) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(source, name)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}

async function copyTemplates() {
  for (const file of await readdir(pages, { recursive: true })) {
    if (!file.endsWith('.njk')) continue;
    const to = join(root, 'dist', relative(root, pages), file);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(pages, file), to);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildAssets();

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Settings, Stage, Step } from './dockerfile.js';

/**
 * The files of an image, made without an engine: each stage is a folder that takes the place of the root, into which files
 * are copied and in which scripts run with their absolute paths turned into it. Base images are not there: Node, npm and the
 * shell are this machine's.
 */
export class ImageRoot {
  private constructor(
    /** Takes the place of `/` in the last stage. */
    readonly folder: string,
    readonly settings: Settings,
    private readonly all: string,
  ) {}

  /** Takes the steps of all stages. @throws with what a step said when it fails. */
  static build(stages: readonly Stage[], context: readonly string[], contextFolder = resolve('.')): ImageRoot {
    const all = mkdtempSync(join(tmpdir(), 'waymark-image-'));
    chmodSync(all, 0o755); // The user of the image has to get in.
    const programs = makePrograms(all, contextFolder);
    const folders = new Map<string | null, string>();
    let last: { folder: string; stage: Stage } | undefined;
    for (const [index, stage] of stages.entries()) {
      const folder = join(all, `stage-${index}`);
      for (const path of ['opt', 'usr/local/bin', 'var/lib']) mkdirSync(join(folder, path), { recursive: true });
      folders.set(stage.name, folder);
      last = { folder, stage };
      let workingFolder = '/';
      for (const step of stage.steps) {
        if (step.does === 'work-in') workingFolder = step.folder;
        const at = join(folder, workingFolder);
        mkdirSync(at, { recursive: true });
        if (step.does === 'run') run(step.script, { folder, at, programs, env: stage.settings.env });
        if (step.does === 'copy') copy(step, at, folder, folders, { files: context, folder: contextFolder });
      }
    }
    if (!last) throw new Error('There is no stage.');
    return new ImageRoot(last.folder, last.stage.settings, all);
  }

  /** Where a path of the image lies on this machine. */
  at(path: string): string {
    return join(this.folder, path);
  }

  /** Words of the image, such as a command or the values of its environment, with their paths as they are on this machine. */
  turned(text: string): string {
    return turned(text, this.folder);
  }

  remove(): void {
    rmSync(this.all, { recursive: true, force: true });
  }
}

/** `npm ci` takes what the working copy has; and where nobody may give files away, nothing is given away. */
function makePrograms(all: string, workingCopy: string): { path: string; variables: Record<string, string> } {
  const folder = join(all, 'programs');
  mkdirSync(folder);
  symlinkSync(resolve('test/scripts/container/npm.mjs'), join(folder, 'npm'));
  if (process.getuid?.() !== 0) writeFileSync(join(folder, 'chown'), '#!/bin/sh\n', { mode: 0o755 });
  const npm = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim();
  const path = [folder, dirname(process.execPath), process.env['PATH']].join(delimiter);
  return { path, variables: { WORKING_COPY: workingCopy, NPM_ITSELF: npm } };
}

type Running = {
  readonly folder: string;
  readonly at: string;
  readonly programs: ReturnType<typeof makePrograms>;
  readonly env: Readonly<Record<string, string>>;
};

function run(script: string, { folder, at, programs, env }: Running): void {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', turned(script, folder)], {
    cwd: at,
    encoding: 'utf8',
    env: { HOME: join(folder, 'root'), ...env, PATH: programs.path, ...programs.variables },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`This step failed: ${script}\n${stdout.slice(-2_000)}\n${stderr.slice(-2_000)}`);
}

type Context = { readonly files: readonly string[]; readonly folder: string };

function copy(
  { from, sources, to }: Extract<Step, { does: 'copy' }>,
  at: string,
  root: string,
  stages: ReadonlyMap<string | null, string>,
  context: Context,
): void {
  const target = isAbsolute(to) ? join(root, to) : join(at, to);
  for (const source of sources) {
    if (from !== null) {
      const stage = stages.get(from);
      if (stage === undefined) throw new Error(`There is no stage called ${from} before this one.`);
      cpSync(join(stage, source), target, { recursive: true, verbatimSymlinks: true });
      continue;
    }
    const files = context.files.filter((file) => source === '.' || file === source || file.startsWith(`${source}/`));
    if (files.length === 0) throw new Error(`COPY names ${source}, and nothing of that name gets into the build.`);
    for (const file of files) {
      const inner = source === '.' ? file : file === source ? basename(file) : file.slice(source.length + 1);
      const isOne = file === source && !to.endsWith('/') && !(existsSync(target) && statSync(target).isDirectory());
      const place = isOne ? target : join(target, inner);
      mkdirSync(dirname(place), { recursive: true });
      cpSync(join(context.folder, file), place);
    }
  }
}

/** Absolute paths, as words of their own or behind an equals sign, turned into a folder. */
const turned = (text: string, root: string): string => text.replaceAll(/(?<=^|[\s="'])\/(?=\w)/g, `${root}/`);

/** What a stage of a Dockerfile does to its files, in order. */
export type Step =
  | { readonly does: 'work-in'; readonly folder: string }
  | { readonly does: 'run'; readonly script: string }
  | { readonly does: 'copy'; readonly from: string | null; readonly sources: readonly string[]; readonly to: string };

/** How a container of a stage is run. */
export type Settings = {
  readonly env: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly ports: number[];
  user: string;
  entrypoint: readonly string[] | null;
  command: readonly string[];
  healthCheck: readonly string[];
};

export type Stage = {
  readonly name: string | null;
  readonly base: string;
  readonly steps: Step[];
  readonly settings: Settings;
};

/**
 * Reads a Dockerfile, and refuses what it does not know: what is not understood can't be tried.
 *
 * @throws for an instruction, an option or a form that Waymark's Dockerfile has no need of.
 */
export function readDockerfile(text: string): Stage[] {
  const defaults: Record<string, string> = {};
  const stages: Stage[] = [];
  for (const { instruction, rest } of instructions(text)) {
    const stage = stages.at(-1);
    if (instruction === 'ARG' && !stage) {
      Object.assign(defaults, pairs(rest));
    } else if (instruction === 'FROM') {
      const [, base = '', name = null] = matched(/^(\S+)(?: AS ([a-z]+))?$/, rest, instruction);
      stages.push({ name, base: filledIn(base, defaults), steps: [], settings: nothingSet() });
    } else if (stage) {
      add(stage, instruction, rest);
    } else {
      throw new Error(`${instruction} stands before the first FROM.`);
    }
  }
  return stages;
}

function add({ steps, settings }: Stage, instruction: string, rest: string): void {
  switch (instruction) {
    case 'WORKDIR':
      steps.push({ does: 'work-in', folder: rest });
      return;
    case 'RUN':
      steps.push({ does: 'run', script: rest });
      return;
    case 'COPY': {
      const [, from = null, words = ''] = matched(/^(?:--from=([a-z]+) )?((?:[^-\s]\S* ?)+)$/, rest, instruction);
      const sources = words.split(' ');
      const to = sources.pop() ?? '';
      steps.push({ does: 'copy', from, sources, to });
      return;
    }
    case 'ENV':
      Object.assign(settings.env, pairs(rest));
      return;
    case 'LABEL':
      Object.assign(settings.labels, pairs(rest));
      return;
    case 'EXPOSE':
      settings.ports.push(...rest.split(' ').map(Number));
      return;
    case 'USER':
      settings.user = rest;
      return;
    case 'HEALTHCHECK': {
      const [, command = ''] = matched(/^(?:--[a-z-]+=\w+ )*CMD (\[.*\])$/, rest, instruction);
      settings.healthCheck = words(command);
      return;
    }
    case 'ENTRYPOINT':
      settings.entrypoint = words(rest);
      return;
    case 'CMD':
      settings.command = words(rest);
      return;
    default:
      throw new Error(`${instruction} is not known here.`);
  }
}

/** Comments go, and lines that go on are joined. */
function instructions(text: string): { instruction: string; rest: string }[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  return lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, instruction = '', rest = ''] = matched(/^([A-Z]+) (.+)$/, line.trimEnd(), 'A line');
      return { instruction, rest };
    });
}

/** Only the form that starts a program without a shell: a shell in between would keep signals from it. */
function words(rest: string): string[] {
  const found: unknown = JSON.parse(rest);
  if (!Array.isArray(found) || !found.every((word) => typeof word === 'string')) throw new Error(`Not words: ${rest}`);
  return found;
}

function pairs(rest: string): Record<string, string> {
  const found = [...rest.matchAll(/([\w.-]+)=(?:"([^"]*)"|(\S+))\s*/g)];
  if (found.map(([whole]) => whole).join('') !== rest) throw new Error(`Not names with values: ${rest}`);
  return Object.fromEntries(found.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

const filledIn = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing says what ${name} is.`);
    return value;
  });

const nothingSet = (): Settings => ({
  env: {},
  labels: {},
  ports: [],
  user: 'root',
  entrypoint: null,
  command: [],
  healthCheck: [],
});

function matched(pattern: RegExp, text: string, what: string): RegExpExecArray {
  const found = pattern.exec(text);
  if (!found) throw new Error(`${what} is written in a way that is not known here: ${text}`);
  return found;
}

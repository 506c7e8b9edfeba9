import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.array(z.string());
const byName = z.record(z.string(), z.string());
const waits = z.strictObject({
  condition: z.enum(['service_healthy', 'service_completed_successfully']),
  required: z.boolean().optional(),
});
const time = z.string().regex(/^\d+[sm]$/);
const checked = z.strictObject({
  test: words,
  interval: time,
  timeout: time,
  retries: z.int().optional(),
  start_period: time.optional(),
});

/** A service, as far as our file makes use of what Compose knows. A word that Compose does not know is refused. */
const service = z.strictObject({
  profiles: words.optional(),
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  user: z.string().optional(),
  command: words.optional(),
  environment: byName.default({}),
  secrets: words.default([]),
  volumes: words.default([]),
  tmpfs: words.default([]),
  networks: words,
  ports: words.default([]),
  depends_on: z.record(z.string(), waits).default({}),
  healthcheck: z.union([checked, z.strictObject({ disable: z.literal(true) })]).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  init: z.boolean(),
  read_only: z.boolean(),
  cap_drop: words,
  security_opt: words,
  logging: z.strictObject({ driver: z.string(), options: byName }),
  shm_size: z.string().optional(),
  stop_grace_period: time.optional(),
  deploy: z.strictObject({
    replicas: z.int().optional(),
    resources: z.strictObject({ limits: z.strictObject({ memory: z.string() }) }),
  }),
});
export type Service = z.output<typeof service>;

const empty = z.record(z.string(), z.strictObject({}));
const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
  volumes: empty,
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});
export type ComposeFile = z.output<typeof composeFile>;

/** Reads a compose file as Compose does: variables filled in from an environment, anchors merged, `x-` left out. @throws {z.ZodError} */
export function readComposeFile(path: string, env: Readonly<Record<string, string>> = {}): ComposeFile {
  const fill = (_: unknown, value: unknown): unknown => (typeof value === 'string' ? filledIn(value, env) : value);
  const document = parse(readFileSync(path, 'utf8'), fill, { merge: true }) as Record<string, unknown>;
  return composeFile.parse(Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('x-'))));
}

/** The variables that a compose file takes from the environment or the file `.env`, with what each is without. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)),
];

/** `${NAME:-default}`, or `${NAME-default}` where empty is a value; a default may hold another one, so the innermost comes first. */
function filledIn(text: string, env: Readonly<Record<string, string>>): string {
  const once = text.replaceAll(/\$\{(\w+)(:?)-([^${}]*)\}/g, (_, name: string, colon: string, otherwise: string) => {
    const given = env[name] ?? '';
    return given === '' && (colon === ':' || !(name in env)) ? otherwise : given;
  });
  return once === text ? text : filledIn(once, env);
}

import { z } from 'zod';
import { dutyKind, session } from '#domain';
import { day, id, instant, type Id } from '#event-sourcing';
import { correlationNow, type Because } from '#tracing';

/** Work about time goes through one queue and the post through another, so that a slow mail server holds up no sweep. */
export const queueNames = ['clock', 'post'] as const;
export type QueueName = (typeof queueNames)[number];

type JobRule<P extends z.ZodType> = {
  readonly queue: QueueName;
  /** Ids, days and instants only: what lies in a queue is sealed under no key. */
  readonly payload: P;
  /** What the job is about. The same id while one is waiting is the same job. */
  idOf(payload: z.output<P>): string;
  /**
   * What it means to add a job while one of the same id is running: `again` when the one that runs may have looked too
   * early, so that another must start after the adding; `enough` when it can't have.
   */
  readonly whileRunning: 'again' | 'enough';
};

const job = <P extends z.ZodType>(rule: JobRule<P>): JobRule<P> => rule;

/** A tick carries the time and nothing else; one that the timetable adds means now. */
const tick = z.strictObject({ at: instant.optional() });
export type Tick = z.output<typeof tick>;

const digits = (at: string | undefined): string => (at ?? 'now').replaceAll(/[^a-z\d]/gi, '').toLowerCase();
const idOfTick =
  (name: string) =>
  ({ at }: Tick): string =>
    `${name}-${digits(at)}`;

const stepDue = { kind: dutyKind, step: z.string().max(60) };

/** Every job: its name, what it carries, how its id is made. */
export const jobTable = {
  'sweep-duties': job({ queue: 'clock', payload: tick, idOf: idOfTick('sweep-duties'), whileRunning: 'again' }),
  'sweep-letters': job({ queue: 'clock', payload: tick, idOf: idOfTick('sweep-letters'), whileRunning: 'again' }),
  'recompute-wakes': job({ queue: 'clock', payload: tick, idOf: idOfTick('recompute-wakes'), whileRunning: 'enough' }),
  /** The steps that are due together: those of a site's session, or of the matters of a school's placements. */
  'take-steps': job({
    queue: 'clock',
    payload: z.union([
      z.strictObject({ ...stepDue, siteId: id, on: day, session }),
      z.strictObject({ ...stepDue, schoolId: id }),
    ]),
    idOf: (due) => {
      const { kind, step } = due;
      return 'schoolId' in due
        ? `${kind}-${due.schoolId}-${step}`
        : `${kind}-${due.siteId}-${due.on}-${due.session}-${step}`;
    },
    whileRunning: 'again',
  }),
  'hand-over-letter': job({
    queue: 'post',
    payload: z.strictObject({ letterId: id }),
    idOf: ({ letterId }) => `hand-over-letter-${letterId}`,
    whileRunning: 'enough',
  }),
} satisfies Record<string, JobRule<z.ZodType>>;

export type JobName = keyof typeof jobTable;
export const jobNames = Object.keys(jobTable) as JobName[];

/** What a job of this name carries. */
export type Payload<N extends JobName> = z.output<(typeof jobTable)[N]['payload']>;

/** Any job, with what it carries. */
export type NewJob = {
  [N in JobName]: {
    readonly name: N;
    readonly payload: Payload<N>;
    /** The event because of which it is added; where there is none, it is because of what is being done now. */
    readonly because?: Because;
  };
}[JobName];

export type ReadyJob = {
  readonly queue: QueueName;
  readonly name: JobName;
  readonly id: string;
  readonly data: unknown;
  readonly because: Because | undefined;
  readonly whileRunning: 'again' | 'enough';
};

/** A job as its queue takes it. @throws {z.ZodError} when the payload is not what the table says. */
export function readyJob({ name, payload, because }: NewJob): ReadyJob {
  // The rule of a name and the payload of that name belong together; the compiler can't follow the pair through a union.
  const rule: JobRule<z.ZodType> = jobTable[name];
  const data = rule.payload.parse(payload);
  const jobId = rule.idOf(data);
  // Colons part BullMQ's own keys and bare integers are its own ids: an id with either would be another job.
  if (jobId.includes(':') || /^\d+$/.test(jobId)) throw new Error(`The id of a ${name} must not be ${jobId}.`);
  const correlationId = because?.correlationId ?? correlationNow();
  return {
    queue: rule.queue,
    name,
    id: jobId,
    data: { ...(data as object), ...(correlationId === undefined ? {} : { correlationId }) },
    because,
    whileRunning: rule.whileRunning,
  };
}

const carried = z.looseObject({ correlationId: id.optional() });

/** What a queue gives back: the payload, unread, and the id under which the job is done; null for one of the timetable's. */
export function carriedBy(data: unknown): { readonly payload: unknown; readonly correlationId: Id | null } {
  const read = carried.safeParse(data);
  if (!read.success) return { payload: data, correlationId: null };
  const { correlationId = null, ...payload } = read.data;
  return { payload, correlationId };
}

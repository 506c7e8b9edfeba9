import { z } from 'zod';
import { idFrom } from '#event-sourcing';
import { correlated } from '#tracing';
import { UnknownJob, workOf, type AnyJobHandler } from './job-handler.js';
import { carriedBy, jobNames, jobTable, readyJob, type NewJob } from './job-table.js';

const siteId = idFrom('site');
const letterId = idFrom('letter');
const steps = { kind: 'attendance-check', siteId, on: '2026-11-23', session: 'am', step: 'chase' } as const;

const examples: readonly NewJob[] = [
  { name: 'sweep-duties', payload: { at: '2026-11-23T09:31:00.000Z' } },
  { name: 'sweep-letters', payload: { at: '2026-11-23T09:31:00.000Z' } },
  { name: 'recompute-wakes', payload: {} },
  { name: 'take-steps', payload: steps },
  { name: 'hand-over-letter', payload: { letterId } },
];

describe('a job', () => {
  it('has an id that says what it is about', () => {
    expect(examples.map((job) => readyJob(job).id)).toEqual([
      'sweep-duties-20261123t093100000z',
      'sweep-letters-20261123t093100000z',
      'recompute-wakes-now',
      `attendance-check-${siteId}-2026-11-23-am-chase`,
      `hand-over-letter-${letterId}`,
    ]);
    expect(examples.map(({ name }) => name)).toEqual(jobNames);
  });

  it('carries ids, days and instants, and nothing else', () => {
    const withName = { name: 'hand-over-letter', payload: { letterId, to: 'amira@home.example' } } as const;
    expect(() => readyJob(withName)).toThrow(z.ZodError);
    expect(() => readyJob({ name: 'hand-over-letter', payload: { letterId: 'Amira' } })).toThrow(z.ZodError);
  });

  it('carries the id of the event because of which it is added, or of what is being done', () => {
    const job = { name: 'take-steps', payload: steps } as const;
    const [event, request] = [idFrom('event'), idFrom('request')];
    const because = { correlationId: event };
    expect(correlated(request, () => readyJob(job).data)).toEqual({ ...steps, correlationId: request });
    expect(correlated(request, () => readyJob({ ...job, because }).data)).toEqual({ ...steps, correlationId: event });
    expect(readyJob(job).data).toEqual(steps);
  });

  it('gives its payload back without that id, and an id only if it is one', () => {
    const correlationId = idFrom('event');
    expect(carriedBy({ ...steps, correlationId })).toEqual({ payload: steps, correlationId });
    expect(carriedBy(steps)).toEqual({ payload: steps, correlationId: null });
    expect(carriedBy({ ...steps, correlationId: 'Amira' }).correlationId).toBeNull();
  });

  it('never has a colon in its id, which would part a key of BullMQ', () => {
    const withColon = { name: 'take-steps', payload: { ...steps, step: 'chase:again' } } as const;
    expect(() => readyJob(withColon)).toThrow('must not be attendance-check');
  });
});

describe('the handlers of the jobs', () => {
  const handlers = jobNames.map((job) => ({ job, handle: () => Promise.resolve() })) as AnyJobHandler[];
  const first = handlers.slice(0, 1);

  it('are one for each name', () => expect(() => workOf(handlers)).not.toThrow());
  it('are missed by name', () => expect(() => workOf(handlers.slice(1))).toThrow('No handler does sweep-duties'));
  it('are never two', () => expect(() => workOf([...handlers, ...first])).toThrow('Two handlers do sweep-duties'));

  it('get what the table says, not what happens to lie in the queue', async () => {
    const work = workOf(handlers);
    const { signal } = new AbortController();
    await expect(work('take-steps', steps, signal)).resolves.toBeUndefined();
    await expect(work('take-steps', { ...steps, on: 'Monday' }, signal)).rejects.toThrow(UnknownJob);
    await expect(work('bake-cake', {}, signal)).rejects.toThrow(UnknownJob);
  });

  it('must be for a job that there is', () => {
    const stranger = { job: 'bake-cake', handle: () => Promise.resolve() } as unknown as AnyJobHandler;
    expect(() => workOf([...handlers, stranger])).toThrow('There is no job called bake-cake');
    expect(Object.keys(jobTable)).not.toContain('bake-cake');
  });
});

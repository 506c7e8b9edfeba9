import type { Wakes } from '#duties';
import { newId, type Clock, type EventStore, type Position } from '#event-sourcing';
import type { CustomFollower, Progress } from '#followers';
import type { Jobs } from '#jobs';
import { becauseOf, correlated, following } from '#tracing';

export type PrompterParts = {
  readonly store: EventStore;
  readonly progress: Pick<Progress, 'caughtUp'>;
  readonly keeper: Pick<CustomFollower, 'name' | 'hears'>;
  readonly wakes: Pick<Wakes, 'dueSteps'>;
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'add'>;
};

const batchMax = 200;

/**
 * Prompts a sweep when an event makes something due at once, so that a search that opens at 09:31:10 does not wait for
 * the next minute. It looks when the wakes have been worked out and saved, first for what was there when it began. What is
 * swept for has the id of the event that prompted it; of several at once, of the last.
 */
export async function promptSweeps(parts: PrompterParts, signal: AbortSignal): Promise<void> {
  const { store, keeper } = parts;
  const types = keeper.hears === null ? undefined : [...keeper.hears];
  const head = await store.head();
  await correlated(newId(), () => promptIfDue(parts, head, signal));
  for await (const batch of store.subscribe(head, { types, limit: batchMax, signal })) {
    const last = batch.at(-1);
    if (last) await following(becauseOf(last), () => promptIfDue(parts, last.position, signal));
  }
}

const lookEveryMs = 1_000;

async function promptIfDue(
  { progress, keeper, wakes, clock, jobs }: PrompterParts,
  position: Position,
  signal: AbortSignal,
): Promise<void> {
  while (!(await progress.caughtUp(position, [keeper.name], lookEveryMs))) if (signal.aborted) return;
  const at = clock.now();
  const due = await wakes.dueSteps(at);
  if (due.length > 0) await jobs.add('sweep-duties', { at });
}

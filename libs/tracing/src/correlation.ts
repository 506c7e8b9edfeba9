import { AsyncLocalStorage } from 'node:async_hooks';
import type { Id } from '#event-sourcing';

const correlations = new AsyncLocalStorage<Id>();

/** The id of what is being done now: the same in the request, in its events, in the jobs that follow and in their log. */
export const correlationNow = (): Id | undefined => correlations.getStore();

/** Does something under an id, which all that it calls and waits for has as well. */
export const correlated = <T>(correlationId: Id, work: () => T): T => correlations.run(correlationId, work);

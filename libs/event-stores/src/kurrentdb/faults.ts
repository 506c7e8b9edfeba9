import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
  UnknownError,
} from '@kurrent/kurrentdb-client';

/** gRPC's numbers for CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, INTERNAL (a stream that was reset) and UNAVAILABLE. */
const passing = new Set([1, 2, 4, 13, 14]);
/** What a server says that is starting, busy, or between two leaders; the client has no class for it. */
const notNow = /server is (not ready|busy)|no leader info|transport error|connection|discover|h2 protocol|broken pipe/i;

/** It stored nothing or was stored and we were not told: what was asked may be asked again. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Whether a failure may pass: the connection, the leader or the time was lacking, and not what was asked for. */
export function mayPass(error: unknown): boolean {
  if (
    error instanceof NoAnswer ||
    error instanceof UnavailableError ||
    error instanceof CancelledError ||
    error instanceof DeadlineExceededError ||
    error instanceof TimeoutError ||
    error instanceof NotLeaderError
  ) {
    return true;
  }
  if (!(error instanceof Error)) return false;
  if (error instanceof UnknownError) return passing.has(error.code ?? -1) || notNow.test(error.message);
  // After the death of a server, gRPC's own errors come through as they are.
  const code = 'code' in error ? error.code : undefined;
  return (typeof code === 'number' && passing.has(code)) || notNow.test(error.message);
}

/** gRPC's numbers for PERMISSION_DENIED and UNAUTHENTICATED. */
const refusals = new Set<unknown>([7, 16]);

export const isRefusal = (error: unknown): boolean =>
  error instanceof AccessDeniedError || (error instanceof Error && 'code' in error && refusals.has(error.code));

/** The answer, if it comes in time: a reply that is lost on the way is waited for by the client for ever. */
export async function inTime<T>(answer: Promise<T>, withinMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`KurrentDB did not answer within ${withinMs} ms.`)), withinMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

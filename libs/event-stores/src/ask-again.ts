import { setTimeout as sleep } from 'node:timers/promises';

export type AskAgain = {
  /** Whether a failure leaves room for asking again; any other is final. */
  readonly mayGoAgain: (error: unknown) => boolean;
  /** For how long it is asked again before the last failure counts. */
  readonly forMs: number;
};

/** Asks until it is answered, at growing distances. Only for what may be done twice. */
export async function askAgain<T>(ask: () => Promise<T>, { mayGoAgain, forMs }: AskAgain): Promise<T> {
  const deadline = Date.now() + forMs;
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 1_000)) {
    try {
      return await ask();
    } catch (error) {
      if (!mayGoAgain(error) || Date.now() + waitMs > deadline) throw error;
      await sleep(waitMs);
    }
  }
}

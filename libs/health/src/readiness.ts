import { setTimeout as sleep } from 'node:timers/promises';

/** Looks at one part: null when it is well, else why not, in a sentence without personal data and without a secret. */
export type Check = () => Promise<string | null>;

/** The answer of a process that asks nobody: its event loop turns. */
export const alive = { status: 'alive' } as const;

export type Ready = {
  readonly status: 'starting' | 'ready' | 'not-ready' | 'stopping';
  readonly checks: Readonly<Record<string, { readonly ready: boolean; readonly why?: string }>>;
};

/** What hangs is not ready; a load balancer must not hang with it. */
const answersWithinMs = 2_000;
/** However often somebody asks, each part is looked at once in so long: asking is open to everybody. */
const looksAgainAfterMs = 1_000;

/**
 * Whether this process is of use: it has started, each of its parts is well, and it has not been told to stop. A part is
 * well as long as the process can do its work; that work lags behind is for alerts to say, because sending people
 * somewhere else would mend nothing.
 */
export class Readiness {
  private readonly checks = new Map<string, Check>();
  private stage: 'starting' | 'open' | 'stopping' = 'starting';
  private looked: Promise<Ready['checks']> | undefined;
  private lookedAtMs = 0;

  /** Notes a part. Of two that have one name, the later counts. */
  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  /** The process has started, unless it is stopping already. */
  opened(): this {
    if (this.stage === 'starting') this.stage = 'open';
    return this;
  }

  /** The process takes nothing new from now on, for good. */
  stop(): void {
    this.stage = 'stopping';
  }

  /** Looks at every part, in two seconds at most. It throws nothing. */
  async look(): Promise<Ready> {
    if (this.stage !== 'open') return { status: this.stage, checks: {} };
    if (this.looked === undefined || performance.now() - this.lookedAtMs > looksAgainAfterMs) {
      this.looked = this.lookAtAll();
      this.lookedAtMs = performance.now();
    }
    const checks = await this.looked;
    // It may have been told to stop while it looked.
    if (this.stage !== 'open') return { status: this.stage, checks: {} };
    return { status: Object.values(checks).every(({ ready }) => ready) ? 'ready' : 'not-ready', checks };
  }

  private async lookAtAll(): Promise<Ready['checks']> {
    const found = await Promise.all(
      [...this.checks].map(async ([part, check]) => {
        const why = await looked(check);
        return [part, why === null ? { ready: true } : { ready: false, why }] as const;
      }),
    );
    return Object.fromEntries(found);
  }
}

/** As HTTP has it: a load balancer sends people elsewhere on 503. */
export const statusOf = ({ status }: Ready): 200 | 503 => (status === 'ready' ? 200 : 503);

/** The words of an error may quote anything, so none are repeated: what went wrong stands in the log. */
async function looked(check: Check): Promise<string | null> {
  const giveUp = new AbortController();
  try {
    const late = sleep(answersWithinMs, 'It does not answer in time.', { signal: giveUp.signal });
    late.catch(() => undefined);
    return await Promise.race([check(), late]);
  } catch {
    return 'It does not answer.';
  } finally {
    giveUp.abort();
  }
}

import { HeadWatch } from './head-watch.js';

/** A store's head, which the test moves with a hint or without one, or which moves once it has been looked at. */
function watched({ deaf = false, thenAt }: { deaf?: boolean; thenAt?: bigint } = {}) {
  let head = 0n;
  let hear: (payload: string) => void = () => undefined;
  let stopped = false;
  const watch = new HeadWatch({
    head: async () => {
      const now = head;
      head = thenAt ?? head;
      return now;
    },
    listen: async (onHint) => {
      if (deaf) throw new Error('no connection');
      hear = onHint;
      return async () => void (stopped = true);
    },
  });
  return { watch, moveTo: (to: bigint) => (head = to), hint: (text: string) => hear(text), stopped: () => stopped };
}

/** Lets what is waiting begin to wait. */
const begun = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
};

describe('waiting for the head', () => {
  it('ends with a hint', async () => {
    const { watch, hint } = watched();
    const waited = watch.waitPast(4n, 5_000);
    await begun();
    hint('5');
    expect(await waited).toBe(true);
  });

  it('does not end with a hint of what is not past it', async () => {
    const { watch, hint } = watched();
    const waited = watch.waitPast(4n, 5);
    await begun();
    hint('4');
    expect(await waited).toBe(false);
  });

  it('looks for itself when hints may have been missed', async () => {
    const { watch, moveTo, hint } = watched();
    const waited = watch.waitPast(4n, 5_000);
    await begun();
    moveTo(5n);
    hint('');
    expect(await waited).toBe(true);
  });

  it('looks for itself at the end, though nobody said anything', async () => {
    const { watch } = watched({ deaf: true, thenAt: 5n });
    expect(await watch.waitPast(4n, 200)).toBe(true);
  });

  it('ends when the watch is closed, and stops listening', async () => {
    const { watch, stopped } = watched();
    const waited = watch.waitPast(4n, 5_000);
    await begun();
    await watch.close();
    expect(await waited).toBe(false);
    expect(stopped()).toBe(true);
  });
});

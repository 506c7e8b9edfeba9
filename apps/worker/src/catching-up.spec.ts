import { CatchingUp } from './catching-up.js';

/** Followers that are behind at first, and a store that may be away. */
function catchingUp(answers: readonly (boolean | Error)[]) {
  const asked: { position: bigint; names: readonly string[] }[] = [];
  const rest = [...answers];
  const caughtUp = async (position: bigint, names: readonly string[]) => {
    asked.push({ position, names });
    const answer = rest.shift() ?? true;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const parts = { store: { head: () => Promise.resolve(7n) }, progress: { caughtUp } };
  return { asked, it: new CatchingUp(parts, ['sessions.v1']) };
}

describe('a worker that catches up', () => {
  it('says so until its followers have heard what was there when it began', async () => {
    const { it: worker, asked } = catchingUp([false, false, true]);
    expect(worker.why).toBe('They are still catching up with what was recorded before.');
    await worker.watch(new AbortController().signal);
    expect(worker.why).toBeNull();
    expect(asked).toEqual(Array.from({ length: 3 }, () => ({ position: 7n, names: ['sessions.v1'] })));
  });

  it('waits for a database that is away', async () => {
    const { it: worker } = catchingUp([new Error('away'), true]);
    await worker.watch(new AbortController().signal);
    expect(worker.why).toBeNull();
  });

  it('stops looking when it is told to', async () => {
    const { it: worker, asked } = catchingUp([]);
    await worker.watch(AbortSignal.abort());
    expect([asked, worker.why]).toEqual([[], expect.stringContaining('catching up')]);
  });
});

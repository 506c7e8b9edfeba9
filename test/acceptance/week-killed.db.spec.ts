import { expectTheTableThrough, Weeks, weekTimeoutMs } from './the-week.js';

/** The same week as in week.db.spec.ts, with a worker that is killed as a power cut would, again and again. */
describe('the week, with the worker killed', () => {
  const weeks = new Weeks();
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());

  it(
    'comes out as the table says, whatever the worker was doing',
    () =>
      expectTheTableThrough(
        20,
        (lived) => lived.killWorker(),
        () => weeks.begin(),
      ),
    weekTimeoutMs,
  );
});

import { Readiness, statusOf } from './readiness.js';

const well = () => Promise.resolve(null);

describe('a process', () => {
  it('is not ready while it starts, whatever its parts say', async () => {
    const readiness = new Readiness();
    readiness.add('database', well);
    expect(await readiness.look()).toEqual({ status: 'starting', checks: {} });
  });

  it('is ready when it has started and each part is well', async () => {
    const readiness = new Readiness();
    readiness.add('database', well);
    const ready = await readiness.opened().look();
    expect([statusOf(ready), ready]).toEqual([200, { status: 'ready', checks: { database: { ready: true } } }]);
  });

  it('says which part is not well, and why', async () => {
    const readiness = new Readiness().opened();
    readiness.add('database', well);
    readiness.add('followers', () => Promise.resolve('They are still catching up.'));
    const ready = await readiness.look();
    expect(statusOf(ready)).toBe(503);
    expect(ready.checks['followers']).toEqual({ ready: false, why: 'They are still catching up.' });
  });

  it('repeats nothing of an error, which may hold anything', async () => {
    const readiness = new Readiness().opened();
    readiness.add('database', () => Promise.reject(new Error('password authentication failed for Amara')));
    expect((await readiness.look()).checks['database']).toEqual({ ready: false, why: 'It does not answer.' });
  });

  it('is not ready when a part never answers', async () => {
    const readiness = new Readiness().opened();
    readiness.add('database', () => new Promise(() => undefined));
    expect((await readiness.look()).checks['database']).toEqual({ ready: false, why: 'It does not answer in time.' });
  });

  it('looks once for all who ask at the same time', async () => {
    const readiness = new Readiness().opened();
    let looks = 0;
    readiness.add('database', async () => {
      looks += 1;
      return null;
    });
    await Promise.all([readiness.look(), readiness.look(), readiness.look()]);
    await readiness.look();
    expect(looks).toBe(1);
  });

  it('takes nothing new from the moment it is told to stop, also in the middle of a look, and for good', async () => {
    const readiness = new Readiness().opened();
    let answer: (why: null) => void = () => undefined;
    readiness.add('database', () => new Promise((resolve) => (answer = resolve)));
    const looking = readiness.look();
    readiness.stop();
    answer(null);
    expect([await looking, await readiness.opened().look()]).toEqual([
      { status: 'stopping', checks: {} },
      { status: 'stopping', checks: {} },
    ]);
  });
});

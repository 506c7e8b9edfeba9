import { EventEmitter, once } from 'node:events';
import { Database, heldForMs } from '#database';
import { ids } from '#testing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { LossyProxy } from '../../../test/support/lossy-proxy.js';
import { LetterLockLost, LetterLocks } from './letter-locks.js';

const { letterId } = ids('letterId');

describe('the lock of a letter', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => (fresh = await freshDatabase()));
  afterAll(() => fresh.drop());

  const heldBriefly = { idleInTransactionTimeoutMs: heldForMs };

  it('outlasts a mail server that takes longer than a transaction may stand idle', async () => {
    const locks = new LetterLocks(fresh.database.pool('letter locks', heldBriefly));
    const begun = new EventEmitter();
    const work = async (lost: AbortSignal): Promise<string> => {
      begun.emit('work');
      await new Promise((resolve) => setTimeout(resolve, heldForMs + 1_000));
      return lost.aborted ? 'lost' : 'held';
    };
    const hasBegun = once(begun, 'work');
    const held = locks.holding(letterId, work);
    await hasBegun;
    expect(await locks.holding(letterId, () => Promise.resolve('a second time'))).toBeNull();
    expect(await held).toBe('held');
    expect(await locks.holding(letterId, () => Promise.resolve('afterwards'))).toBe('afterwards');
  }, 30_000);

  it('passes within ten seconds from a process that fell silent, which is told', async () => {
    const line = await LossyProxy.before(fresh.serviceUrl);
    const urls = { databaseUrl: line.url, databaseOwnerUrl: fresh.ownerUrl };
    const silent = await Database.open({ dataDir: '', ...urls });
    const holding = new LetterLocks(silent.pool('letter locks', heldBriefly)).holding(letterId, async (lost) => {
      line.fallSilent();
      await once(lost, 'abort');
      throw lost.reason;
    });
    const dropped = holding.catch((error: unknown) => error);
    while (!line.isSilent) await new Promise((resolve) => setTimeout(resolve, 5));

    const began = performance.now();
    const another = new LetterLocks(fresh.database.pool('letter locks', heldBriefly), 10_000);
    expect(await another.holding(letterId, () => Promise.resolve('taken over'))).toBe('taken over');
    expect(performance.now() - began).toBeLessThan(10_000);
    await line.close();
    expect(await dropped).toBeInstanceOf(LetterLockLost);
    await silent.close();
  }, 60_000);
});

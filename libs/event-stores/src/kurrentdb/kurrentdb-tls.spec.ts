import { noStream } from '#event-sourcing';
import { Vouched } from '../../../../test/support/certificate.js';
import { anEvent, aStream } from '../../../../test/contracts/writing.js';
import { KurrentStandIn } from '../../../../test/support/kurrentdb/index.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';
import { MemoryMoments } from './moments.js';

/** A stand-in with a certificate of its own and one user. */
describe('the event store in KurrentDB, encrypted', () => {
  const certificate = new Vouched();
  let standIn: KurrentStandIn;
  beforeAll(async () => {
    standIn = await KurrentStandIn.start({ tls: certificate, user: 'waymark:se cret' });
  });
  afterAll(async () => {
    await standIn.goAway();
    certificate.remove();
  });
  const open = (user: string, options: string) =>
    KurrentDbEventStore.open(`kurrentdb://${user}@127.0.0.1:${standIn.port}?${options}`, {
      moments: new MemoryMoments(),
      asksAgainForMs: 200,
    });
  const trusted = `tls=true&tlsCAFile=${certificate.authorityFile}`;

  it.each([
    ['an authority that it is told', trusted],
    ['anybody, when it is told so', 'tls=true&tlsVerifyCert=false'],
  ])('is believed by the word of %s, and signs in', async (_, options) => {
    const store = await open('waymark:se%20cret', options);
    const stream = aStream();
    await store.append(stream, noStream, [anEvent()]);
    expect(await store.readStream(stream)).toHaveLength(1);
    await store.close();
  });

  it('is not believed by its own word', async () => {
    await expect(open('waymark:se%20cret', 'tls=true')).rejects.toThrow('KurrentDB does not answer');
  });

  it('lets nobody in with another password, and says what to do', async () => {
    await expect(open('waymark:wrong', trusted)).rejects.toThrow('Correct user and password in EVENT_STORE_URL');
  });
});

import { describeEventStore } from '../../../../test/contracts/event-store.contract.js';
import { KurrentStandIn } from '../../../../test/support/kurrentdb/index.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';
import { MemoryMoments } from './moments.js';

let standIn: KurrentStandIn;
beforeAll(async () => (standIn = await KurrentStandIn.start()));
afterAll(() => standIn.goAway());

describeEventStore(
  'the event store in KurrentDB',
  (clock) => KurrentDbEventStore.open(standIn.url, { clock, moments: new MemoryMoments() }),
  { knowsAllIds: false },
);

const { KURRENTDB_URL } = process.env;
// A real server, where there is one: a database of its own, because what is written there stays.
if (KURRENTDB_URL !== undefined) {
  describeEventStore(
    'the event store in a real KurrentDB',
    (clock) => KurrentDbEventStore.open(KURRENTDB_URL, { clock, moments: new MemoryMoments() }),
    { knowsAllIds: false },
  );
}

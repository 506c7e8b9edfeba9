import { describeEventStore } from '../../../test/contracts/event-store.contract.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { eventsMigrations } from './events-migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase({ migrations: [eventsMigrations] })));
afterAll(() => fresh.drop());

describeEventStore('the event store in PostgreSQL', async (clock) => new PostgresEventStore(fresh.database, { clock }));

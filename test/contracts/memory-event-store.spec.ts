import { MemoryEventStore } from '#event-sourcing';
import { describeEventStore } from './event-store.contract.js';

describeEventStore('the event store in memory', async (clock) => new MemoryEventStore(clock));

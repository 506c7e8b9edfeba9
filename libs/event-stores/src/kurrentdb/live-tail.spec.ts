import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../../test/support/eventually.js';
import { KurrentStandIn, type Proposed } from '../../../../test/support/kurrentdb/index.js';
import { LiveTail } from './live-tail.js';

const bytes = Buffer.from('{}');
const anEvent = (): Proposed => ({ id: randomUUID(), type: 'Noted', json: true, data: bytes, metadata: bytes });

describe('what is heard of a log in KurrentDB as it grows', () => {
  let standIn: KurrentStandIn;
  let client: KurrentDBClient;
  let tail: LiveTail;
  let heard: bigint[];
  const append = () => {
    const result = standIn.log.append('note-1', 'any', [anEvent()]);
    if (result.kind !== 'success') throw new Error(result.kind);
    return result.position;
  };
  beforeEach(async () => {
    standIn = await KurrentStandIn.start();
    client = KurrentDBClient.connectionString(standIn.url);
    heard = [];
    tail = new LiveTail(client, (position) => heard.push(position), 0);
    await tail.start();
  });
  afterEach(async () => {
    await tail.stop();
    await client.dispose();
    await standIn.goAway();
  });

  it('goes on after the last event heard when the connection is lost, without a gap and without the server’s own', async () => {
    const before = append();
    await eventually(async () => expect(heard).toEqual([before]));
    await standIn.goAway();
    const meanwhile = Array.from({ length: 5 }, append);
    await standIn.comeBack();
    await eventually(async () => expect(heard).toEqual([before, ...meanwhile]));
  });

  it('begins again when it proves to be deaf', async () => {
    const before = append();
    await eventually(async () => expect(heard).toEqual([before]));
    // As if the connection had died without a word: what is appended is not announced.
    const next = standIn.log.next.bind(standIn.log);
    standIn.log.next = () => new Promise(() => undefined);
    append();
    await eventually(async () => expect(heard).toHaveLength(2));
    const unheard = append();
    standIn.log.next = next;
    tail.beat(unheard);
    tail.beat(unheard);
    await eventually(async () => expect(heard.at(-1)).toBe(unheard));
  });
});

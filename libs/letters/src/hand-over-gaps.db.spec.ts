import { allEvents, duty, letter, matterIdOf, dutyIdOf, placement, type LetterCommand } from '#domain';
import { bySystem, HeldClock, Journal, MemoryEventStore, transact, type Message } from '#event-sourcing';
import { createLogger } from '#logging';
import { MemoryKeys, SealingCodec } from '#sealing';
import { ids, rowsOf } from '#testing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { MailServer } from '../../simulation/src/mail-server.js';
import { HandOver } from './hand-over.js';
import { LetterLocks } from './letter-locks.js';
import { LetterWriter } from './letter-writer.js';
import { ProviderLinks } from './provider-links.js';
import { SmtpNotifier } from './smtp-notifier.js';

const { letterId, personId, providerId, siteId } = ids('letterId', 'personId', 'providerId', 'siteId');
const of = ids('placementId', 'subjectId', 'schoolId');
const on = '2026-11-20';
const pieces = ['agreement-signed', 'risk-assessment'] as const;
const owed = pieces.map((matter) => ({
  ...of,
  siteId,
  matter,
  kind: 'placement-gap' as const,
  dutyId: dutyIdOf('placement-gap', matterIdOf(of.placementId, matter)),
}));
const at = (time: string) => `2026-11-23T${time}.000Z`;
const meta = bySystem('test', letterId);
const slots = [{ weekday: 2 as const, session: 'am' as const, arriveAt: '09:30', leaveAt: '12:00' }];
const where = { providerId, siteId, purpose: 'To learn to cook.', startOn: on, slots };
const procedure = { id: 'off-site-education', edition: '2025-01' };
const agreed = { ...of, agreedOn: '2026-11-23', signedBy: 'Wendy Dray' };
const assessed = { ...of, evidence: 'risk-assessment', on: '2026-11-23' };

/** What the rows are folded from: they follow the store, and may have come less far. */
const rows: Message[] = [
  {
    type: 'SchoolOpened',
    data: { schoolId: of.schoolId, name: 'Northgate', telephone: '1', attendanceMailbox: 'office@school.example' },
  },
  { type: 'PersonAdded', data: { personId, name: 'Priya', email: 'priya@school.example' } },
  { type: 'PlacementProposed', data: { ...of, ...where, procedure } },
  { type: 'PlacementFoundStarted', data: { ...of, startedOn: on, missing: [...pieces] } },
  ...owed.map((each) => ({
    type: 'DutyRaised',
    data: { ...each, raisedAt: at('08:00:00'), dueAt: at('08:00:00'), late: false },
  })),
];
const compose: LetterCommand = {
  type: 'ComposeLetter',
  data: {
    letterId,
    kind: 'gap-overdue',
    recipientId: personId,
    recipientKind: 'person',
    on: '2026-11-23',
    step: 'tell-owner',
    occasion: `placement-gap-${of.schoolId}-2026-11-23-tell-owner`,
    duties: owed.map(({ dutyId }) => ({ ...of, dutyId })),
    composedAt: at('09:00:00'),
  },
};

let fresh: FreshDatabase;
let server: MailServer;
beforeAll(async () => {
  fresh = await freshDatabase();
  server = await MailServer.start();
});
afterAll(async () => {
  await server.stop();
  await fresh.drop();
});

/** Two pieces of evidence were missed, and a letter about them could not leave yet. */
async function deferred() {
  server.mood = 'defer';
  server.received.length = 0;
  const clock = new HeldClock(at('09:00:00'));
  const journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
  const { placementId } = of;
  const proposal = { ...of, ...where, procedure };
  await transact(journal, placement, placementId, { type: 'ProposePlacement', data: proposal }, meta);
  const found = { ...of, startedOn: on, required: [...pieces] };
  await transact(journal, placement, placementId, { type: 'FindPlacementStarted', data: found }, meta);
  for (const each of owed) {
    const data = { ...each, raisedAt: at('08:00:00'), dueAt: at('08:00:00'), missedAt: at('08:30:00'), late: false };
    await transact(journal, duty, each.dutyId, { type: 'RaiseDuty', data }, meta);
    const missing = { ...each, clockAt: at('08:31:00') };
    await transact(journal, duty, each.dutyId, { type: 'LetTimePass', data: missing }, meta);
  }
  await transact(journal, letter, letterId, compose, meta);
  const handOver = async (...more: readonly Message[]) => {
    const links = new ProviderLinks(Buffer.alloc(32, 7), 'https://ap.trust.example');
    const settings = { publicUrl: 'https://ap.trust.example', mailFrom: 'waymark@trust.example' };
    const signIn = { makeLink: () => Promise.reject(new Error('No letter here signs anybody in.')) };
    const writer = new LetterWriter(rowsOf(...rows, ...more), links, settings, signIn);
    const locks = new LetterLocks(fresh.database.pool('letters'));
    const log = createLogger('test', 'silent');
    const parts = { journal, clock, notifier: new SmtpNotifier(server.url), writer, locks, log };
    return new HandOver(parts).handOver(letterId, new AbortController().signal);
  };
  expect(await handOver()).toBe('goes-again');
  server.mood = 'accept';
  clock.moveTo(at('09:01:00'));
  return { journal, handOver, events: async () => (await journal.read(`letter-${letterId}`)).map(({ type }) => type) };
}

describe('a letter about what is missing, which could not leave at once', () => {
  const agree = { type: 'AgreePlacement', data: agreed } as const;
  const assess = { type: 'GatherEvidence', data: assessed } as const;

  it('says how much is missing by then', async () => {
    const { journal, handOver } = await deferred();
    await transact(journal, placement, of.placementId, agree, meta);
    expect(await handOver({ type: 'PlacementAgreed', data: agreed })).toBe('accepted');
    expect(server.received[0]?.text).toContain('1 piece of evidence for 1 placement is overdue.');
  });

  it('never leaves when nothing is missing any more, though all of it came too late', async () => {
    const { journal, handOver, events } = await deferred();
    await transact(journal, placement, of.placementId, agree, meta);
    await transact(journal, placement, of.placementId, assess, meta);
    // The rows have not heard of it.
    expect(await handOver()).toBe('called-off');
    expect(await handOver()).toBe('nothing-to-do');
    expect((await events()).at(-1)).toBe('LetterCalledOff');
    expect(server.received).toEqual([]);
  });

  it('never leaves when the placement has ended', async () => {
    const { journal, handOver } = await deferred();
    const ended = { ...of, endedOn: '2026-11-23', because: 'Moved away.' };
    await transact(journal, placement, of.placementId, { type: 'EndPlacement', data: ended }, meta);
    expect(await handOver()).toBe('called-off');
    expect(server.received).toEqual([]);
  });

  it('never leaves when the last piece comes just before it is written', async () => {
    const { handOver } = await deferred();
    // The store was read before, and the rows have come further since.
    const gathered = [
      { type: 'PlacementAgreed', data: agreed },
      { type: 'EvidenceGathered', data: assessed },
    ];
    expect(await handOver(...gathered)).toBe('called-off');
    expect(server.received).toEqual([]);
  });

  it('goes again as it was when it may have left already', async () => {
    const { journal, handOver } = await deferred();
    const again = {
      letterId,
      kind: 'gap-overdue',
      recipientId: personId,
      attempt: 2,
      begunAt: at('09:01:00'),
    } as const;
    await transact(journal, letter, letterId, { type: 'BeginHandingOver', data: again }, meta);
    const gathered = [
      { type: 'PlacementAgreed', data: agreed },
      { type: 'EvidenceGathered', data: assessed },
    ];
    expect(await handOver(...gathered)).toBe('accepted');
    expect(server.received[0]?.text).toContain('2 pieces of evidence for 1 placement are overdue.');
  });
});

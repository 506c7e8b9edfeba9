import { allEvents, duty, letter, type DutyCommand, type LetterCommand } from '#domain';
import { bySystem, erased, HeldClock, Journal, MemoryEventStore, transact, type Message } from '#event-sourcing';
import { createLogger } from '#logging';
import { MemoryKeys, SealingCodec } from '#sealing';
import { ids, rowsOf } from '#testing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { MailServer } from '../../simulation/src/mail-server.js';
import { HandOver } from './hand-over.js';
import { LetterLocks } from './letter-locks.js';
import { LetterWriter } from './letter-writer.js';
import { NoNotifier, type Delivery, type Mail, type Notifier } from './notifier.js';
import { ProviderLinks } from './provider-links.js';
import { SmtpNotifier } from './smtp-notifier.js';

const about = ids('letterId', 'recipientId', 'siteId', 'providerId');
const owed = ids('dutyId', 'placementId', 'subjectId', 'schoolId');
const { letterId, recipientId, siteId, providerId } = about;
const at = (time: string) => `2026-11-23T${time}.000Z`;
const on = '2026-11-23';
const kind = 'attendance-request' as const;
const meta = bySystem('test', letterId);

const pupilSession = { ...owed, kind: 'attendance-check', siteId, on, session: 'am' } as const;
const raise: DutyCommand = {
  type: 'RaiseDuty',
  data: { ...pupilSession, raisedAt: at('09:00:00'), dueAt: at('09:30:00'), late: false },
};
const meet: DutyCommand = {
  type: 'MeetDuty',
  data: { ...pupilSession, fact: 'attendance-1', doneAt: at('09:05:00'), factRecordedAt: at('09:05:00') },
};
const compose: LetterCommand = {
  type: 'ComposeLetter',
  data: {
    letterId,
    kind,
    recipientId,
    recipientKind: 'adult',
    siteId,
    on,
    session: 'am',
    step: 'request',
    occasion: `attendance-check-${siteId}-${on}-am-request`,
    duties: [owed],
    composedAt: at('09:00:00'),
  },
};
const school = {
  schoolId: owed.schoolId,
  name: 'Northgate',
  telephone: '1',
  attendanceMailbox: 'office@school.example',
};
const adult = {
  providerId,
  siteId,
  adultId: recipientId,
  name: 'Jo',
  email: 'jo@there.example',
  attendanceContact: true,
};
const world: Message[] = [
  { type: 'SchoolOpened', data: school },
  { type: 'AdultNamed', data: adult },
];

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

async function story(history: readonly Message[] = world, notifier?: Notifier) {
  server.mood = 'accept';
  server.received.length = 0;
  const clock = new HeldClock(at('09:00:00'));
  const journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
  await transact(journal, duty, owed.dutyId, raise, meta);
  await transact(journal, letter, letterId, compose, meta);
  const links = new ProviderLinks(Buffer.alloc(32, 7), 'https://ap.trust.example');
  const settings = { publicUrl: 'https://ap.trust.example', mailFrom: 'waymark@trust.example' };
  const signIn = { makeLink: () => Promise.reject(new Error('No letter here signs anybody in.')) };
  const smtp = notifier ?? new SmtpNotifier(server.url);
  const parts = {
    journal,
    clock,
    notifier: smtp,
    writer: new LetterWriter(rowsOf(...history), links, settings, signIn),
    locks: new LetterLocks(fresh.database.pool('letters')),
    log: createLogger('test', 'silent'),
  };
  const worker = new HandOver(parts);
  return {
    clock,
    journal,
    parts,
    handOver: (signal = new AbortController().signal) => worker.handOver(letterId, signal),
    events: async () => (await journal.read(`letter-${letterId}`)).map(({ type }) => type),
  };
}

const taken = () => server.received.map(({ messageId }) => messageId);
const theId = `<${letterId}@ap.trust.example>`;

describe('a letter', () => {
  it('is handed over once, and what came of it is stored', async () => {
    const { handOver, events } = await story();
    expect(await handOver()).toBe('accepted');
    expect(await handOver()).toBe('nothing-to-do');
    expect(await events()).toEqual(['LetterComposed', 'HandingOverBegun', 'LetterAccepted']);
    expect(taken()).toEqual([theId]);
    expect(server.received[0]?.subject).toMatch(/^Attendance, Monday 23 November 2026, morning/);
  });

  it('goes again later when the server says later, under the same Message-ID', async () => {
    const { handOver, events, clock } = await story();
    server.mood = 'defer';
    expect(await handOver()).toBe('goes-again');
    server.mood = 'accept';
    clock.moveTo(at('09:00:59'));
    expect(await handOver()).toBe('not-yet');
    clock.moveTo(at('09:01:00'));
    expect(await handOver()).toBe('accepted');
    const again = ['HandingOverBegun', 'LetterRefused', 'HandingOverBegun', 'LetterAccepted'];
    expect(await events()).toEqual(['LetterComposed', ...again]);
    expect(taken()).toEqual([theId]);
  });

  it.each(['refuse-recipient', 'refuse-letter'] as const)('is refused for good: %s', async (mood) => {
    const { handOver, journal } = await story();
    server.mood = mood;
    expect(await handOver()).toBe('refused');
    expect(await handOver()).toBe('nothing-to-do');
    const refusal = (await journal.read(`letter-${letterId}`)).at(-1);
    expect(refusal?.data).toMatchObject({ permanent: true, reply: expect.stringMatching(/^55[04] /) });
  });

  it.each(['refuse-sender', 'slow', 'drop-before-accepting'] as const)(
    'goes again when the trouble is not its own: %s',
    async (mood) => {
      const { parts, clock } = await story();
      const impatient = new HandOver({ ...parts, notifier: new SmtpNotifier(server.url, { silenceMs: 300 }) });
      server.mood = mood;
      expect(await impatient.handOver(letterId, new AbortController().signal)).toBe('goes-again');
      server.mood = 'accept';
      clock.moveTo(at('09:01:00'));
      expect(await new HandOver(parts).handOver(letterId, new AbortController().signal)).toBe('accepted');
      expect(taken()).toEqual([theId]);
    },
  );

  it('goes again when there is no mail server at all', async () => {
    const nobody = new SmtpNotifier('smtp://127.0.0.1:1', { connectMs: 500 });
    const { handOver } = await story(world, nobody);
    expect(await handOver()).toBe('goes-again');
  });

  it('goes again when the server does not take the password, and arrives with the right one', async () => {
    const strict = await MailServer.start({ user: 'waymark', password: 'right' });
    const withPassword = (password: string) =>
      new SmtpNotifier(strict.url.replace('smtp://', `smtp://waymark:${password}@`));
    const { parts, clock, journal } = await story(world, withPassword('wrong'));
    expect(await new HandOver(parts).handOver(letterId, new AbortController().signal)).toBe('goes-again');
    const refusal = (await journal.read(`letter-${letterId}`)).at(-1);
    expect(refusal?.data).toMatchObject({ permanent: false, reply: expect.stringMatching(/^535 /) });
    clock.moveTo(at('09:01:00'));
    const mended = new HandOver({ ...parts, notifier: withPassword('right') });
    expect(await mended.handOver(letterId, new AbortController().signal)).toBe('accepted');
    expect(strict.received.map(({ messageId }) => messageId)).toEqual([theId]);
    await strict.stop();
  });

  it('arrives twice at most when the answer was lost, and can be known by its Message-ID', async () => {
    const { handOver, clock } = await story();
    server.mood = 'drop-after-accepting';
    expect(await handOver()).toBe('goes-again');
    server.mood = 'accept';
    clock.moveTo(at('09:01:00'));
    expect(await handOver()).toBe('accepted');
    expect(taken()).toEqual([theId, theId]);
  });

  it('is given up after a day, so that somebody else is told', async () => {
    const { handOver, clock } = await story();
    server.mood = 'defer';
    clock.moveTo('2026-11-24T08:59:00.000Z');
    expect(await handOver()).toBe('goes-again');
    clock.moveTo('2026-11-24T09:00:00.000Z');
    expect(await handOver()).toBe('refused');
  });

  it('is called off when all has been answered, and when it was never owed', async () => {
    const { handOver, events, journal } = await story();
    await transact(journal, duty, owed.dutyId, meet, meta);
    expect(await handOver()).toBe('called-off');
    expect(await handOver()).toBe('nothing-to-do');
    expect(await events()).toEqual(['LetterComposed', 'LetterCalledOff']);
    expect(taken()).toEqual([]);
  });

  it('stays where it is when no letter leaves', async () => {
    const { handOver, events } = await story(world, new NoNotifier());
    expect(await handOver()).toBe('no-letter-leaves');
    expect(await events()).toEqual(['LetterComposed']);
  });
});

describe('the recipient of a letter', () => {
  const named = (changes: object): Message[] => [
    world[0] as Message,
    { type: 'AdultNamed', data: { ...adult, ...changes } },
  ];
  const left: Message = { type: 'AdultLeft', data: { providerId, siteId, adultId: recipientId, on } };

  it('is looked up at the last moment', async () => {
    const { handOver } = await story(named({ email: 'new@there.example' }));
    await handOver();
    expect(server.received[0]?.to).toBe('new@there.example');
  });

  it.each([
    ['has left', [...world, left]],
    ['has been erased', named({ email: erased })],
  ])('gets none when they %s', async (_, history) => {
    const { handOver, events } = await story(history);
    expect(await handOver()).toBe('refused');
    expect(await events()).toEqual(['LetterComposed', 'HandingOverBegun', 'LetterRefused']);
    expect(taken()).toEqual([]);
  });

  it('gets it later when the rows about them are still on their way', async () => {
    expect(await (await story(world.slice(0, 1))).handOver()).toBe('goes-again');
    expect(await (await story(world.slice(1))).handOver()).toBe('goes-again');
  });
});

describe('two workers', () => {
  it('never hand over a letter at once', async () => {
    const { handOver, events } = await story();
    const outcomes = await Promise.all([handOver(), handOver(), handOver()]);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(await events()).toEqual(['LetterComposed', 'HandingOverBegun', 'LetterAccepted']);
    expect(taken()).toEqual([theId]);
  });

  it('leave it to the one who is at it', async () => {
    const { handOver } = await story();
    server.mood = 'slow';
    const stopping = new AbortController();
    const read = server.nextLetter();
    const first = handOver(stopping.signal);
    await read;
    expect(await handOver()).toBe('elsewhere');
    stopping.abort();
    await expect(first).rejects.toThrow('aborted');
  });

  it('are not held up by one whose connection is gone', async () => {
    const { handOver, parts } = await story();
    const admin = fresh.database.pool('test');
    await parts.locks.holding(letterId, async (lost) => {
      expect(await handOver()).toBe('elsewhere');
      await admin.query(
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
          WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      expect(await handOver()).toBe('accepted');
      expect(lost.aborted).toBe(true);
    });
    expect(taken()).toEqual([theId]);
  });
});

describe('a worker that dies', () => {
  it('before the server has taken the letter leaves it to the next, who begins again', async () => {
    const { handOver, events } = await story();
    server.mood = 'slow';
    const stopping = new AbortController();
    const read = server.nextLetter();
    const dying = handOver(stopping.signal);
    await read;
    stopping.abort();
    await expect(dying).rejects.toThrow('aborted');
    expect(await events()).toEqual(['LetterComposed', 'HandingOverBegun']);

    server.mood = 'accept';
    expect(await handOver()).toBe('accepted');
    expect(await events()).toEqual(['LetterComposed', 'HandingOverBegun', 'HandingOverBegun', 'LetterAccepted']);
    expect(taken()).toEqual([theId]);
  });

  it('after the server has taken the letter makes the only second copy that there can be', async () => {
    const { handOver, parts } = await story();
    const dying = new HandOver({ ...parts, notifier: new DiesAfterwards(parts.notifier) });
    await expect(dying.handOver(letterId, new AbortController().signal)).rejects.toThrow('killed');
    expect(await handOver()).toBe('accepted');
    expect(await handOver()).toBe('nothing-to-do');
    expect(taken()).toEqual([theId, theId]);
  });
});

/** Hands over, and never says so: a process that is killed with the server's answer on its way. */
class DiesAfterwards implements Notifier {
  readonly leaves = true;
  constructor(private readonly notifier: Notifier) {}

  async deliver(mail: Mail, signal: AbortSignal): Promise<Delivery> {
    await this.notifier.deliver(mail, signal);
    throw new Error('killed');
  }

  close(): Promise<void> {
    return this.notifier.close();
  }
}

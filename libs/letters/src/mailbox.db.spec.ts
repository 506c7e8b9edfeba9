import { HeldClock, idFrom } from '#event-sourcing';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { lettersMigrations, Mailbox, MailboxNotifier } from './mailbox.js';
import { notifierFor } from './notifier-for.js';
import { NoNotifier } from './notifier.js';
import { SmtpNotifier } from './smtp-notifier.js';

let fresh: FreshDatabase;
beforeAll(async () => (fresh = await freshDatabase({ migrations: [lettersMigrations] })));
afterAll(() => fresh.drop());

const clock = new HeldClock('2026-11-23T09:00:00.000Z');
const { signal } = new AbortController();
const mail = (number: number) => ({
  letterId: idFrom('letter', number),
  messageId: `<${number}@ap.trust.example>`,
  from: { name: 'Waymark', address: 'waymark@trust.example' },
  to: 'jo@there.example',
  subject: `Letter ${number}`,
  text: 'Hello,',
  html: '<p>Hello,</p>',
});

describe('the mailbox', () => {
  it('keeps letters instead of sending them, the newest first, each once', async () => {
    const pool = fresh.database.pool('mailbox');
    const notifier = notifierFor({ production: false }, pool, clock);
    expect(await notifier.deliver(mail(1), signal)).toEqual({ accepted: true });
    clock.moveTo('2026-11-23T09:30:00.000Z');
    await notifier.deliver({ ...mail(2), replyTo: 'office@school.example' }, signal);
    await notifier.deliver(mail(1), signal);

    const mailbox = new Mailbox(pool);
    const kept = await mailbox.latest();
    expect(kept.map(({ subject, at }) => [subject, at])).toEqual([
      ['Letter 2', '2026-11-23T09:30:00.000Z'],
      ['Letter 1', '2026-11-23T09:00:00.000Z'],
    ]);
    expect(await mailbox.letter(idFrom('letter', 2))).toEqual({
      id: idFrom('letter', 2),
      messageId: '<2@ap.trust.example>',
      from: 'Waymark <waymark@trust.example>',
      to: 'jo@there.example',
      replyTo: 'office@school.example',
      subject: 'Letter 2',
      text: 'Hello,',
      html: '<p>Hello,</p>',
      at: '2026-11-23T09:30:00.000Z',
    });
    expect(await mailbox.letter(idFrom('letter', 3))).toBeNull();
  });

  it('is never there in production: without a mail server no letter leaves', async () => {
    const pool = fresh.database.pool('mailbox');
    expect(() => new MailboxNotifier(pool, clock, { production: true })).toThrow('In production set SMTP_URL');
    const none = notifierFor({ production: true }, pool, clock);
    expect(none).toBeInstanceOf(NoNotifier);
    expect(none.leaves).toBe(false);
    await expect(none.deliver(mail(1), signal)).rejects.toThrow('set SMTP_URL');
  });

  it('is not used where there is a mail server', () => {
    const config = { smtpUrl: 'smtp://127.0.0.1:25', production: false };
    expect(notifierFor(config, fresh.database.pool('mailbox'), clock)).toBeInstanceOf(SmtpNotifier);
  });
});

import type { Pool } from 'pg';
import type { Migrations } from '#database';
import type { Clock, Id, Instant } from '#event-sourcing';
import { Notifier, type Delivery, type Mail } from './notifier.js';

/** A letter that was kept here instead of being sent. */
export type KeptLetter = {
  readonly id: Id;
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Instant;
};

export const lettersMigrations: Migrations = {
  name: 'letters',
  steps: [
    {
      id: '001-mailbox',
      sql: `
        CREATE SCHEMA IF NOT EXISTS mailbox;
        CREATE TABLE mailbox.letter (
          letter_id   uuid        PRIMARY KEY,
          message_id  text        NOT NULL,
          sender      text        NOT NULL,
          recipient   text        NOT NULL,
          reply_to    text,
          subject     text        NOT NULL,
          body        text        NOT NULL,
          html        text        NOT NULL,
          accepted_at timestamptz NOT NULL);
        COMMENT ON TABLE mailbox.letter IS
          'Letters kept instead of sent, for trying Waymark out. Addresses lie here in the open, so it is never used in production.';`,
    },
  ],
  grants: `
    GRANT USAGE ON SCHEMA mailbox TO :"service";
    GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox.letter TO :"service";`,
};

type Row = {
  letter_id: string;
  message_id: string;
  sender: string;
  recipient: string;
  reply_to: string | null;
  subject: string;
  body: string;
  html: string;
  accepted_at: Date;
};

/** The letters that were kept, for the mailbox page. */
export class Mailbox {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** The newest first. */
  async latest(limit = 200): Promise<KeptLetter[]> {
    const { rows } = await this.pool.query<Row>(
      'SELECT * FROM mailbox.letter ORDER BY accepted_at DESC, letter_id LIMIT $1',
      [limit],
    );
    return rows.map(keptLetter);
  }

  async letter(letterId: Id): Promise<KeptLetter | null> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM mailbox.letter WHERE letter_id = $1', [letterId]);
    return rows[0] ? keptLetter(rows[0]) : null;
  }
}

const keptLetter = (row: Row): KeptLetter => ({
  id: row.letter_id,
  messageId: row.message_id,
  from: row.sender,
  to: row.recipient,
  replyTo: row.reply_to,
  subject: row.subject,
  text: row.body,
  html: row.html,
  at: row.accepted_at.toISOString(),
});

/** Keeps letters instead of sending them. Addresses lie open in its table, so it refuses to be there in production. */
export class MailboxNotifier extends Notifier {
  override readonly leaves = true;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly clock: Clock,
    { production }: { production: boolean },
  ) {
    super();
    if (production) throw new Error('The mailbox is for trying Waymark out. In production set SMTP_URL.');
  }

  /** A letter that is handed over again lies here once, as a mail server that knows its Message-ID would have it. */
  override async deliver(mail: Mail, signal: AbortSignal): Promise<Delivery> {
    signal.throwIfAborted();
    await this.pool.query(
      `INSERT INTO mailbox.letter (letter_id, message_id, sender, recipient, reply_to, subject, body, html, accepted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (letter_id) DO NOTHING`,
      [
        mail.letterId,
        mail.messageId,
        `${mail.from.name} <${mail.from.address}>`,
        mail.to,
        mail.replyTo ?? null,
        mail.subject,
        mail.text,
        mail.html,
        this.clock.now(),
      ],
    );
    return { accepted: true };
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as it arrived over SMTP. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  /** Every header as it was sent, by its name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
};

/** A real mail server on a free port of this machine, which keeps what it is given. */
export class MailServer {
  /** All mails in the order of their arrival, further copies of one among them. */
  readonly received: Mail[] = [];

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, done) => callbackify(() => this.keep(stream, session))((error) => done(error)),
  });

  private constructor() {
    // A worker that is killed in the middle of a conversation resets the connection, which is its affair.
    this.server.on('error', () => undefined);
  }

  static async start(): Promise<MailServer> {
    const mails = new MailServer();
    await new Promise<void>((resolve) => mails.server.listen(0, '127.0.0.1', resolve));
    return mails;
  }

  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** The mails, each once: a further copy carries the same Message-ID. */
  get letters(): readonly Mail[] {
    return [...new Map(this.received.map((mail) => [`${mail.messageId} ${mail.to}`, mail])).values()];
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** The server says yes to the sender only when this has returned. */
  private async keep(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const { subject = '', messageId = '', text = '', html, headerLines } = await simpleParser(stream);
    const headers = new Map(headerLines.map(({ key, line }) => [key, line]));
    for (const { address } of envelope.rcptTo) {
      this.received.push({ to: address, subject, messageId, text, html: html || '', headers });
    }
  }
}

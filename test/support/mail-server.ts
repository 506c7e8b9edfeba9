import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** How a mail server takes a letter. `slow` never answers; the drops cut the line around the moment of accepting. */
export type MailServerMood =
  | 'accept'
  | 'defer'
  | 'refuse-sender'
  | 'refuse-recipient'
  | 'refuse-letter'
  | 'slow'
  | 'drop-before-accepting'
  | 'drop-after-accepting';

/** A real SMTP server whose mood a test sets. What it has taken, it keeps, also when its answer was lost. */
export class MailServer {
  readonly taken: ParsedMail[] = [];
  mood: MailServerMood = 'accept';
  private readonly sockets = new Set<Socket>();
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onMailFrom: (_, session, done) => done(mail.mood === 'refuse-sender' ? smtpError(553, 'Not from here') : null),
      onRcptTo: ({ address }, session, done) => done(mail.answerTo(address)),
      onData: (stream, session, done) => {
        simpleParser(stream).then((parsed) => mail.answerLetter(parsed, done), done);
      },
    });
    const mail = new MailServer(server);
    server.on('error', () => undefined); // A line that was cut on purpose.
    server.server.on('connection', (socket: Socket) => {
      mail.sockets.add(socket);
      socket.on('close', () => mail.sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Resolves when the next letter has been read to its end, whatever is then answered. */
  nextLetter(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.dropLines();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answerTo(address: string): Error | null {
    if (this.mood === 'defer') return smtpError(451, `Try ${address} again later`);
    return this.mood === 'refuse-recipient' ? smtpError(550, `No such user: ${address}`) : null;
  }

  private answerLetter(parsed: ParsedMail, done: (error?: Error | null) => void): void {
    const { mood } = this;
    if (mood === 'accept' || mood === 'drop-after-accepting') this.taken.push(parsed);
    for (const told of this.waiting.splice(0)) told();
    if (mood === 'slow') return;
    if (mood === 'drop-before-accepting' || mood === 'drop-after-accepting') this.dropLines();
    else done(mood === 'refuse-letter' ? smtpError(554, 'We do not take this') : null);
  }

  private dropLines(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

const smtpError = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

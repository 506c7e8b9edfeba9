import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
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

/** A real mail server on a free port of this machine, whose mood can be set, and which keeps what it has taken. */
export class MailServer {
  /** All mails in the order of their arrival, further copies of one among them, also where its answer was lost. */
  readonly received: Mail[] = [];
  mood: MailServerMood = 'accept';
  /** Addresses that are nobody's here. */
  readonly unknown = new Set<string>();
  private readonly sockets = new Set<Socket>();
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly server: SMTPServer) {}

  /** `login` is asked for where it is given, and no other is let in. A free port is taken unless one is named. */
  static async start(login?: { readonly user: string; readonly password: string }, port = 0): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: login === undefined,
      disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
      allowInsecureAuth: true,
      logger: false,
      onAuth: ({ username, password }, session, done) =>
        username === login?.user && password === login?.password
          ? done(null, { user: username })
          : done(smtpError(535, 'Authentication failed')),
      onMailFrom: (_, session, done) => done(mail.mood === 'refuse-sender' ? smtpError(553, 'Not from here') : null),
      onRcptTo: ({ address }, session, done) => done(mail.answerTo(address)),
      onData: (stream, session, done) => {
        mail.read(stream, session).then((mails) => mail.answerLetter(mails, done), done);
      },
    });
    const mail = new MailServer(server);
    // A line that was cut on purpose, or a worker that was killed in the middle of a conversation: no affair of ours.
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      mail.sockets.add(socket);
      socket.on('close', () => mail.sockets.delete(socket));
    });
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return mail;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** The mails, each once: a further copy carries the same Message-ID. */
  get letters(): readonly Mail[] {
    return [...new Map(this.received.map((mail) => [`${mail.messageId} ${mail.to}`, mail])).values()];
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
    const isNobody = this.mood === 'refuse-recipient' || this.unknown.has(address);
    return isNobody ? smtpError(550, `No such user: ${address}`) : null;
  }

  private async read(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<Mail[]> {
    const { subject = '', messageId = '', text = '', html, headerLines } = await simpleParser(stream);
    const headers = new Map(headerLines.map(({ key, line }) => [key, line]));
    return envelope.rcptTo.map(({ address }) => ({ to: address, subject, messageId, text, html: html || '', headers }));
  }

  /** The server says yes to the sender only when it has kept what came. */
  private answerLetter(mails: readonly Mail[], done: (error?: Error | null) => void): void {
    const { mood } = this;
    if (mood === 'accept' || mood === 'drop-after-accepting') this.received.push(...mails);
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

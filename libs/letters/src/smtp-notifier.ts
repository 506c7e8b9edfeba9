import { createTransport, type SendMailOptions } from 'nodemailer';
import { Notifier, type Delivery, type Mail } from './notifier.js';

export type SmtpTimeouts = { readonly connectMs: number; readonly silenceMs: number };

const replyMax = 1_000;

/** Hands letters to a mail server by SMTP, each over a connection of its own: a dropped line concerns one letter. */
export class SmtpNotifier extends Notifier {
  override readonly leaves = true;
  private readonly timeouts: SmtpTimeouts;

  constructor(
    private readonly url: string,
    timeouts: Partial<SmtpTimeouts> = {},
  ) {
    super();
    this.timeouts = { connectMs: 10_000, silenceMs: 30_000, ...timeouts };
  }

  override async deliver(mail: Mail, signal: AbortSignal): Promise<Delivery> {
    signal.throwIfAborted();
    const transport = createTransport({
      url: this.url,
      connectionTimeout: this.timeouts.connectMs,
      greetingTimeout: this.timeouts.connectMs,
      socketTimeout: this.timeouts.silenceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await interruptible(transport.sendMail(messageOf(mail)), signal);
      return { accepted: true };
    } catch (error) {
      signal.throwIfAborted();
      return refusalOf(error);
    } finally {
      transport.close();
    }
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The letter as nodemailer takes it: what is not here is in no header. */
export const messageOf = (mail: Mail): SendMailOptions => ({
  messageId: mail.messageId,
  from: mail.from,
  to: mail.to,
  envelope: { from: mail.from.address, to: [mail.to] },
  ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  xMailer: false,
  // A machine wrote it: whoever is out of office need not tell the machine.
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
});

/**
 * A refusal is for good only when the server refuses this recipient or this letter with a 5xx. All else (a 4xx, a dropped
 * line, a login or sender that the server does not like) is no fault of the letter and may be mended: it goes again.
 */
function refusalOf(error: unknown): Delivery {
  const { command, response, responseCode, message } = error as {
    command?: string;
    response?: string;
    responseCode?: number;
    message?: string;
  };
  const aboutTheLetter = command === 'RCPT TO' || command === 'DATA';
  const permanent = aboutTheLetter && responseCode !== undefined && responseCode >= 500;
  return { accepted: false, permanent, reply: (response ?? message ?? 'no reply').slice(0, replyMax) };
}

async function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('The process is stopping.'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}

/** A letter as it leaves the house: one recipient, and the same Message-ID each time it is handed over. */
export type Mail = {
  readonly letterId: string;
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type Delivery =
  | { readonly accepted: true }
  /** `permanent`: no further attempt will do. The reply is the mail server's own words. */
  | { readonly accepted: false; readonly permanent: boolean; readonly reply: string };

/** Where letters leave the house. */
export abstract class Notifier {
  /** Whether letters leave at all; when not, they stay as they are and the pages say so. */
  abstract readonly leaves: boolean;
  /** Hands over a letter. Whether an interrupted one was taken is unknown: it is thrown, and goes again. */
  abstract deliver(mail: Mail, signal: AbortSignal): Promise<Delivery>;
  abstract close(): Promise<void>;
}

/** In production without a mail server no letter leaves. */
export class NoNotifier extends Notifier {
  override readonly leaves = false;

  override deliver(): Promise<Delivery> {
    return Promise.reject(new Error('No letter leaves: set SMTP_URL to a mail server.'));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

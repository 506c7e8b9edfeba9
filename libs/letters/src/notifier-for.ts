import type { Pool } from 'pg';
import type { Clock } from '#event-sourcing';
import { MailboxNotifier } from './mailbox.js';
import { NoNotifier, type Notifier } from './notifier.js';
import { SmtpNotifier } from './smtp-notifier.js';

export type MailConfig = { readonly smtpUrl?: string | undefined; readonly production: boolean };

/** Where letters leave: the mail server, if one is set; else the mailbox; in production without one, nowhere. */
export function notifierFor({ smtpUrl, production }: MailConfig, pool: Pick<Pool, 'query'>, clock: Clock): Notifier {
  if (smtpUrl !== undefined) return new SmtpNotifier(smtpUrl);
  return production ? new NoNotifier() : new MailboxNotifier(pool, clock, { production });
}

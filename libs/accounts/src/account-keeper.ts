import type { ClientBase } from 'pg';
import { personEvents } from '#domain';
import { erased, pick, type Instant, type Message, type MessageOf, type Recorded } from '#event-sourcing';
import type { MasterKey } from '#sealing';
import { emailDigest, emailKeyOf } from './secrets.js';

const heard = pick(personEvents, 'PersonDetailsChanged', 'PersonAddressChanged', 'PersonRejoined');
type Heard = MessageOf<typeof heard>;
type Keeping = { readonly key: Buffer; readonly recordedAt: Instant; readonly client: ClientBase };

/**
 * Keeps accounts to what is known of their people, by whatever means that was changed: a page, an import, a command. Said
 * again, as after a restore, it changes nothing that came later.
 */
export function accountKeeper(masterKey: MasterKey) {
  const key = emailKeyOf(masterKey);
  return {
    name: accountKeeperName,
    hears: new Set(Object.keys(heard.shapes)),
    async handle(batch: readonly Recorded[], client: ClientBase): Promise<void> {
      for (const { type, data, meta } of batch) {
        await keep({ type, data } as Message as Heard, { key, recordedAt: meta.recordedAt, client });
      }
    },
  };
}

export const accountKeeperName = 'accounts';

async function keep({ type, data }: Heard, { key, recordedAt, client }: Keeping): Promise<void> {
  switch (type) {
    case 'PersonDetailsChanged':
      // Where somebody else signs in with it already, it stays theirs.
      if (data.email === erased) return;
      await client.query(
        `UPDATE accounts.account AS a SET email_digest = $2
         WHERE person_id = $1 AND NOT EXISTS (SELECT FROM accounts.account WHERE email_digest = $2)`,
        [data.personId, emailDigest(key, data.email)],
      );
      return;
    case 'PersonAddressChanged':
      await client.query(
        'UPDATE accounts.link SET consumed_at = $2 WHERE person_id = $1 AND consumed_at IS NULL AND made_at < $2',
        [data.personId, recordedAt],
      );
      return;
    case 'PersonRejoined':
      await client.query(
        `WITH ended AS (UPDATE accounts.session SET revoked_at = $2
                        WHERE person_id = $1 AND revoked_at IS NULL AND started_at < $2),
              taken_back AS (UPDATE accounts.link SET consumed_at = $2
                             WHERE person_id = $1 AND consumed_at IS NULL AND made_at < $2)
         DELETE FROM accounts.account WHERE person_id = $1 AND changed_at < $2`,
        [data.personId, recordedAt],
      );
  }
}

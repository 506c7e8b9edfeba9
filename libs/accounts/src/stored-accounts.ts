import type { ClientBase } from 'pg';
import { z } from 'zod';
import { readInPages } from '#database';

/** An account as a backup has it: person, digest of the address in hexadecimal, hash of the password, when it changed. */
export const storedAccount = z.tuple([
  z.uuid(),
  z.string().regex(/^([0-9a-f]{2})+$/),
  z.string(),
  z.iso.datetime({ precision: 6 }),
]);
export type StoredAccount = z.output<typeof storedAccount>;

/** All accounts by person: within a transaction. Sessions and links are left out, so everybody signs in again. */
export function storedAccounts(client: ClientBase): AsyncGenerator<StoredAccount[]> {
  return readInPages<StoredAccount>(
    client,
    `SELECT person_id, encode(email_digest, 'hex'), password_hash,
            to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
     FROM accounts.account ORDER BY person_id`,
  );
}

/** Stores accounts as they were stored elsewhere: within a transaction. */
export async function loadAccounts(client: ClientBase, accounts: readonly StoredAccount[]): Promise<void> {
  const column = <I extends keyof StoredAccount & number>(index: I) => accounts.map((account) => account[index]);
  await client.query(
    `INSERT INTO accounts.account (person_id, email_digest, password_hash, changed_at)
     SELECT person_id, decode(digest, 'hex'), hash, changed_at
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS account (person_id, digest, hash, changed_at)`,
    [column(0), column(1), column(2), column(3)],
  );
}

import { createHmac } from 'node:crypto';
import type { Address } from './postmaster.js';

export type EmbeddedRole = 'postgres' | 'waymark_owner' | 'waymark_service';

/** Each role has its own password, made from the one secret: who knows the service's doesn't know the owner's. */
export const passwordOf = (secret: string, role: EmbeddedRole): string =>
  createHmac('sha256', secret).update(role).digest('hex');

/** The URL of a role in a database of the server at an address. */
export function urlAt({ host, port }: Address, secret: string, role: EmbeddedRole, database: string): string {
  const login = `${role}:${passwordOf(secret, role)}`;
  return host.startsWith('/')
    ? `postgresql://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `postgresql://${login}@${host}:${port}/${database}`;
}

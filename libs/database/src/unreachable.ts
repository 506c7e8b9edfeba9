import pg from 'pg';
import { codeOf } from './faults.js';

/** The server, or the database in it, can't be reached as it is named. The sentence says what to do, and no password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

const connectWithinMs = 10_000;

/**
 * A connection of its own to what a variable names.
 *
 * @throws {DatabaseUnreachable} saying what is in the way.
 */
export async function connected(url: string, variable: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectWithinMs,
  });
  client.on('error', () => undefined); // Whoever asks next is told.
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new DatabaseUnreachable(sentenceFor(error, client, variable), { cause: error });
  }
}

type Target = Pick<pg.Client, 'host' | 'port' | 'user' | 'database'>;

function sentenceFor(error: unknown, { host, port, user, database }: Target, variable: string): string {
  const where = host.startsWith('/') ? `the socket in ${host}` : `${host}:${port}`;
  const words = error instanceof Error ? error.message : String(error);
  switch (codeOf(error) ?? '') {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `No PostgreSQL answers at ${where}. Start it there, or correct ${variable}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${host} in ${variable} is not known from here. Correct it, or see to the name service.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${where} can't be reached from here. See to the network and its firewalls, or correct ${variable}.`;
    case '28P01':
      return `PostgreSQL at ${where} does not take the password of ${user}. Correct it in ${variable}.`;
    case '28000':
      return `PostgreSQL at ${where} does not let ${user} in from here: ${words}. Mend pg_hba.conf there, or correct ${variable}.`;
    case '3D000':
      return `PostgreSQL at ${where} has no database ${database}. Make it (CREATE DATABASE ${database} ENCODING 'UTF8' TEMPLATE template0), or correct ${variable}.`;
    case '53300':
      return `PostgreSQL at ${where} has no connection left for ${user}. Raise its max_connections, or end what holds them.`;
    case '57P03':
      return `PostgreSQL at ${where} is starting or stopping. Wait until it is ready, and start Waymark again.`;
    default:
      return /timeout|timed out/i.test(words)
        ? `${where} did not answer within ${connectWithinMs / 1_000} s. See to the network and its firewalls, or correct ${variable}.`
        : `PostgreSQL at ${where} can't be reached (${words}). Correct ${variable}, or mend what is in the way.`;
  }
}

import { join } from 'node:path';
import { freePort } from '#database';

/** The environment that a simulation and its programs share. */
export type Environment = Readonly<Record<string, string>>;

export type Surroundings = {
  /** A folder of its own, for the master key and the clock that all programs read. */
  readonly folder: string;
  readonly serviceUrl: string;
  readonly ownerUrl: string;
  readonly smtpUrl: string;
};

/** What the programs of a simulation are told: its database, its mail server, its clock, and a port that is free. */
export async function environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl }: Surroundings): Promise<Environment> {
  return {
    WAYMARK_DATA: folder,
    WAYMARK_CLOCK_FILE: join(folder, 'clock.json'),
    DATABASE_URL: serviceUrl,
    DATABASE_OWNER_URL: ownerUrl,
    SMTP_URL: smtpUrl,
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    NODE_ENV: 'test',
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Config } from '#config';
import { openInstallation, type Installation } from '#installation';
import { withoutPersonalData } from '#logging';
import type { Frame } from './frame.js';
import { Refused } from './tell.js';

export type OpenedOptions = {
  /** Whether the command may begin an installation where there is none; else it is refused there. */
  readonly begins?: boolean;
};

/**
 * Opens the installation that the environment names, for as long as a command works with it, beside whoever serves it.
 * Standard output stays the command's own: what there is to report goes to standard error.
 *
 * @throws {Refused} where there is no installation, and what `openInstallation` throws.
 */
export async function withInstallation<T>(
  frame: Frame,
  work: (installation: Installation) => Promise<T>,
  { begins = false }: OpenedOptions = {},
): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  if (!begins) assertThere(config);
  const installation = await openInstallation(config, {
    report: (sentence, error) => {
      const { errorClass, message } = withoutPersonalData(error);
      frame.note(`${sentence} (${errorClass}: ${message})`);
    },
  });
  try {
    for (const warning of installation.warnings) frame.note(`Note: ${warning}`);
    return await work(installation);
  } finally {
    await installation.close();
  }
}

/** A command in the wrong folder must not leave an empty database there. @throws {Refused} */
export function assertThere({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres'))) return;
  throw new Refused(
    `There is no Waymark in ${dataDir}. Say where it is with WAYMARK_DATA or DATABASE_URL, or begin one there: waymark start`,
  );
}

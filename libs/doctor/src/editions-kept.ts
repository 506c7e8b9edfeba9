import type { Client } from 'pg';
import type { Config } from '#config';
import type { EventStore } from '#event-sourcing';
import { assertEditionsKept } from '#installation';
import { EditionEdited, readEditions } from '#procedure';
import { broken, ok, type Finding } from './finding.js';
import { isThere } from './work.js';

const name = 'editions in use';

/** Whether every edition that placements are under still says what it said when they were pinned to it. */
export async function checkEditionsKept(
  config: Config,
  service: Client,
  store: EventStore,
): Promise<readonly Finding[]> {
  if (!(await isThere(service, 'followers.checkpoint'))) return [];
  const editions = await readEditions(config.procedures).catch(() => null);
  // What can't be read is found by another check, and in its words.
  if (!editions) return [];
  try {
    await assertEditionsKept(config, editions, service, store);
    return [ok(name, 'Every edition that placements are under says what it said when they were proposed.')];
  } catch (error) {
    if (!(error instanceof EditionEdited)) throw error;
    return [broken(name, error.message, 'Waymark does not start until it is mended.')];
  }
}

import { createHash } from 'node:crypto';
import { readConfig } from '#config';
import { HeldClock, newId, type Meta } from '#event-sourcing';
import { openInstallation } from '#installation';
import { shippedProcedures, type Edition, type Editions } from '#procedure';
import { personId } from '../../libs/simulation/src/week/names.js';
import { setup } from '../../libs/simulation/src/week/setup.js';
import { commandsAtWork, type CommandsAtWork } from './commands-at-work.js';
import type { Filling } from './fresh-database.js';

/** The example trust, each thing entered at the time at which somebody did, under a master key (32 bytes in base64). */
export function enteredTrust(masterKey: string, editions: Editions, edition: Edition): Filling {
  return {
    name: `trust_${createHash('sha256').update(masterKey).digest('hex').slice(0, 8)}`,
    fill: async ({ serviceUrl, ownerUrl }) => {
      const config = readConfig({
        DATABASE_URL: serviceUrl,
        DATABASE_OWNER_URL: ownerUrl,
        WAYMARK_PROCEDURES: shippedProcedures(),
        MASTER_KEY: masterKey,
        LOG_LEVEL: 'silent',
      });
      const clock = new HeldClock('2026-11-01T08:00:00.000Z');
      const installation = await openInstallation(config, { clock });
      try {
        const atWork = await commandsAtWork(installation, editions);
        try {
          await enter(clock, atWork, edition);
        } finally {
          await atWork.close();
        }
      } finally {
        await installation.close();
      }
    },
  };
}

async function enter(clock: HeldClock, atWork: CommandsAtWork, edition: Edition): Promise<void> {
  const waiting: Promise<unknown>[] = [];
  for (const { at, by, command } of setup(edition)) {
    // Each check is a stream of its own, so they go together; everything else follows from what came before.
    const isCheck = command.type === 'RecordCheckMet';
    if (!isCheck) await Promise.all(waiting.splice(0));
    clock.moveTo(at);
    const actor: Meta['actor'] = { kind: 'staff', id: personId(by), roles: [] };
    const sent = atWork.send.send(command, { actor, correlationId: newId(), via: 'web' });
    if (isCheck) waiting.push(sent);
    else await sent;
  }
  await atWork.caughtUp();
}

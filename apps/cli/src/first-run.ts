import { Accounts } from '#accounts';
import type { Installation } from '#installation';
import type { Frame } from './frame.js';
import { withInstallation } from './opened.js';
import { Refused } from './tell.js';

/** The token of a link by which somebody enters the first school and themselves; null where somebody may sign in already. */
export async function firstRunLink({ database, clock, masterKey }: Installation) {
  const accounts = new Accounts(database.pool('accounts', { max: 1 }), clock, masterKey);
  return (await accounts.hasAnyone()) ? null : accounts.makeLink('first-run');
}

/** Prints that link, for an installation whose pages are served by `web`. @throws {Refused} where somebody may sign in. */
export const printFirstRunLink = (frame: Frame): Promise<void> =>
  withInstallation(frame, async (installation) => {
    const link = await firstRunLink(installation);
    if (link === null) {
      throw new Refused('Somebody may sign in already. A link for a person who is known: waymark user link EMAIL');
    }
    const { token, endsAt } = link;
    const url = `${installation.config.publicUrl}/first-run/${token}`;
    frame.say(url);
    frame.note(`It works once, until ${endsAt}. Whoever opens it enters the first school and looks after Waymark.`);
    frame.result({ url, endsAt });
  });

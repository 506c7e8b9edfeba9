import type { Day } from '#event-sourcing';
import { dayInWords, Mailbox } from '#letters';
import type { MailServer } from './mail-server.js';
import type { World } from './world.js';

/** Where people find the mail that has come for them. */
export interface Post {
  /** The path of the newest link for providers that has come to an address about a day; null when none has. */
  linkFor(address: string, on: Day): Promise<string | null>;
}

type Letter = { readonly to: string; readonly subject: string; readonly text: string };

/** The link of the last letter, as its reader finds it: by the day in the subject. */
function linkIn(letters: readonly Letter[], address: string, on: Day): string | null {
  const mine = letters.filter(({ to, subject }) => to === address && subject.includes(dayInWords(on)));
  return mine.flatMap(({ text }) => /\/p\/[\w.-]+/.exec(text)?.[0] ?? []).at(-1) ?? null;
}

/** Mail that came over SMTP. */
export const postOf = (server: MailServer): Post => ({
  linkFor: (address, on) => Promise.resolve(linkIn(server.received, address, on)),
});

/** Letters that were kept in the mailbox, where no mail server is set. */
export const postOfMailbox = ({ installation }: World): Post => {
  const mailbox = new Mailbox(installation.database.pool('simulation'));
  return { linkFor: async (address, on) => linkIn((await mailbox.latest()).toReversed(), address, on) };
};

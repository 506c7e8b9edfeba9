import type { Instant } from '#event-sourcing';
import { paths, urlOf } from '../shell/paths.js';
import { count, momentInWords } from '../shell/words.js';

/** A letter that was kept here instead of being sent. */
export type KeptLetter = {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Instant;
};

export function mailboxPage(letters: readonly Pick<KeptLetter, 'id' | 'to' | 'subject' | 'at'>[]) {
  return {
    title: 'Mailbox',
    summary:
      letters.length === 0
        ? 'No letter has been written yet.'
        : `${count(letters.length, 'letter')}, the newest first.`,
    rows: letters.map(({ id, to, subject, at }) => ({
      href: urlOf(paths.mailbox.letter, { mailId: id }),
      to,
      subject,
      at: momentInWords(at),
    })),
  };
}

export function mailPage({ id, to, from, subject, text, at }: KeptLetter) {
  return {
    title: subject,
    back: { href: paths.mailbox.list, text: 'All letters' },
    to,
    from,
    at: momentInWords(at),
    html: urlOf(paths.mailbox.html, { mailId: id }),
    parts: linked(text),
  };
}

/** A text cut into stretches, those that are addresses marked as links. */
export function linked(text: string): { text: string; href: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, href: /^https?:\/\//.test(part) ? part : null }));
}

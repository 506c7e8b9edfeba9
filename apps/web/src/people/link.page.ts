import type { Instant } from '#event-sourcing';
import { momentInWords } from '../shell/words.js';

type Handed = { readonly link: string; readonly endsAt: Instant; readonly back: { href: string; text: string } };

/** A sign-in link, shown once to whoever made it, where none can go by email. */
export const linkPage = ({ link, endsAt, back }: Handed) => ({
  title: 'A sign-in link to hand over',
  back,
  lines: [
    'Whoever opens this link is signed in as this person. Hand it over yourself, and to nobody else.',
    `It is shown here once. It works once, until ${momentInWords(endsAt)}.`,
  ],
  link,
});

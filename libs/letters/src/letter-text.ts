import type { LetterKind } from '#domain';

/** A stretch of a letter: a paragraph, or something to open. */
export type Block = { readonly paragraph: string } | { readonly label: string; readonly href: string };

/**
 * All that a letter may be made from. There is no pupil in it, no status and no reason, and never a school beside a
 * provider: a mailbox lies outside every key that we could destroy.
 */
export type LetterFacts = {
  /** By which the office finds the letter when somebody rings about it. */
  readonly reference: string;
  /** `Monday 23 November 2026, morning`. */
  readonly occasion: string;
  /** What to open; `school` is named where a member of staff may answer for several, and never to a provider or a contact. */
  readonly links: readonly { readonly href: string; readonly school?: string }[];
  /** How many pieces of evidence a letter is about, and at how many placements. */
  readonly gaps?: { readonly pieces: number; readonly placements: number };
  /** Of how many pupils something is owed again and again, of one kind. */
  readonly owed?: number;
  /** By when written assurance is asked for, such as `Monday 30 November 2026`. */
  readonly replyBy?: string;
  /** Until when a provider's link works, such as `Tuesday 24 November 2026`. */
  readonly linkEndsOn?: string;
  /** Whether an answer by email reaches a school's office. */
  readonly hasReplyAddress: boolean;
};

/** One kind of letter. `when`, `why` and `to` are for the page about it in docs/letters. */
export type LetterDescription = {
  readonly kind: LetterKind;
  readonly when: string;
  readonly why: string;
  readonly to: string;
  /** Whether it goes to an adult at a provider, to a member of a school's staff, or to a contact of a pupil. */
  readonly recipient: 'adult' | 'person' | 'contact';
  /** The page of staff that it opens: the today board, where nothing else is said. */
  readonly opens?: 'today' | 'gaps' | 'oversight';
  subject(facts: LetterFacts): string;
  body(facts: LetterFacts): readonly Block[];
};

export type LetterText = { readonly subject: string; readonly text: string; readonly html: string };

/** A letter in words, as plain text and as HTML that says the same. */
export function writeLetter(description: LetterDescription, facts: LetterFacts): LetterText {
  const subject = `${description.subject(facts)} (reference ${facts.reference})`;
  const blocks: readonly Block[] = [
    { paragraph: 'Hello,' },
    ...description.body(facts),
    { paragraph: facts.hasReplyAddress ? repliesGoToTheOffice : repliesGoNowhere },
    { paragraph: `Reference: ${facts.reference}` },
  ];
  return { subject, text: asText(blocks), html: asHtml(subject, blocks) };
}

const repliesGoToTheOffice =
  'A reply to this email reaches the school office. It does not count as an entry: only what is saved on the page does.';
const repliesGoNowhere =
  'A reply to this email is not read, and does not count as an entry: only what is saved on the page does.';

const asText = (blocks: readonly Block[]): string =>
  `${blocks.map((block) => ('paragraph' in block ? block.paragraph : `${block.label}:\n${block.href}`)).join('\n\n')}\n`;

const letterStyle =
  'margin:0;padding:24px;background:#ffffff;color:#0b0c0c;font:18px/1.5 Arial,Helvetica,sans-serif;max-width:600px';
const linkStyle = 'color:#1a4f8a;font-weight:bold';

/** Nothing is fetched from anywhere: no image, no style sheet, and so no trace of who opened it. */
function asHtml(subject: string, blocks: readonly Block[]): string {
  const stretches = blocks.map((block) =>
    'paragraph' in block
      ? `<p>${escaped(block.paragraph)}</p>`
      : `<p><a href="${escaped(block.href)}" style="${linkStyle}">${escaped(block.label)}</a></p>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    `<body style="${letterStyle}">`,
    ...stretches,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** The links of a letter to staff: the board of each school. */
export const boards = ({ links }: LetterFacts): Block[] =>
  links.map(({ href, school }) => ({
    label: school === undefined ? 'Open the today board' : `Open the today board of ${school}`,
    href,
  }));

/** The links of a letter about what is missing: the page of each school. */
export const gapPages = ({ links }: LetterFacts): Block[] =>
  links.map(({ href, school }) => ({
    label: school === undefined ? 'Open what is missing' : `Open what is missing at ${school}`,
    href,
  }));

/** "3 pieces of evidence for 2 placements are", of which the letter says what they are. */
export function piecesInWords({ gaps = { pieces: 1, placements: 1 } }: LetterFacts): string {
  const { pieces, placements } = gaps;
  const evidence = pieces === 1 ? '1 piece of evidence' : `${pieces} pieces of evidence`;
  return `${evidence} for ${placements === 1 ? '1 placement' : `${placements} placements`} ${pieces === 1 ? 'is' : 'are'}`;
}

/** The links of a letter about what is owed again and again: the page of each school. */
export const oversightPages = ({ links }: LetterFacts): Block[] =>
  links.map(({ href, school }) => ({
    label: school === undefined ? 'Open the page' : `Open the page of ${school}`,
    href,
  }));

/** "for 1 pupil", "for 3 pupils" */
export const forPupils = ({ owed = 1 }: LetterFacts): string => `for ${owed === 1 ? '1 pupil' : `${owed} pupils`}`;

/** The link of a letter to a provider. */
export const attendancePage = ({ links }: LetterFacts): Block[] =>
  links.map(({ href }) => ({ label: 'Open the attendance page', href }));

/** The link of a letter that asks for written assurance. */
export const assurancePage = ({ links }: LetterFacts): Block[] =>
  links.map(({ href }) => ({ label: 'Open the page and answer', href }));

/** The link of a letter to what a provider must know. */
export const briefingPage = ({ links }: LetterFacts): Block[] =>
  links.map(({ href }) => ({ label: 'Open the page and read it', href }));

/** The link of a letter to what is to be signed. */
export const signaturePage = ({ links }: LetterFacts): Block[] =>
  links.map(({ href }) => ({ label: 'Open the page, read and sign', href }));

/** By when written assurance is asked for, at the end of a clause. */
export const byWhen = ({ replyBy }: LetterFacts): string => (replyBy === undefined ? '' : `, by ${replyBy}`);

/** What whoever has no account needs to know of a link. */
export const aboutTheLink = ({ linkEndsOn }: LetterFacts): Block => ({
  paragraph:
    'The page needs no password, so please do not pass the link on.' +
    (linkEndsOn === undefined ? '' : ` It works until the end of ${linkEndsOn}.`),
});

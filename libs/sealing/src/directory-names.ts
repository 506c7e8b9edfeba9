/** Text as people type it when they look for somebody: no case, no accents, no apostrophes, words apart by one blank. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words of a text, as `plain` has them. */
export const wordsOf = (text: string): string[] =>
  plain(text)
    .split(' ')
    .filter((word) => word !== '');

/** A pattern for each word that is looked for: each must begin a word of the entry. */
export const wordPatterns = (text: string): string[] => wordsOf(text).map((word) => `% ${word}%`);

export type Names = { readonly givenName: string; readonly familyName: string };

/** By what people stand in a list: the same text for the same names, however they are written. */
export const sortedBy = ({ givenName, familyName }: Names): string => `${plain(familyName)}, ${plain(givenName)}`;

/** Text as people type it when they look for somebody: no case, no accents, no apostrophes, words apart by one blank. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A pattern for each word that is looked for: each must begin a word of the entry. */
export const wordPatterns = (text: string): string[] =>
  plain(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => `% ${word}%`);

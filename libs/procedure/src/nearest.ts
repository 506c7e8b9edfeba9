/**
 * Which of some words was meant by one that isn't among them, where that can be guessed: a slip of a letter or two, parts in
 * another order, or a word that was not written out.
 */
export function nearest(word: string, words: readonly string[]): string | null {
  const sorted = (text: string) => text.split('-').sort().join('-');
  const meant = words.find((each) => sorted(each) === sorted(word));
  if (meant !== undefined) return meant;
  const allowed = Math.max(1, Math.floor(word.length / 4));
  const [closest] = words
    .map((each) => ({ each, slips: slipsBetween(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips);
  if (closest) return closest.each;
  const begun = words.filter(
    (each) => word.length >= 4 && (each.startsWith(`${word}-`) || word.startsWith(`${each}-`)),
  );
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** The same as the end of a sentence, or nothing where nobody can guess. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = nearest(word, words);
  return meant === null ? '' : `. Did you mean ${meant}?`;
}

/** How many slips lie between two words: a letter added, left out, mistaken, or two of them swapped. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

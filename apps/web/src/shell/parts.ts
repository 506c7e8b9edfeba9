/** How many rows of a long list are shown at a time. */
export const partMax = 50;

/** Which part of a list was asked for; the first is 1. What makes no sense is the first. */
export const partAsked = (text: string): number => Number(/^[1-9]\d{0,5}$/.exec(text)?.[0] ?? '1');

/** The parts of a long list as GOV.UK's pagination places them; null where there is one part. */
export function partsOf(part: number, total: number, hrefOf: (part: number) => string) {
  const last = Math.ceil(total / partMax);
  if (last < 2) return null;
  const near = [1, part - 1, part, part + 1, last].filter((each) => each >= 1 && each <= last);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  return {
    previous: part > 1 ? { href: hrefOf(part - 1) } : undefined,
    next: part < last ? { href: hrefOf(part + 1) } : undefined,
    items: numbers.flatMap((number, index) => {
      const item = { number, href: hrefOf(number), current: number === part };
      return index > 0 && number > (numbers[index - 1] ?? 0) + 1 ? [{ ellipsis: true }, item] : [item];
    }),
    landmarkLabel: 'Parts of the list',
  };
}

/** Sorts by a text made of each, without touching the list; the same rows always come in the same order. */
export function inOrder<T>(list: readonly T[], by: (each: T) => string): T[] {
  return list
    .map((each) => ({ each, key: by(each) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ each }) => each);
}

/** The list with this one in the place of those that are about the same, in order. */
export function replaced<T>(list: readonly T[], one: T, about: (each: T) => string): T[] {
  return inOrder([...list.filter((each) => about(each) !== about(one)), one], about);
}

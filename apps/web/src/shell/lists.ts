/** The things of a list by a key made of each, in the order in which the keys first come. */
export function grouped<T, K>(list: readonly T[], keyOf: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

/** Rows by their id. */
export const byKey = <T, K>(list: readonly T[], keyOf: (each: T) => K): Map<K, T> =>
  new Map(list.map((each) => [keyOf(each), each]));

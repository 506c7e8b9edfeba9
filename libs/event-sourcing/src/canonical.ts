import canonicalize from 'canonicalize';

/**
 * The one JSON text of a value (RFC 8785): the same value, the same bytes, whichever process wrote it.
 *
 * @throws {TypeError} when the value has no canonical form (a lone surrogate, a number that is not finite, nothing at all).
 */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  if (!text.isWellFormed())
    throw new TypeError('The text holds half of a surrogate pair, which no encoding can store.');
  return text;
}

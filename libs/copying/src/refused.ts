/** A log can't be copied, or not there. The sentence says what to do. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

/** The embedded server can't be used as things are. The sentence says why, and what to do. */
export class EmbeddedRefused extends Error {
  override readonly name = 'EmbeddedRefused';
}

/** A file as a browser sent it. */
export type SentFile = { readonly originalname: string; readonly buffer: Buffer };
export type NamedFile = { readonly name: string; readonly bytes: Buffer };

/**
 * The files of a form that have anything in them, each with a name of its own: what is wrong is told by file and line.
 * Browsers send names as bytes, which Node reads as Latin-1.
 */
export function namedFiles(sent: readonly SentFile[] | undefined): readonly NamedFile[] {
  const taken = new Map<string, number>();
  return (sent ?? [])
    .filter(({ buffer }) => buffer.length > 0)
    .map(({ originalname, buffer }) => {
      const name = Buffer.from(originalname, 'latin1').toString('utf8');
      const times = (taken.get(name) ?? 0) + 1;
      taken.set(name, times);
      return { name: times === 1 ? name : `${name} (${times})`, bytes: buffer };
    });
}

import { changes } from './changes.js';
import { nameOf, type Editions } from './editions.js';
import type { Edition } from './running.js';

/** What a placement was pinned to: an edition, and the hash of what it said then. */
export type Pinned = Pick<Edition, 'id' | 'edition' | 'hash'>;

/** An edition in use whose file says something else now. The sentence says which, what changed where that can be told, and what to do. */
export class EditionEdited extends Error {
  override readonly name = 'EditionEdited';
}

/**
 * Makes sure that what placements were pinned to still says what it said. Comments and layout may change; a file that is not
 * there is no matter here.
 *
 * @param elsewhere Editions of other folders: where one of them says what was said, it can be told what changed.
 * @throws {EditionEdited}
 */
export function assertNotEdited(
  editions: Editions,
  pinned: readonly Pinned[],
  elsewhere: readonly Edition[] = [],
): void {
  const sentences = editions.all.flatMap((now) => {
    const uses = pinned.filter((each) => nameOf(each) === nameOf(now) && each.hash !== now.hash);
    return uses.map(({ hash }) =>
      sentenceOf(
        now,
        editions.fileOf(now),
        elsewhere.find((each) => each.hash === hash),
      ),
    );
  });
  if (sentences.length > 0) throw new EditionEdited([...new Set(sentences), whatToDo].join('\n'));
}

const whatToDo =
  'Put the old text back, and give the change an edition of its own beside it: docs/procedures.md says how. Comments may change.';

function sentenceOf(now: Edition, file: string, before: Edition | undefined): string {
  const edited = `${file} was edited while it is in use: placements are under the edition ${nameOf(now)}, and it said something else when they were pinned to it.`;
  if (!before) return `${edited} What it said is not kept here, so look into your own copy or backup of the file.`;
  const said = changes(before, now).map(({ sentence }) => `  - ${sentence}`);
  // Written in another way, such as a list of one for a word alone, it reads the same to us and is another text.
  return [edited, ...(said.length > 0 ? said : ['  - The same in other words.'])].join('\n');
}

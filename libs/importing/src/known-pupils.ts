import { isTemporaryUpn } from '#domain';
import type { Day, Found, Id, NewId, Rows } from '#event-sourcing';
import { pupils, type PupilRow } from '#read-models';
import { sortedBy, type Directory, type DirectoryEntry, type NamedPupil } from '#sealing';

/** By what a row says which pupil it means. */
export type PupilAsked = {
  readonly schoolId: Id;
  readonly upn?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly bornOn?: Day | undefined;
};

/** The pupil whom a row means: one that is there (`row` as it is now), or one that this import enters. */
export type KnownPupil = {
  readonly subjectId: Id;
  readonly schoolId: Id;
  readonly isNew: boolean;
  readonly row: Found<PupilRow> | null;
};
export type PupilFound = KnownPupil | 'none' | 'several' | 'other-school' | 'other-number' | 'left';

/** A pupil whom this import enters; all its rows find the same one. */
type Entered = { readonly subjectId: Id; readonly schoolId: Id };

/**
 * Pupils are found by their number, else by names and birth date at their school. Those that are there are asked for a batch
 * at a time; those that an import enters are remembered by their names and numbers alone.
 */
export class KnownPupils {
  private readonly entered = new Map<string, Entered>();

  constructor(
    private readonly rows: Rows,
    private readonly directory: Directory,
    private readonly newId: NewId,
  ) {}

  /** Whom each row means, in the order of the rows. */
  async find(asked: readonly PupilAsked[]): Promise<PupilFound[]> {
    const [numbered, named] = await Promise.all([
      this.directory.numbered(asked.flatMap(({ upn }) => upn ?? [])),
      this.directory.named(asked.filter(isNamed)),
    ]);
    // Of a pupil whose records were merged, the one that is kept is meant.
    const kept = await Promise.all(numbered.map((entry) => this.directory.keptFor(entry)));
    const byNumber = new Map(numbered.map(({ upn }, index) => [upn, kept[index]]));
    const byName = new Map<string, DirectoryEntry[]>();
    for (const entry of named) byName.set(nameKey(entry), [...(byName.get(nameKey(entry)) ?? []), entry]);
    const found = asked.map((each) => {
      const ofNumber = each.upn === undefined ? undefined : byNumber.get(each.upn);
      const ofName = isNamed(each) ? (byName.get(nameKey(each)) ?? []) : [];
      return this.among(each, ofNumber, ofName);
    });
    const ids = found.flatMap((each) => (typeof each === 'object' && !each.isNew ? [each.subjectId] : []));
    const rows = new Map((await this.rows.getMany(pupils, [...new Set(ids)])).map((row) => [row.subjectId, row]));
    return found.map((each) => (typeof each === 'object' ? { ...each, row: rows.get(each.subjectId) ?? null } : each));
  }

  /** Notes a pupil whom this import enters: the same id each time that the file is read. */
  enter(asked: PupilAsked): KnownPupil {
    const entered = this.remembered(asked) ?? { subjectId: this.newId(), schoolId: asked.schoolId };
    for (const key of keysOf(asked)) this.entered.set(key, entered);
    return { ...entered, isNew: true, row: null };
  }

  private remembered(asked: PupilAsked): Entered | undefined {
    for (const key of keysOf(asked)) {
      const found = this.entered.get(key);
      if (found) return found;
    }
    return undefined;
  }

  private among(asked: PupilAsked, numbered: DirectoryEntry | undefined, named: readonly DirectoryEntry[]): PupilFound {
    const { schoolId, upn } = asked;
    if (numbered) {
      if (numbered.schoolId !== schoolId) return 'other-school';
      // Who left is not there: a file that has them is older than that, or nobody has recorded that they are back.
      if (numbered.hasLeft) return 'left';
      // Of two numbers that one pupil had, somebody has said which is right.
      return numbered.upn === upn ? known(numbered) : 'other-number';
    }
    if (named.length > 1) return 'several';
    const [only] = named;
    if (only) {
      if (only.hasLeft) return 'left';
      // A number that comes in place of none, or of a temporary one, is news; any other change of it is a mistake.
      const replaceable = upn === undefined || only.upn === null || (isTemporaryUpn(only.upn) && !isTemporaryUpn(upn));
      return replaceable ? known(only) : 'other-number';
    }
    const remembered = this.remembered(asked);
    if (!remembered) return 'none';
    return remembered.schoolId === schoolId ? { ...remembered, isNew: true, row: null } : 'other-school';
  }
}

const known = ({ subjectId, schoolId }: DirectoryEntry): KnownPupil => ({
  subjectId,
  schoolId,
  isNew: false,
  row: null,
});

const isNamed = (asked: PupilAsked): asked is PupilAsked & NamedPupil =>
  asked.givenName !== undefined && asked.familyName !== undefined && asked.bornOn !== undefined;

const nameKey = (pupil: NamedPupil): string => `${pupil.schoolId} ${sortedBy(pupil)} ${pupil.bornOn}`;

const keysOf = (asked: PupilAsked): string[] => [
  ...(asked.upn === undefined ? [] : [`upn ${asked.upn}`]),
  ...(isNamed(asked) ? [nameKey(asked)] : []),
];

import { Injectable } from '@nestjs/common';
import { Journal, Rows } from '#event-sourcing';
import { allKinds, Importing, type Source } from '#importing';
import { Editions } from '#procedure';
import { Directory } from '#sealing';
import { Times } from '../shell/as-at.js';
import type { OfSchool, SignedIn } from '../shell/context.js';
import { mayDo } from '../shell/permissions.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';

/** What somebody said with the files. */
export type SaidWith = { readonly gapsDueOn?: string | undefined; readonly calendar?: string | undefined };

/** Opens files for the school at which somebody may import: they see and change no more there than their roles let them. */
@Injectable()
export class OpenFiles {
  constructor(
    private readonly rows: Rows,
    private readonly directory: Directory,
    private readonly editions: Editions,
    private readonly journal: Journal,
    private readonly times: Times,
    private readonly saved: Saved,
  ) {}

  async open(
    sources: readonly Source[],
    { school, roles }: OfSchool,
    { personId, schools }: SignedIn,
    { gapsDueOn, calendar }: SaidWith,
  ): Promise<Importing> {
    // What was entered a moment ago is compared with, too.
    await this.saved.passed(await this.journal.store.head());
    const deps = {
      rows: this.rows,
      directory: this.directory,
      editions: this.editions,
      today: dayOf(this.times.now()),
      schoolIds: schools.filter((each) => mayDo(each.roles, 'import-data')).map((each) => each.school.schoolId),
      peopleAt: schools.filter((each) => mayDo(each.roles, 'manage-people')).map((each) => each.school.schoolId),
      kinds: allKinds.map(({ name }) => name).filter((name) => name !== 'staff' || mayDo(roles, 'manage-people')),
    };
    return Importing.open(sources, deps, { school: school.schoolId, urns: [], gapsDueOn, headId: personId, calendar });
  }
}

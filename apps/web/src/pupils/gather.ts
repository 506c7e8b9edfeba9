import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { erased, type Found, type Id, type Instant } from '#event-sourcing';
import {
  AdultsById,
  AllProviders,
  ContactsOf,
  KeyAdultsOf,
  MattersOfPlacement,
  nobody,
  PeopleById,
  PlacementsOfPupil,
  PupilById,
  PupilFormOf,
  RecordsMergedInto,
  SchoolById,
  SchoolsById,
  SessionsOfPlacement,
  SitesById,
  WeekplanOf,
  type AdultRow,
  type ContactRow,
  type KeyAdultRow,
  type MatterRow,
  type PersonRow,
  type PlacementRow,
  type ProviderRow,
  type PupilFormRow,
  type PupilRow,
  type SchoolRow,
  type SessionRow,
  type SiteRow,
  type Unwatched,
  type WeekplanRow,
} from '#read-models';
import { Directory, type DirectoryEntry } from '#sealing';
import { Times, type AsAt } from '../shell/as-at.js';
import { byKey } from '../shell/lists.js';
import { peopleIn } from '../today/gather.js';
import { Watch } from '../today/watch.js';

/** A pupil with all that their page shows, read as at one position. */
export type PupilFacts = {
  readonly pupil: PupilRow;
  readonly school: SchoolRow;
  /** The moment of the page. */
  readonly now: Instant;
  readonly contacts: readonly ContactRow[];
  readonly form: PupilFormRow | null;
  readonly keyAdults: readonly KeyAdultRow[];
  /** Those that this school made. */
  readonly placements: readonly PlacementRow[];
  /** Those that another school made, which answers for them. */
  readonly elsewhere: readonly PlacementRow[];
  /** The schools that are named on the page. */
  readonly schools: ReadonlyMap<Id, SchoolRow>;
  readonly weekplan: WeekplanRow | null;
  /** All sessions of which anything is known. */
  readonly sessions: readonly Found<SessionRow>[];
  /** What is owed of the placements as a whole, or was. */
  readonly matters: readonly MatterRow[];
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly providers: ReadonlyMap<Id, ProviderRow>;
  readonly people: ReadonlyMap<Id, PersonRow>;
  readonly adults: ReadonlyMap<Id, AdultRow>;
  readonly unwatched: Unwatched;
  /** Other pupils of the school with the same name and birth date: two people may have entered one pupil twice. */
  readonly alike: readonly DirectoryEntry[];
  /** The records that this one is kept in place of. Their placements are shown here as well. */
  readonly merged: readonly PupilRow[];
};

/** Asks the read models for everything that the page of a pupil shows. */
@Injectable()
export class GatherPupil {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly times: Times,
    private readonly watch: Watch,
  ) {}

  /** @throws {NotFoundException} when the school has no such pupil, or had none at the time. */
  async gather({ schoolId }: { readonly schoolId: Id }, subjectId: Id, past: AsAt | null): Promise<PupilFacts> {
    const asAt = past?.position;
    const [pupil, school] = await Promise.all([
      this.queries.execute(new PupilById({ subjectId }, asAt)),
      this.queries.execute(new SchoolById({ schoolId }, asAt)),
    ]);
    if (!pupil || !school || pupil.schoolId !== schoolId) throw new NotFoundException();
    const [merged, weekplan] = await Promise.all([
      this.queries.execute(new RecordsMergedInto({ subjectId }, asAt)),
      this.queries.execute(new WeekplanOf({ subjectId }, asAt)),
    ]);
    const records = [subjectId, ...merged.map((each) => each.subjectId)];
    const ofRecords = await Promise.all(
      records.map((record) => this.queries.execute(new PlacementsOfPupil({ subjectId: record }, asAt))),
    );
    const all = ofRecords.flat().sort((a, b) => (a.startOn < b.startOn ? -1 : a.startOn > b.startOn ? 1 : 0));
    const placements = all.filter((each) => each.schoolId === schoolId);
    const elsewhere = all.filter((each) => each.schoolId !== schoolId);
    const schoolIds = [
      ...elsewhere.map((each) => each.schoolId),
      ...(pupil.changes ?? []).flatMap((each) => [each.schoolId, each.toSchoolId]),
    ];
    const placementIds = placements.map(({ placementId }) => placementId);
    const siteIds = [...new Set(all.map(({ siteId }) => siteId))];
    const [now, contacts, form, keyAdults, sessions, matters, sites, providers, unwatched, alike] = await Promise.all([
      this.times.momentOf(past),
      this.queries.execute(new ContactsOf({ subjectId }, asAt)),
      this.queries.execute(new PupilFormOf({ subjectId }, asAt)),
      this.queries.execute(new KeyAdultsOf({ subjectId }, asAt)),
      Promise.all(placementIds.map((id) => this.queries.execute(new SessionsOfPlacement({ placementId: id }, asAt)))),
      Promise.all(placementIds.map((id) => this.queries.execute(new MattersOfPlacement({ placementId: id }, asAt)))),
      this.queries.execute(new SitesById({ siteIds }, asAt)),
      this.queries.execute(new AllProviders({}, asAt)),
      // What is not being watched is so now; a page of the past shows what was known then.
      past ? nobody : this.watch.unwatched(),
      past || pupil.mergedInto !== undefined ? [] : this.alike(pupil),
    ]);
    const rows = sessions.flat();
    const mergers = pupil.mergedById === undefined ? [] : [pupil.mergedById];
    // Names are looked up now, also for a page of the past: nobody's old name is brought back.
    const [people, adults, schools] = await Promise.all([
      this.queries.execute(new PeopleById({ personIds: [...peopleIn(rows), ...mergers] })),
      this.queries.execute(new AdultsById({ adultIds: [...new Set(rows.flatMap(({ byId }) => byId ?? []))] })),
      this.queries.execute(new SchoolsById({ schoolIds: [...new Set([schoolId, ...schoolIds])] })),
    ]);
    return {
      pupil,
      school,
      now,
      contacts,
      form,
      keyAdults,
      placements,
      elsewhere,
      schools: byKey(schools, (each) => each.schoolId),
      weekplan,
      sessions: rows,
      matters: matters.flat(),
      sites: byKey(sites, ({ siteId }) => siteId),
      providers: byKey(providers, ({ providerId }) => providerId),
      people: byKey(people, ({ personId }) => personId),
      adults: byKey(adults, ({ adultId }) => adultId),
      unwatched,
      alike,
      merged,
    };
  }

  private async alike({ subjectId, schoolId, givenName, familyName, bornOn }: PupilRow): Promise<DirectoryEntry[]> {
    if (givenName === erased || familyName === erased || bornOn === erased) return [];
    const entries = await this.directory.named([{ schoolId, givenName, familyName, bornOn }]);
    return entries.filter((each) => each.subjectId !== subjectId);
  }
}

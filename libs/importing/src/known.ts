import { newId, orElse, type Day, type Found, type Id, type NewId, type Rows } from '#event-sourcing';
import type { Editions } from '#procedure';
import {
  adults,
  people,
  providers,
  schools,
  sites,
  type AdultRow,
  type PersonRow,
  type ProviderRow,
  type SchoolRow,
  type SiteRow,
} from '#read-models';
import { plain, type Directory } from '#sealing';
import { bare, type ImportError } from './columns.js';
import { KnownPupils } from './known-pupils.js';
import type { Said } from './kind.js';

export type KnownDeps = {
  readonly rows: Rows;
  readonly directory: Directory;
  readonly editions: Editions;
  readonly today: Day;
  /** The only schools that whoever imports may touch; without it, all. */
  readonly schoolIds?: readonly Id[];
  /** The schools where whoever imports manages people; without it, everywhere, operators too. */
  readonly peopleAt?: readonly Id[];
  /** The only kinds of file that they may bring; without it, all. */
  readonly kinds?: readonly string[];
  readonly ids?: NewId;
};

/** A school that is there, or that this import opens. */
export type KnownSchool = {
  readonly schoolId: Id;
  name: string;
  urn: string | undefined;
  readonly row: SchoolRow | null;
};
export type KnownPerson = { readonly personId: Id; readonly name: string; readonly row: PersonRow | null };
export type KnownProvider = {
  readonly providerId: Id;
  readonly name: string;
  readonly row: ProviderRow | null;
  readonly sites: Map<string, { readonly siteId: Id; readonly row: SiteRow | null }>;
};

/**
 * What is there already, and what the files of this import bring: a row finds both alike. What a trust has few of is read
 * at once; pupils are looked up as they come.
 */
export class Known {
  readonly schools: KnownSchool[] = [];
  readonly people = new Map<string, KnownPerson>();
  readonly providers: KnownProvider[] = [];
  readonly adults = new Map<string, { readonly adultId: Id; readonly row: AdultRow | null }>();
  /** Who is given the role of head by the files, by school: the date for gaps may be theirs. */
  readonly heads = new Map<Id, Set<Id>>();
  /** Ids of contacts that this import names, by pupil and name: the same each time that the file is read. */
  readonly contactIds = new Map<string, Id>();
  readonly placementIds = new Map<string, Id>();
  readonly pupils: KnownPupils;
  readonly newId: NewId;

  private constructor(
    readonly deps: KnownDeps,
    private readonly allSchools: readonly SchoolRow[],
  ) {
    this.newId = deps.ids ?? newId;
    this.pupils = new KnownPupils(deps.rows, deps.directory, this.newId);
  }

  static async read(deps: KnownDeps): Promise<Known> {
    const [ofSchools, ofPeople, ofProviders, ofSites, ofAdults] = await Promise.all([
      deps.rows.find(schools, {}),
      deps.rows.find(people, {}),
      deps.rows.find(providers, {}),
      deps.rows.find(sites, {}),
      deps.rows.find(adults, {}),
    ]);
    const known = new Known(deps, ofSchools);
    for (const row of ofSchools) {
      const { schoolId, name, urn } = row;
      if (deps.schoolIds?.includes(schoolId) ?? true) known.schools.push({ schoolId, name, urn, row });
    }
    // Of several who had an address, it is whoever stays, or left last.
    const byLastDay = ofPeople.toSorted((a, b) => lastDay(a).localeCompare(lastDay(b)));
    for (const row of byLastDay) {
      const email = orElse(row.email, '');
      if (email !== '') known.people.set(personKey(email), { personId: row.personId, name: orElse(row.name, ''), row });
    }
    for (const row of ofProviders) known.providers.push(providerOf(row, ofSites));
    for (const row of ofAdults) {
      const address = orElse(row.email, '');
      if (address !== '') known.adults.set(adultKey(row.siteId, address), { adultId: row.adultId, row });
    }
    return known;
  }

  get today(): Day {
    return this.deps.today;
  }

  /** The school that a cell means, or that all rows without one mean; a sentence where that is none. */
  schoolOf(text: string | undefined, said: Said): KnownSchool | { readonly wanted: string } {
    const asked = text ?? said.school;
    if (asked === undefined) {
      const [only, ...others] = this.schools;
      if (only && others.length === 0) return only;
      return this.schools.length === 0
        ? { wanted: 'a school that is entered: import schools first, or open one on the page' }
        : { wanted: 'a column "School" with the URN or name of the school, because there are several' };
    }
    const found = this.schools.filter(
      ({ schoolId, urn, name }) => schoolId === asked || urn === asked || bare(name) === bare(asked),
    );
    const [school, ...others] = found;
    if (school && others.length === 0) return school;
    return {
      wanted:
        others.length > 0 ? 'the URN: there are several of this name' : 'a school that is entered, by URN or name',
    };
  }

  /** Whether whoever imports manages people at a school. */
  managesPeopleAt(schoolId: Id): boolean {
    return this.deps.peopleAt?.includes(schoolId) ?? true;
  }

  /** Whether they may change how somebody comes in: as on the page, not where that person works elsewhere, too. */
  mayChange({ personId, operator }: PersonRow): boolean {
    if (this.deps.peopleAt === undefined) return true;
    const works = this.allSchools.filter(({ roles }) =>
      roles.some((each) => each.personId === personId && (each.until === undefined || each.until >= this.today)),
    );
    return !operator && works.every(({ schoolId }) => this.managesPeopleAt(schoolId));
  }

  /** Roles of somebody that began by a day and go on after it, wherever they are. */
  rolesAfter(personId: Id, on: Day) {
    return this.allSchools.flatMap(({ schoolId, roles }) =>
      roles
        .filter(
          (each) => each.personId === personId && each.from <= on && (each.until === undefined || each.until > on),
        )
        .map(({ role, standing }) => ({ schoolId, role, personId, standing })),
    );
  }

  /** The provider by a number of its own, else by name. */
  provider(name: string, urn?: string, ukprn?: string): KnownProvider | undefined {
    return (
      this.providers.find(({ row }) => row && ((urn && row.urn === urn) || (ukprn && row.ukprn === ukprn))) ??
      this.providers.find((each) => plain(each.name) === plain(name))
    );
  }

  /** Whose date for gaps it is at a school: the head who was named, or the only one there. */
  headOf(school: KnownSchool, said: Said): { readonly personId: Id } | { readonly wanted: string } {
    const heads = new Set(this.heads.get(school.schoolId) ?? []);
    for (const { role, standing, personId, from, until } of school.row?.roles ?? []) {
      const now = from <= this.today && (until === undefined || this.today <= until);
      if (role === 'headteacher' && now && (standing !== 'cover' || said.headEmail !== undefined)) heads.add(personId);
    }
    if (said.headId !== undefined && heads.has(said.headId)) return { personId: said.headId };
    if (said.headEmail !== undefined) {
      const personId = this.people.get(personKey(said.headEmail))?.personId;
      if (personId !== undefined && heads.has(personId)) return { personId };
      return { wanted: 'somebody who is head of this school today: the date is theirs to set' };
    }
    const [only, ...others] = heads;
    if (only !== undefined && others.length === 0) return { personId: only };
    return {
      wanted:
        only === undefined
          ? 'a head of this school, who sets the date: give somebody the role of headteacher first'
          : 'to know which head sets the date, because there are several: name one by email address, with --head on the command line',
    };
  }
}

/** Whoever has not left comes after all who have. */
const lastDay = ({ leftOn = '9999-12-31' }: PersonRow): string => leftOn;

/** One person, however their address is written. */
export const personKey = (email: string): string => email.trim().normalize('NFC').toLowerCase();
export const adultKey = (siteId: Id, email: string): string => `${siteId} ${personKey(email)}`;
export const siteKey = (name: string): string => plain(name);

const providerOf = (row: Found<ProviderRow>, all: readonly Found<SiteRow>[]): KnownProvider => ({
  providerId: row.providerId,
  name: row.name,
  row,
  sites: new Map(
    all
      .filter(({ providerId }) => providerId === row.providerId)
      .map((site) => [siteKey(site.name), { siteId: site.siteId, row: site }]),
  ),
});

export const isWanted = (found: object): found is { readonly wanted: string } => 'wanted' in found;

/** An error in one cell of a row. */
export const cellError = (file: string, line: number, column: string, value: string, wanted: string): ImportError => ({
  file,
  line,
  column,
  value,
  wanted,
});

import { person, recurringDutyKind, type PupilSession, type SchoolEvent } from '#domain';
import type { Day, Heard, Id, Instant, Journal } from '#event-sourcing';
import {
  londonDay,
  nameOf,
  SchoolCalendar,
  type Edition,
  type Editions,
  type EditionsOfMatters,
  type GivenRole,
  type MatterFacts,
  type SessionFacts,
} from '#procedure';
import { schools, type SchoolRow } from '#read-models';
import { readChecks, readMatters, type ChecksSettled } from './matter-view.js';
import { readPlacement, type PlacementView } from './placement-view.js';
import { readSession } from './session-view.js';
import { readSite, type SiteView } from './site-view.js';

/** What the clock needs to know of a school. */
export type SchoolView = { readonly calendar: SchoolCalendar; readonly roles: readonly GivenRole[] };

/**
 * One look at the store: what a step is taken by is read from the streams themselves, never from rows, which may lag.
 * Each school, site and person is read once in a look; a new look is a new truth.
 */
export class Look {
  private readonly schools = new Map<Id, Promise<SchoolView>>();
  private readonly sites = new Map<Id, Promise<SiteView>>();
  private readonly people = new Map<Id, Promise<boolean>>();
  private readonly checks = new Map<string, Promise<ChecksSettled | null>>();

  constructor(
    private readonly journal: Journal,
    private readonly editions: Editions,
  ) {}

  /** A placement that has started, or null. */
  placement(placementId: Id): Promise<PlacementView | null> {
    return readPlacement(this.journal, placementId);
  }

  /** What is known of a session, or null when that is nothing. */
  session(about: PupilSession): Promise<SessionFacts | null> {
    return readSession(this.journal, about);
  }

  /** What is known of the matters of a placement. */
  matters(view: PlacementView, now: Instant): Promise<MatterFacts> {
    const { facts, editions } = view;
    const edition = this.edition(view);
    const about = `${nameOf(edition)} ${facts.siteId}`;
    const checks = () => once(this.checks, about, () => readChecks(this.journal, edition, facts.siteId));
    const all = editions.map((each) => this.editions.editionFor(each.id, each.edition));
    const kinds = recurringDutyKind.options.filter((kind) => all.some(({ duties }) => duties[kind]));
    return readMatters(this.journal, view, kinds, londonDay(now), checks);
  }

  /** The editions that the matters of a placement are under. */
  editionsOfMatters(view: PlacementView): EditionsOfMatters {
    return { now: this.edition(view), on: (day) => this.editionOn(view, day) };
  }

  /** The edition that a placement is under now. @throws {EditionMissing} when its file is not there. */
  edition({ editions }: PlacementView): Edition {
    const now = editions.at(-1);
    return this.editions.editionFor(now?.id ?? '', now?.edition ?? '');
  }

  /** The edition that a placement’s sessions of a day are under. @throws {EditionMissing} when its file is not there. */
  editionOn({ editions }: PlacementView, on: Day): Edition {
    const then = editions.findLast(({ from }) => from <= on) ?? editions[0];
    return this.editions.editionFor(then?.id ?? '', then?.edition ?? '');
  }

  school(schoolId: Id): Promise<SchoolView> {
    return once(this.schools, schoolId, () => this.readSchool(schoolId));
  }

  site({ providerId, facts: { siteId } }: PlacementView): Promise<SiteView> {
    return once(this.sites, siteId, () => readSite(this.journal, providerId, siteId));
  }

  /** Which of these people are away on a day, or have left. */
  async away(personIds: Iterable<Id>, on: Day): Promise<ReadonlySet<Id>> {
    const asked = [...new Set(personIds)];
    const away = await Promise.all(asked.map((each) => once(this.people, each, () => this.isAway(each, on))));
    return new Set(asked.filter((_, index) => away[index]));
  }

  private async readSchool(schoolId: Id): Promise<SchoolView> {
    const events = (await this.journal.read(`school-${schoolId}`)) as unknown as Heard<SchoolEvent>[];
    const row = events.reduce<SchoolRow | null>((known, event) => schools.evolve(known, event), null);
    const { terms, daysOff, sessionTimes, roles } = row ?? { terms: [], daysOff: [], sessionTimes: [], roles: [] };
    return { calendar: new SchoolCalendar({ terms, daysOff, sessionTimes }), roles };
  }

  private async isAway(personId: Id, on: Day): Promise<boolean> {
    const known = await this.journal.state(person, personId);
    if (!known) return false;
    const { away, leftOn } = known;
    return (leftOn !== null && leftOn < on) || Object.entries(away).some(([from, to]) => from <= on && on <= to);
  }
}

function once<T>(known: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(id) ?? read();
  known.set(id, found);
  return found;
}

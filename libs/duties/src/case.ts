import {
  aboutSession,
  dutyIdOf,
  matterIdOf,
  namedOn,
  periodIdOf,
  sessionDutyKind,
  type DutyKind,
  type DutySubject,
  type RecurringDutyKind,
} from '#domain';
import type { Day, Id, Instant } from '#event-sourcing';
import {
  keyOf,
  londonDay,
  matterDuties,
  momentsOfSession,
  peopleFor,
  periodKey,
  type AboutMatter,
  type AboutSession,
  type DutyFacts,
  type Edition,
  type Moment,
  type Rung,
} from '#procedure';
import type { Look } from './look.js';
import type { PlacementView } from './placement-view.js';
import { dutyIds, factStreams } from './session-view.js';

/** A step that is due: the moment of it. */
export type StepDue = Extract<Moment, { do: 'step' }>;

/** A duty of a case: its id, the stream whose fact meets it, and how it stands where it has been raised. */
type DutyOfCase = { readonly dutyId: Id; readonly fact: string; readonly known: DutyFacts | undefined };

/** A pupil's session, or a matter of a placement, with what is due of it, and whom its steps have told so far. */
export class Case {
  readonly told: Set<Id>;

  constructor(
    readonly about: DutySubject,
    readonly edition: Edition,
    readonly due: readonly Moment[],
    private readonly duties: ReadonlyMap<DutyKind, DutyOfCase>,
    private readonly contactId: Id | null,
    private readonly look: Look,
    /** Whom the school named as the owner, in order; where it named nobody, the owner is whoever has the rung's role. */
    private readonly owners: readonly Id[] = [],
  ) {
    // A ladder that begins anew tells whom it told before.
    const isMoved = due.some((moment) => moment.do === 'move');
    this.told = new Set(isMoved ? [] : [...duties.values()].flatMap(({ known }) => known?.told ?? []));
  }

  /** @throws {Error} for a kind of duty that is not about what the case is about. */
  of(kind: DutyKind): DutyOfCase {
    const found = this.duties.get(kind);
    if (!found) throw new Error(`No ${kind} is owed of what this case is about.`);
    return found;
  }

  duty(kind: DutyKind): DutySubject & { readonly dutyId: Id; readonly kind: DutyKind } {
    return { dutyId: this.of(kind).dutyId, kind, ...this.about };
  }

  /**
   * Whom a rung tells: the provider's contact, or people of the pupil's school who have not been told of it. The owner is
   * told again at each rung that names them, unless this step's letter did not reach them.
   */
  async recipients({ to, isToOwner }: Rung, inStep: ReadonlySet<Id>, today: Day): Promise<readonly Id[]> {
    if (to === undefined) return [];
    if (to === 'provider-contact') return this.contactId === null ? [] : [this.contactId];
    const { roles } = await this.look.school(this.about.schoolId);
    const away = await this.look.away([...roles.map(({ personId }) => personId), ...this.owners], today);
    const named = isToOwner ? this.owners.find((id) => !away.has(id) && !inStep.has(id)) : undefined;
    if (named !== undefined) return [named];
    return peopleFor(to, roles, isToOwner ? inStep : this.told, away, today);
  }
}

/** Reads a placement's session and works out what is due of it; null when nothing is. */
export async function openSession(
  look: Look,
  placementId: Id,
  { on, session }: AboutSession,
  now: Instant,
): Promise<Case | null> {
  const view = await look.placement(placementId);
  if (!view) return null;
  const about = aboutSession({ ...view.facts, on, session });
  const [known, school, site] = await Promise.all([look.session(about), look.school(about.schoolId), look.site(view)]);
  const facts = { ...view.facts, sessions: new Map(known ? [[keyOf(on, session), known]] : []) };
  const edition = look.editionOn(view, on);
  const { due } = momentsOfSession(facts, edition, school.calendar, site.calendar, { on, session }, now);
  if (due.length === 0) return null;
  const [ids, streams] = [dutyIds(about), factStreams(about)];
  const duties = sessionDutyKind.options.map(
    (kind) => [kind, { dutyId: ids[kind], fact: streams[kind], known: known?.duties[kind] }] as const,
  );
  return new Case(about, edition, due, new Map(duties), site.contactId, look);
}

/** Reads the matters of a placement and works out what is due of each; those of which nothing is are left out. */
export async function openMatters(look: Look, placementId: Id, now: Instant): Promise<readonly Case[]> {
  const view = await look.placement(placementId);
  if (!view) return [];
  const facts = await look.matters(view, now);
  const editions = look.editionsOfMatters(view);
  const { subjectId, schoolId, siteId } = view.facts;
  const { calendar } = await look.school(schoolId);
  const { due } = matterDuties(facts, editions, calendar, now);
  const at = { placementId, subjectId, schoolId, siteId };
  const nameOf = ({ matter, period = '' }: AboutMatter) => `${matter} ${period}`;
  const first = due.filter((moment, index) => due.findIndex((each) => nameOf(each) === nameOf(moment)) === index);
  return first.map(({ kind, matter, period }) => {
    const own = due.filter((moment) => moment.matter === matter && moment.period === period);
    const about = { ...at, matter, ...(period && { period }) };
    if (kind === 'placement-gap' || period === undefined) {
      const known = facts.gaps.find(({ evidence }) => evidence === matter)?.duty;
      const owed = { dutyId: dutyIdOf(kind, matterIdOf(placementId, matter)), fact: `placement-${placementId}`, known };
      return new Case(about, editions.now, own, new Map([[kind, owed]]), null, look);
    }
    const known = facts.watch.duties.get(periodKey(kind, period));
    const owed = { dutyId: dutyIdOf(kind, periodIdOf(placementId, period)), fact: `oversight-${placementId}`, known };
    const duties = new Map([[kind, owed]]);
    return new Case(about, editions.on(period), own, duties, null, look, inCharge(view, kind, londonDay(now)));
  });
}

/** Whom the school named for it, first who does it, then who stands in; nobody where that was left to a role. */
function inCharge({ arranged, passedOn }: PlacementView, kind: RecurringDutyKind, today: Day): readonly Id[] {
  if (!arranged || kind === 'weekly-liaison') return [];
  const { welfareChecks, monitoringVisits } = namedOn(arranged, passedOn, today);
  const { personId, standInId } = kind === 'welfare-check' ? welfareChecks : monitoringVisits;
  return [personId, standInId];
}

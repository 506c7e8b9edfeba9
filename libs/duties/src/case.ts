import { aboutSession, type DutyKind, type PupilSession } from '#domain';
import type { Day, Id, Instant } from '#event-sourcing';
import {
  keyOf,
  momentsOfSession,
  peopleFor,
  type Edition,
  type Moment,
  type Rung,
  type SessionFacts,
} from '#procedure';
import type { Look } from './look.js';
import { dutyIds, factStreams } from './session-view.js';

/** A step that is due: the moment of it. */
export type StepDue = Extract<Moment, { do: 'step' }>;

/** A pupil's session with what is due of it, and whom its steps have told so far. */
export class Case {
  readonly dutyIds: Record<DutyKind, Id>;
  readonly facts: Record<DutyKind, string>;
  readonly told: Set<Id>;

  constructor(
    readonly about: PupilSession,
    readonly edition: Edition,
    readonly known: SessionFacts,
    readonly due: readonly Moment[],
    private readonly contactId: Id | null,
    private readonly look: Look,
  ) {
    this.dutyIds = dutyIds(about);
    this.facts = factStreams(about);
    this.told = new Set(Object.values(known.duties).flatMap(({ told }) => told));
  }

  duty(kind: DutyKind): PupilSession & { readonly dutyId: Id; readonly kind: DutyKind } {
    return { dutyId: this.dutyIds[kind], kind, ...this.about };
  }

  /** Whom a rung tells: the provider's contact, or people of the pupil's school who have not been told of this session. */
  async recipients({ to }: Rung, today: Day): Promise<readonly Id[]> {
    if (to === undefined) return [];
    if (to === 'provider-contact') return this.contactId === null ? [] : [this.contactId];
    const { roles } = await this.look.school(this.about.schoolId);
    const away = await this.look.away(
      roles.map(({ personId }) => personId),
      today,
    );
    return peopleFor(to, roles, this.told, away, today);
  }
}

/** Reads a placement's session and works out what is due of it; null when nothing is. */
export async function openCase(
  look: Look,
  placementId: Id,
  { on, session }: Pick<PupilSession, 'on' | 'session'>,
  now: Instant,
): Promise<Case | null> {
  const view = await look.placement(placementId);
  if (!view) return null;
  const about = aboutSession({ ...view.facts, on, session });
  const [known, school, site] = await Promise.all([look.session(about), look.school(about.schoolId), look.site(view)]);
  const facts = { ...view.facts, sessions: new Map(known ? [[keyOf(on, session), known]] : []) };
  const edition = look.edition(view);
  const { due } = momentsOfSession(facts, edition, school.calendar, site.calendar, { on, session }, now);
  return due.length === 0 ? null : new Case(about, edition, known ?? { duties: {} }, due, site.contactId, look);
}

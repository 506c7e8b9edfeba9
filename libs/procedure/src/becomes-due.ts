import { session, type SessionDutyKind } from '#domain';
import type { Day, Instant } from '#event-sourcing';
import { nothingKnown, keyOf, type PlacementFacts } from './facts.js';
import { addDays } from './london.js';
import type { AboutSession, Moment } from './moment.js';
import { plannedSession } from './planned-session.js';
import type { Edition } from './running.js';
import type { SchoolCalendar } from './school-calendar.js';
import { momentsOfSession } from './session-moments.js';
import { SiteCalendar } from './site-calendar.js';

/** Something that is owed of a session in which nobody says anything, or a step that is taken then; null, where an edition has no such thing. */
export type OwedThen = {
  readonly kind: SessionDutyKind;
  /** `due`, `missed`, or the name of the step. */
  readonly what: string;
  readonly before: Instant | null;
  readonly after: Instant | null;
};

/**
 * What becomes due otherwise under another edition, told by the placement’s next session after a day: that of it which
 * arises, falls away or comes at another time if nobody says whether the pupil came. Null where no session is planned.
 */
export function becomesDue(
  facts: Omit<PlacementFacts, 'sessions'>,
  editions: { readonly from: Edition; readonly to: Edition },
  calendar: SchoolCalendar,
  today: Day,
): { readonly about: AboutSession; readonly changed: readonly OwedThen[] } | null {
  const about = nextSession(facts, calendar, today);
  if (!about) return null;
  const [was, is] = [owedIn(facts, editions.from, calendar, about), owedIn(facts, editions.to, calendar, about)];
  const keys = [...new Set([...is.keys(), ...was.keys()])];
  const changed = keys.flatMap((key): OwedThen[] => {
    const [before, after] = [was.get(key), is.get(key)];
    const owed = after ?? before;
    if (!owed || before?.at === after?.at) return [];
    return [{ kind: owed.kind, what: owed.what, before: before?.at ?? null, after: after?.at ?? null }];
  });
  return { about, changed };
}

function nextSession(
  facts: Omit<PlacementFacts, 'sessions'>,
  calendar: SchoolCalendar,
  today: Day,
): AboutSession | null {
  const last = facts.until ?? calendar.lastSchoolDay();
  const first = facts.from > today ? facts.from : addDays(today, 1);
  for (const on of last === null ? [] : calendar.schoolDays(first, last)) {
    for (const half of session.options) {
      if (typeof plannedSession(facts, calendar, on, half) !== 'string') return { on, session: half };
    }
  }
  return null;
}

type Owed = { readonly kind: SessionDutyKind; readonly what: string; readonly at: Instant };

/** All that comes of a session in silence until the end of its day, by what it is. */
function owedIn(
  facts: Omit<PlacementFacts, 'sessions'>,
  edition: Edition,
  calendar: SchoolCalendar,
  about: AboutSession,
): ReadonlyMap<string, Owed> {
  const endOfDay = new Date(Date.parse(calendar.instant(addDays(about.on, 1), '00:00')) - 1).toISOString();
  const momentsWith = (search?: Instant) => {
    const known = search === undefined ? nothingKnown : { ...nothingKnown, search: searchFrom(facts, search) };
    const sessions = new Map([[keyOf(about.on, about.session), known]]);
    const open = new SiteCalendar({ closures: [] });
    return momentsOfSession({ ...facts, sessions }, edition, calendar, open, about, endOfDay).due;
  };
  // The search begins when silence is written down.
  const silence = momentsWith().find((moment) => moment.do === 'step' && moment.rung.record === 'unconfirmed');
  const all = momentsWith(silence?.at).flatMap(owedBy);
  return new Map(all.map((each) => [`${each.kind} ${each.what}`, each]));
}

const searchFrom = ({ placementId }: Pick<PlacementFacts, 'placementId'>, openedAt: Instant) => ({
  placementId,
  because: 'silence' as const,
  openedAt,
});

function owedBy(moment: Moment<AboutSession>): readonly Owed[] {
  const { kind, at } = moment;
  switch (moment.do) {
    case 'raise':
      return [{ kind, what: 'due', at: moment.dueAt }];
    case 'step':
      return [{ kind, what: moment.rung.step, at }];
    case 'miss':
      return [{ kind, what: 'missed', at }];
    case 'open-search':
    case 'meet':
    case 'withdraw':
      return [];
  }
}

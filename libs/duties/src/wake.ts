import { session, type DutyKind, type Session } from '#domain';
import type { Day, Id, Instant } from '#event-sourcing';
import { addDays, duties, keyOf, londonDay, matterDuties, weekdayOf, type Moment, type SessionFacts } from '#procedure';
import type { Look } from './look.js';
import type { PlacementView } from './placement-view.js';

/** What wakes the clock for a placement's sessions: the moment, and what it is about, which is only a name for the job. */
export type WakeAt = {
  readonly at: Instant;
  readonly on: Day;
  readonly session: Session;
  readonly kind: DutyKind;
  readonly step: string;
};

/** When something will be due of a placement, and what need not be looked at again to know it. */
export type Wake = {
  readonly placementId: Id;
  readonly subjectId: Id;
  readonly schoolId: Id;
  readonly siteId: Id;
  readonly next: WakeAt | null;
  /** Every session before this day is settled, but for those in `open`. */
  readonly settledUntil: Day;
  /** Sessions by their keys, such as `2026-11-23.am`. */
  readonly open: readonly string[];
  readonly matters: MatterWake;
};

/** When something will be due of a placement's matters, and which of them may still come to something. */
export type MatterWake = {
  readonly next: Pick<WakeAt, 'at' | 'kind' | 'step'> | null;
  readonly open: readonly string[];
};

/** What was known before: from which day on sessions must be looked at, and which ones besides; its matters, if they hold. */
export type Known = {
  readonly settledUntil: Day;
  readonly open: readonly string[];
  readonly matters?: MatterWake | undefined;
} | null;

/** The name of what a moment does, as a job's id has it. */
export const stepOf = (moment: Moment): string => (moment.do === 'step' ? moment.rung.step : moment.do);

/** Works out a placement's wake from the store; null when it has not started. With nothing known before, from nothing. */
export async function workOut(look: Look, placementId: Id, known: Known, now: Instant): Promise<Wake | null> {
  const view = await look.placement(placementId);
  if (!view) return null;
  const { facts } = view;
  const [school, site] = await Promise.all([look.school(facts.schoolId), look.site(view)]);
  const today = londonDay(now);
  const settledBefore = known && known.settledUntil > facts.from ? known.settledUntil : facts.from;
  // What is known of a later session is looked at on its day: nobody is missing on the eve, and nobody is asked.
  const open = (known?.open ?? []).filter((key) => key.slice(0, 10) <= today);
  const keys = new Set([...open, ...keysBetween(settledBefore, today)]);

  const sessions = new Map<string, SessionFacts>();
  for (const part of parts([...keys], 40)) {
    await Promise.all(
      part.map(async (key) => {
        const [on = '', half] = key.split('.');
        const found = await look.session({ ...facts, on, session: session.parse(half) });
        // A session that was still open has to be looked at, also when nothing is known of it.
        if (found || open.includes(key)) sessions.set(key, found ?? { duties: {} });
      }),
    );
  }
  const all = { ...facts, settledBefore, sessions };
  const editionOn = (on: Day) => look.editionOn(view, on);
  const found = duties(all, editionOn, school.calendar, site.calendar, now);
  const at = found.due[0]?.at ?? found.wakeAt;
  // At its own moment what wakes the clock is due, so that is where its name is found.
  const first = found.due[0] ?? (at && duties(all, editionOn, school.calendar, site.calendar, at).due[0]);
  const { subjectId, schoolId, siteId } = facts;
  return {
    placementId,
    subjectId,
    schoolId,
    siteId,
    next: at && first ? { at, on: first.on, session: first.session, kind: first.kind, step: stepOf(first) } : null,
    settledUntil: today > facts.from ? today : facts.from,
    open: found.open.filter(({ on }) => on !== today).map(({ on, session: half }) => keyOf(on, half)),
    matters: known?.matters ?? (await workOutMatters(look, view, now)),
  };
}

async function workOutMatters(look: Look, view: PlacementView, now: Instant): Promise<MatterWake> {
  const facts = await look.matters(view, now);
  const editions = look.editionsOfMatters(view);
  const { calendar } = await look.school(view.facts.schoolId);
  const { due, wakeAt, open } = matterDuties(facts, editions, calendar, now);
  const [first] = due[0] ? due : wakeAt === null ? [] : matterDuties(facts, editions, calendar, wakeAt).due;
  const at = due[0]?.at ?? wakeAt;
  return { next: at && first ? { at, kind: first.kind, step: stepOf(first) } : null, open };
}

/** Every session of the weekdays between two days, both included: something may be known of it, planned or not. */
function* keysBetween(from: Day, to: Day): Iterable<string> {
  for (let on = from; on <= to; on = addDays(on, 1)) {
    if (weekdayOf(on) <= 5) for (const half of session.options) yield keyOf(on, half);
  }
}

export function* parts<T>(list: readonly T[], size: number): Iterable<readonly T[]> {
  for (let index = 0; index < list.length; index += size) yield list.slice(index, index + size);
}

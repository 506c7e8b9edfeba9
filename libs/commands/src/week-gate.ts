import { Injectable } from '@nestjs/common';
import {
  isWhole,
  no,
  placement,
  weekplan,
  wholeWeek,
  type KnownPlacement,
  type PlacedWeeks,
  type RestOfWeekPlan,
  type WeekplanCommand,
  type Weekplan,
  type WholeSession,
} from '#domain';
import { Journal, type Day, type Id } from '#event-sourcing';

/**
 * The gate before a week plan: on its first day each session of the week has to be exactly one thing. It is held against the
 * placements that it names, from their own streams; a later change to one of them is a fact, and shown as a conflict to mend.
 */
@Injectable()
export class WeekGate {
  constructor(private readonly journal: Journal) {}

  /** @throws {Refusal} `week-not-whole`, with the sessions that are not one thing; `week-of-another-pupil`. */
  async guard(command: WeekplanCommand): Promise<void> {
    const { data } = command;
    // Planned again it is nothing new, whatever has changed since; and the decider's own words come first.
    if (weekplan.decide(command, await this.journal.state(weekplan, data.subjectId)).length === 0) return;
    const placed = await placedBeside(this.journal, data);
    const week = wholeWeek([data], placed, data.from);
    if (!isWhole(week)) no('week-not-whole', notOneThing(week));
  }
}

/** The week of a pupil as streams alone tell it: the plan that holds on a day with the placements that it names, and one more. */
export async function weekFromStreams(
  journal: Journal,
  plans: Weekplan,
  on: Day,
  { placementId, placement }: { readonly placementId: Id; readonly placement: KnownPlacement },
): Promise<readonly WholeSession[]> {
  const plan = plans.findLast(({ from }) => from <= on);
  const others = plan ? await placedBeside(journal, plan, placementId) : [];
  return wholeWeek(plans, [...others, { ...placedOf(placementId, placement), startOn: on }], on);
}

async function placedBeside(
  journal: Journal,
  { beside, subjectId, schoolId }: RestOfWeekPlan,
  except?: Id,
): Promise<PlacedWeeks[]> {
  const ids = beside.filter((each) => each !== except);
  const known = await Promise.all(ids.map(async (id) => [id, await journal.state(placement, id)] as const));
  return known.map(([id, found]) => {
    if (found.stage === 'unproposed') return no('placement-not-proposed');
    const { proposal } = found;
    if (proposal.subjectId !== subjectId || proposal.schoolId !== schoolId) return no('week-of-another-pupil');
    return placedOf(id, found);
  });
}

const placedOf = (
  placementId: Id,
  { weeks, proposal: { startOn }, plannedEndOn, startedOn, ending, suspensions }: KnownPlacement,
): PlacedWeeks => ({ placementId, weeks, startOn, startedOn, plannedEndOn, endedOn: ending?.endedOn, suspensions });

const weekdays = ['', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const halves = { am: 'morning', pm: 'afternoon' } as const;
/** The sessions that are not one thing, as `monday-morning`. */
const notOneThing = (week: readonly WholeSession[]): string[] =>
  week
    .filter(({ becomes: { is } }) => is === 'conflict' || is === 'unsaid')
    .map(({ weekday, session }) => `${weekdays[weekday] ?? ''}-${halves[session]}`);

import { Injectable } from '@nestjs/common';
import {
  assertTakesWhatIsNew,
  gapsOf,
  isWhole,
  no,
  placement,
  planOn,
  pupil,
  weekForGate,
  wholeWeekPlanned,
  weekplan,
  wholeWeek,
  type KnownPlacement,
  type PlacedWeeks,
  type RestOfWeekPlan,
  type WeekplanCommand,
  type WholeSession,
} from '#domain';
import { erased, Journal, transact, type Day, type Id, type Meta } from '#event-sourcing';

/**
 * The gate before a week plan: on its first day each session of the week has to be exactly one thing. It is held against the
 * placements that it names, from their own streams; a later change to one of them is a fact, and shown as a conflict to mend.
 */
@Injectable()
export class WeekGate {
  constructor(private readonly journal: Journal) {}

  /** @throws {Refusal} `week-not-whole`, with the sessions that are not one thing; `week-of-another-pupil`; `pupil-merged`. */
  async guard(command: WeekplanCommand): Promise<void> {
    const { data } = command;
    // Planned again it is nothing new, whatever has changed since; and the decider's own words come first.
    if (weekplan.decide(command, await this.journal.state(weekplan, data.subjectId)).length === 0) return;
    assertTakesWhatIsNew(await this.journal.state(pupil, data.subjectId), data.schoolId);
    const placed = await placedBeside(this.journal, data);
    const week = wholeWeek([data], placed, data.from);
    if (!isWhole(week)) no('week-not-whole', notOneThing(week));
  }

  /** A placement that began without such a plan has it now. Sent again, what was broken off is done. */
  async gather({ data }: WeekplanCommand, meta: Meta): Promise<void> {
    for (const placementId of data.beside) {
      const known = await this.journal.state(placement, placementId);
      if (known.stage !== 'started' || !gapsOf(known).includes(wholeWeekPlanned)) continue;
      await gatherWeek(this.journal, placementId, known, dayOf(data), meta);
    }
  }
}

/** What the start of a placement has to do with the whole week, as streams alone tell it: the plan, with what it names. */
export async function weekForStart(
  journal: Journal,
  { placementId, subjectId }: { readonly placementId: Id; readonly subjectId: Id },
  started: KnownPlacement,
  on: Day,
): Promise<ReturnType<typeof weekForGate>> {
  const plans = await journal.state(weekplan, subjectId);
  const plan = planOn(plans, on);
  if (!plan) return null;
  const others = await placedBeside(journal, plan, placementId);
  return weekForGate(plans, [...others, { ...placedOf(placementId, started), startOn: on }], on);
}

/** Gathers the plan of the whole week as evidence of a placement, on the day that it is of. */
export async function gatherWeek(
  journal: Journal,
  placementId: Id,
  { proposal: { subjectId, schoolId } }: KnownPlacement,
  on: Day,
  meta: Meta,
): Promise<void> {
  const gathered = { placementId, subjectId, schoolId, evidence: wholeWeekPlanned, on };
  await transact(journal, placement, placementId, { type: 'GatherEvidence', data: gathered }, meta);
}

const dayOf = ({ leave, from }: RestOfWeekPlan): Day =>
  leave === undefined || leave === erased ? from : leave.agreedOn;

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

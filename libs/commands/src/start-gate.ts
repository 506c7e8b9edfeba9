import { Injectable } from '@nestjs/common';
import {
  agreementSigned,
  assertNotStopped,
  assertTakesWhatIsNew,
  check,
  checkIdOf,
  isBriefed,
  no,
  placement,
  provider,
  pupil,
  school,
  settlingOf,
  wholeWeekPlanned,
  type KnownPlacement,
  type PlacementCommand,
  type Pupil,
  type School,
} from '#domain';
import { erased, Journal, transact, type Day, type Id, type Meta } from '#event-sourcing';
import {
  Editions,
  evidenceFor,
  lastDayOf,
  missingFor,
  requiredFor,
  SchoolCalendar,
  shapeOf,
  type ConditionName,
  type Edition,
  type Known,
} from '#procedure';
import { gatherWeek, weekForStart } from './week-gate.js';

type Start = Extract<PlacementCommand, { type: 'StartPlacement' | 'FindPlacementStarted' }>;

const checksEvidence = 'pre-admission-checks';
const briefingEvidence = 'briefing-acknowledged';

/**
 * The gate before the first day. What it asks for is worked out from the streams themselves, not from rows that may lag:
 * the edition that the placement is pinned to, the pupil's statuses and whole week, the checks of the site, and the school's own days.
 */
@Injectable()
export class StartGate {
  constructor(
    private readonly journal: Journal,
    private readonly editions: Editions,
  ) {}

  /**
   * The command as it may go to the placement: a start with all that its edition requires, any other as it is. Checks
   * that are all settled are gathered on the way, as the evidence that they are.
   *
   * @throws {Refusal} `evidence-missing`, with all that is missing, when a start is decided without it. A start that has
   * happened is never refused. `provider-stopped`, where a school has stopped new starts at that place; then nothing is
   * proposed or resumed there either. `pupil-merged`, where another record of the pupil is kept.
   */
  async guard(id: Id, command: PlacementCommand, meta: Meta): Promise<PlacementCommand> {
    const { type, data } = command;
    const isStart = type === 'StartPlacement' || type === 'FindPlacementStarted';
    if (!isStart && type !== 'ProposePlacement' && type !== 'ResumePlacement') return command;
    const known = await this.journal.state(placement, id);
    if (type === 'ProposePlacement') {
      if (known.stage === 'unproposed') {
        assertTakesWhatIsNew(await this.journal.state(pupil, data.subjectId), data.schoolId);
        await this.assertNotStopped(data, data.startOn);
      }
      return command;
    }
    if (type === 'ResumePlacement') {
      if (known.stage === 'started') await this.assertNotStopped(known.proposal, data.from);
      return command;
    }
    // The decider has its own words for what is not there yet, has begun already or is over.
    if (known.stage !== 'proposed') return command;

    const { procedure } = known;
    const { siteId, subjectId, schoolId, route } = known.proposal;
    const startOn = command.data.startedOn;
    const edition = this.editions.editionFor(procedure.id, procedure.edition);
    const week = await weekForStart(this.journal, { placementId: id, subjectId }, known, startOn);
    const shape = shapeOf({ route, weeks: known.weeks }, startOn, week?.partTime);
    const roll = await this.journal.state(pupil, subjectId);
    const conditions = new Map([...conditionsOf(roll), ...shape]);
    const required = [...new Set(requiredFor(edition, 'start', conditions).map(evidenceFor))];
    const settledOn = required.includes(checksEvidence) ? await this.checksSettledOn(edition, siteId, startOn) : null;

    if (command.type === 'StartPlacement') {
      assertTakesWhatIsNew(roll, schoolId);
      await this.assertNotStopped(known.proposal, startOn);
      const missing = missingFor(edition, 'start', {
        evidence: evidenceOf(known, {
          settledOn,
          plannedOn: week?.plannedOn ?? null,
          isBriefed: isBriefed(known, roll),
        }),
        startOn,
        agreedOn: known.evidence[agreementSigned],
        conditions,
        calendar: calendarOf(await this.journal.state(school, schoolId)),
      });
      // What the caller asks for on top is named with the rest, so that nobody comes back twice.
      const names = missing.map(({ evidence }) => evidence);
      const onTop = command.data.required.filter(
        (each) => !required.includes(each) && !Object.hasOwn(known.evidence, each),
      );
      if (names.length + onTop.length > 0) return no('evidence-missing', [...names, ...onTop]);
    }
    if (settledOn !== null) await this.gatherChecks(command, settledOn, meta);
    const plannedOn = week?.plannedOn ?? null;
    if (plannedOn !== null && required.includes(wholeWeekPlanned)) {
      await gatherWeek(this.journal, id, known, plannedOn, meta);
    }
    // What the caller asks for on top is asked for as well: the gate only adds.
    const all = [...new Set([...required, ...command.data.required])];
    return { ...command, data: { ...command.data, required: all } };
  }

  // Procedure: S4.22, S4.23
  private async assertNotStopped({ providerId, siteId }: { providerId: Id; siteId: Id }, on: Day): Promise<void> {
    assertNotStopped(await this.journal.state(provider, providerId), siteId, on);
  }

  // Procedure: S4.14, S9.1, S9.3
  /** The day on which the last row of the checklist was settled for a site; null where one is open, answered no, or over before the first day. */
  private async checksSettledOn(edition: Edition, siteId: Id, startOn: Day): Promise<Day | null> {
    const days = await Promise.all(
      edition.checks.map(async (row) => {
        const settling = settlingOf(await this.journal.state(check, checkIdOf(siteId, row.id, 1)));
        const lastOn = settling && lastDayOf(settling, row);
        return settling && (lastOn === null || lastOn >= startOn) ? [settling.on] : [];
      }),
    );
    const settled = days.flat();
    return settled.length === days.length ? (settled.sort().at(-1) ?? null) : null;
  }

  private async gatherChecks({ data }: Start, on: Day, meta: Meta): Promise<void> {
    const { placementId, subjectId, schoolId } = data;
    const gathered = { placementId, subjectId, schoolId, evidence: checksEvidence, on };
    await transact(this.journal, placement, placementId, { type: 'GatherEvidence', data: gathered }, meta);
  }
}

const calendarOf = ({ terms, daysOff, sessionTimes }: School): SchoolCalendar =>
  new SchoolCalendar({
    terms: Object.values(terms),
    daysOff: Object.keys(daysOff).map((on) => ({ on })),
    sessionTimes: Object.values(sessionTimes),
  });

/** What stands now, of what may have been otherwise when it was gathered. */
type Now = { readonly settledOn: Day | null; readonly plannedOn: Day | null; readonly isBriefed: boolean };

/**
 * The evidence that is there, with its days. Checks and the whole week are as they stand now, also when gathered before; and
 * what the provider acknowledged counts as long as it is what the provider must know now.
 */
function evidenceOf({ evidence }: KnownPlacement, { settledOn, plannedOn, isBriefed: isKnown }: Now): Map<string, Day> {
  const found = new Map(Object.entries(evidence));
  if (settledOn === null) found.delete(checksEvidence);
  else found.set(checksEvidence, settledOn);
  if (plannedOn === null) found.delete(wholeWeekPlanned);
  else found.set(wholeWeekPlanned, plannedOn);
  if (!isKnown) found.delete(briefingEvidence);
  return found;
}

/** What is known of the pupil's statuses. One that was never noted, or is erased, is unknown. */
function conditionsOf(known: Pupil): Map<ConditionName, Known> {
  return new Map(
    Object.values(known?.statuses ?? {}).flatMap(({ status, value }) =>
      status === erased || value === erased ? [] : [[status, value] as const],
    ),
  );
}

import { sessionOf, type DutyCommand } from '#domain';
import { bySystem, idFrom, type Id, type Instant, type Journal, type Message, type Meta } from '#event-sourcing';
import { correlationNow } from '#tracing';
import { londonDay, type Editions, type Moment } from '#procedure';
import { openMatters, openSession, type Case, type StepDue } from './case.js';
import { Look } from './look.js';
import { Post, type Occasion, type Sends } from './post.js';
import type { DueTogether } from './wake-rows.js';
import type { WakeBook } from './wakes.js';

/** A closure opens a search, which is raised and told of: nothing is more than two rounds away. */
const roundsMax = 3;

/** Some placements of a session could not be seen to; the others have been. */
export class StepsFailed extends AggregateError {
  constructor(
    errors: readonly unknown[],
    readonly placementIds: readonly Id[],
  ) {
    super(errors, `What is due of ${placementIds.length} placements could not be done: ${placementIds.join(', ')}.`);
    this.name = 'StepsFailed';
  }
}

/**
 * Does what is due in a session of a site, or of the matters of a school's placements. It looks again before it acts: the facts come from their streams, and what is
 * due is worked out anew. Everything it does has an id made from what it is about, so it may be killed at any line, run
 * again, or be run by two workers at once, and is done once.
 */
export class DutySteps {
  constructor(
    private readonly journal: Journal,
    private readonly sends: Sends,
    private readonly editions: Editions,
    private readonly wakes: WakeBook,
  ) {}

  /**
   * Takes the steps that are due together, whichever named the job, and those that fall due by that: a search
   * that is opened is raised and told of in one go. Says whether even so more is due of these placements.
   *
   * @throws {StepsFailed} when some placements could not be seen to: they stay due, and the next sweep finds them.
   */
  async takeDueSteps(together: DueTogether, now: Instant): Promise<{ readonly more: boolean }> {
    const failures = new Map<Id, unknown>();
    let more = false;
    for (let round = 1; round <= roundsMax; round += 1) {
      const due = await this.wakes.dueIn(together, now);
      const placementIds = due.filter((id) => !failures.has(id));
      if (placementIds.length === 0) break;
      await this.takeRound(placementIds, together, now, failures);
      more = await this.wakes.recompute(
        placementIds.filter((id) => !failures.has(id)),
        now,
        { matters: 'schoolId' in together },
      );
    }
    if (failures.size > 0) throw new StepsFailed([...failures.values()], [...failures.keys()]);
    return { more };
  }

  private async takeRound(
    placementIds: readonly Id[],
    together: DueTogether,
    now: Instant,
    failures: Map<Id, unknown>,
  ): Promise<void> {
    const meta = bySystem('clock', correlationNow() ?? idFrom('take-steps', ...Object.values(together)));
    const cases = await this.open(placementIds, together, now, failures);
    await this.each(cases, failures, (each) => this.sendAll(each, beginnings(each), meta));
    await this.climb(cases, meta, now, failures);
    await this.each(cases, failures, (each) => this.sendAll(each, endings(each, now), meta));
  }

  private async open(
    placementIds: readonly Id[],
    together: DueTogether,
    now: Instant,
    failures: Map<Id, unknown>,
  ): Promise<Case[]> {
    const look = new Look(this.journal, this.editions);
    const opened = await Promise.all(
      placementIds.map(async (id) => {
        try {
          if ('schoolId' in together) return await openMatters(look, id, now);
          return [await openSession(look, id, together, now)];
        } catch (error) {
          failures.set(id, error);
          return [];
        }
      }),
    );
    return opened.flat().filter((each) => each !== null);
  }

  /** Takes steps rung by rung, all cases of a rung together, because they share their letters. */
  private async climb(cases: readonly Case[], meta: Meta, now: Instant, failures: Map<Id, unknown>): Promise<void> {
    const left = new Map(cases.map((each) => [each, each.due.filter((moment) => moment.do === 'step')]));
    for (;;) {
      const standing = [...left].filter(([each, steps]) => steps.length > 0 && !failures.has(each.about.placementId));
      // Whoever is a rung behind, because a run was killed in between, catches up first: then they share the next letter.
      const isAhead = (each: Case, rung: StepDue) =>
        standing.some(([other, [, ...later]]) =>
          later.some((step) => sameRung(step, rung) && occasionOf(other, step).name === occasionOf(each, rung).name),
        );
      const inStep = standing.find(([each, [next]]) => next && !isAhead(each, next));
      const [first, [rung] = []] = inStep ?? standing[0] ?? [];
      if (!first || !rung) return;
      const occasion = occasionOf(first, rung);
      const group = standing.flatMap(([each, [next]]) =>
        next && sameRung(next, rung) && occasionOf(each, next).name === occasion.name ? [{ each, step: next }] : [],
      );
      for (const { each } of group) left.set(each, left.get(each)?.slice(1) ?? []);
      await this.takeStep(group, rung, occasion, meta, now, failures);
    }
  }

  private async takeStep(
    group: readonly { readonly each: Case; readonly step: StepDue }[],
    { kind, rung }: StepDue,
    together: Omit<Occasion, 'kind'>,
    meta: Meta,
    now: Instant,
    failures: Map<Id, unknown>,
  ): Promise<void> {
    const told = new Map(group.map(({ each }) => [each, nobody()]));
    if (rung.letter !== undefined) {
      await this.tell(
        group,
        { ...together, kind: rung.letter },
        told,
        new Post(this.journal, this.sends, meta, now),
        now,
      );
    }
    const steps = new Map(group.map(({ each, step }) => [each, step]));
    await this.each([...told.keys()], failures, async (each) => {
      const { people, letters } = told.get(each) ?? nobody();
      const stale = letters.size === 0 && (steps.get(each)?.stale ?? false);
      const data = { step: rung.step, takenAt: now, told: [...people], letters: [...letters], stale };
      await this.sendAll(each, [{ type: 'TakeStep', data: { ...each.duty(kind), ...data } }], meta);
    });
  }

  /** Tells whom the rung names. Whom no letter will reach any more is passed over for somebody else, at once. */
  private async tell(
    group: readonly { readonly each: Case; readonly step: StepDue }[],
    occasion: Occasion,
    told: ReadonlyMap<Case, Told>,
    post: Post,
    now: Instant,
  ): Promise<void> {
    const today = londonDay(now);
    let untold = group;
    while (untold.length > 0) {
      const byRecipient = new Map<Id, { readonly each: Case; readonly step: StepDue }[]>();
      for (const one of untold) {
        const people = told.get(one.each)?.people ?? new Set<Id>();
        for (const id of await one.each.recipients(one.step.rung, people, today)) {
          if (people.has(id)) continue; // The contact whom no letter reaches stays the contact.
          byRecipient.set(id, [...(byRecipient.get(id) ?? []), one]);
        }
      }
      const unreached = new Set<Case>();
      for (const [id, ones] of byRecipient) {
        const kind = occasion.kind.startsWith('attendance-') && ones[0]?.step.rung.to === 'provider-contact';
        const recipient = { id, kind: kind ? ('adult' as const) : ('person' as const) };
        for (const sends of [true, false]) {
          const asked = ones.filter(({ step }) => step.sends === sends);
          const carried = asked.map(({ each, step }) => ({ ...each.about, dutyId: each.of(step.kind).dutyId }));
          const letters = await post.letters(occasion, recipient, carried, sends);
          for (const { each, step } of asked) {
            const letterId = letters.get(each.of(step.kind).dutyId);
            if (letterId === undefined) continue;
            const failed = letterId === null || isFailed(each, step, letterId);
            told.get(each)?.people.add(id);
            each.told.add(id);
            if (failed) unreached.add(each);
            else told.get(each)?.letters.add(letterId);
          }
        }
      }
      untold = group.filter(({ each }) => unreached.has(each) && told.get(each)?.letters.size === 0);
    }
  }

  private async sendAll(each: Case, commands: readonly Message[], meta: Meta): Promise<void> {
    const { id, edition } = each.edition;
    for (const command of commands) await this.sends.send(command, { ...meta, procedure: { id, edition } });
  }

  /** Does something for each case that nothing has gone wrong with; what goes wrong with one stops no other. */
  private async each(
    cases: readonly Case[],
    failures: Map<Id, unknown>,
    work: (each: Case) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      cases.map(async (each) => {
        const { placementId } = each.about;
        if (failures.has(placementId)) return;
        try {
          await work(each);
        } catch (error) {
          failures.set(placementId, error);
        }
      }),
    );
  }
}

/** Whom a step has told so far, and by which letters. */
type Told = { readonly people: Set<Id>; readonly letters: Set<Id> };
const nobody = (): Told => ({ people: new Set(), letters: new Set() });

const sameRung = (a: StepDue, b: StepDue): boolean =>
  a.kind === b.kind && a.rung.step === b.rung.step && a.rung.letter === b.rung.letter && a.rung.to === b.rung.to;

/** A letter of an earlier taking of this step that reached nobody. */
const isFailed = (each: Case, { kind }: StepDue, letterId: Id): boolean =>
  each.of(kind).known?.failedLetters.includes(letterId) ?? false;

/**
 * What brings letters together: a site's session, or for matters the school and the day on which somebody is told. That is
 * the day of the step, whenever the clock comes to it, so that a letter is found again by whoever goes on.
 */
function occasionOf({ about }: Case, { kind, at, rung: { step } }: StepDue): Omit<Occasion, 'kind'> {
  const session = sessionOf(about);
  if (session) {
    const { siteId, on, session: half } = session;
    return { name: [kind, siteId, on, half, step].join('-'), step, about: { siteId, on, session: half } };
  }
  const on = londonDay(at);
  return { name: [kind, about.schoolId, on, step].join('-'), step, about: { on } };
}

/** What comes before the steps: searches, evidence, and duties raised, moved or withdrawn, in their order. */
function beginnings(each: Case): Message[] {
  return each.due.flatMap((moment): Message[] => {
    switch (moment.do) {
      case 'open-search': {
        const data = { ...each.about, because: moment.because, openedAt: moment.at };
        const whereaboutsId = each.of('find-the-pupil').fact.slice('whereabouts-'.length);
        return [{ type: 'OpenWhereabouts', data: { ...data, whereaboutsId } }];
      }
      case 'gather': {
        const { placementId, subjectId, schoolId, matter: evidence } = each.about;
        return [{ type: 'GatherEvidence', data: { placementId, subjectId, schoolId, evidence, on: moment.on } }];
      }
      case 'move': {
        const { at: movedAt, dueAt, missedAt } = moment;
        return [duty(each, moment, 'MoveDuty', { dueAt, ...(missedAt ? { missedAt } : {}), movedAt })];
      }
      case 'withdraw':
        return [duty(each, moment, 'WithdrawDuty', { because: moment.because })];
      case 'raise': {
        const { at: raisedAt, dueAt, missedAt, late } = moment;
        return [duty(each, moment, 'RaiseDuty', { raisedAt, dueAt, ...(missedAt ? { missedAt } : {}), late })];
      }
      case 'step':
      case 'miss':
      case 'meet':
        return [];
    }
  });
}

/** What comes after the steps: duties missed, and duties met by what was there already. */
function endings(each: Case, now: Instant): Message[] {
  return each.due.flatMap((moment): Message[] => {
    if (moment.do === 'miss') return [duty(each, moment, 'LetTimePass', { clockAt: now })];
    if (moment.do !== 'meet') return [];
    const { doneAt, recordedAt } = moment.fact;
    return [duty(each, moment, 'MeetDuty', { fact: each.of(moment.kind).fact, doneAt, factRecordedAt: recordedAt })];
  });
}

const duty = (each: Case, { kind }: Moment, type: DutyCommand['type'], data: object): Message => ({
  type,
  data: { ...each.duty(kind), ...data },
});

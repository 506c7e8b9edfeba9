import { Injectable } from '@nestjs/common';
import { assurance, no, provider, type Assurance, type AssuranceCommand, type AssuranceGiven } from '#domain';
import { erased, Journal, type Day, type Id } from '#event-sourcing';
import { Editions, outstandingIn, type AssuranceItem } from '#procedure';

/** The gate before an answer and before its acceptance: what the edition asks for under which the provider was asked. */
@Injectable()
export class AssuranceGate {
  constructor(
    private readonly journal: Journal,
    private readonly editions: Editions,
  ) {}

  /**
   * @throws {Refusal} `assurance-answer-unknown` for what the edition does not ask, `assurance-blocked` when answers are
   * accepted while one is missing that it needs, or somebody is at the site
   * of whom they say nothing.
   */
  async guard(id: Id, command: AssuranceCommand): Promise<void> {
    if (command.type !== 'AnswerAssurance' && command.type !== 'AcceptAssurance') return;
    const known = await this.journal.state(assurance, id);
    if (!known) return; // The decider has its own words for what was not asked.
    const { procedure } = known.requested;
    const asked = this.editions.editionFor(procedure.id, procedure.edition).assurance;
    if (!asked) return;
    if (command.type === 'AcceptAssurance') {
      if (known.status !== 'answered') return;
      const isOpen = outstandingIn(asked, answersOf(known)).some(({ item }) => item.blocks);
      if (isOpen || (await this.somebodyCame(known, command.data.on))) no('assurance-blocked');
      return;
    }
    const { answers, adults } = command.data;
    const fits = allowed(asked.provider, answers) && adults.every((each) => allowed(asked.eachAdult, each.answers));
    if (!fits) no('assurance-answer-unknown');
  }

  /** Whether somebody is at the site of whom the answer does not say whether they work with the pupils. */
  private async somebodyCame({ requested, answered }: NonNullable<Assurance>, on: Day): Promise<boolean> {
    const { providerId, siteId } = requested;
    const named = new Set([...(answered?.adultIds ?? []), ...(answered?.othersIds ?? [])]);
    const at = await this.journal.state(provider, providerId);
    return Object.entries(at?.adults ?? {}).some(
      ([adultId, { details, leftOn }]) =>
        details.siteId === siteId && (leftOn === null || leftOn >= on) && !named.has(adultId),
    );
  }
}

/** What stands, of those who work with the pupils now. Of somebody who has been erased, nothing can be asked any more. */
function answersOf({ answered, adults }: NonNullable<Assurance>) {
  return {
    provider: answered?.answers ?? [],
    adults: new Map(
      (answered?.adultIds ?? []).flatMap((adultId): [Id, readonly AssuranceGiven[]][] => {
        const answers = adults[adultId]?.answers ?? [];
        return answers === erased ? [] : [[adultId, answers]];
      }),
    ),
  };
}

const allowed = (items: readonly AssuranceItem[], given: readonly AssuranceGiven[]): boolean =>
  given.every(({ item, answer }) =>
    items.some(({ id, notRelevant }) => id === item && (answer !== 'not-relevant' || notRelevant)),
  );

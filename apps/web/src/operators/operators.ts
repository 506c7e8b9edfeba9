import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Accounts } from '#accounts';
import { person } from '#domain';
import { Journal, type Found, type Id } from '#event-sourcing';
import { AllPeople, operatorsOn, type PersonRow } from '#read-models';
import { Times } from '../shell/as-at.js';
import { dayOf } from '../shell/words.js';

/** Those who look after this installation. Once there is one, there is always one. */
@Injectable()
export class Operators {
  constructor(
    private readonly accounts: Accounts,
    private readonly journal: Journal,
    private readonly queries: QueryBus,
    private readonly times: Times,
  ) {}

  /** As the pages show them today. */
  async all(): Promise<Found<PersonRow>[]> {
    return operatorsOn(await this.queries.execute(new AllPeople({})), this.today());
  }

  /**
   * Does what takes somebody from among the operators; null, and nothing is done, when nobody else would be left. Two
   * who take it from each other at the same moment come here one after the other.
   */
  async without<T>(personId: Id, work: () => Promise<T>): Promise<T | null> {
    return this.accounts.alone('operators', async () => ((await this.isAnybodyBut(personId)) ? work() : null));
  }

  /** The rows may lag behind what was decided a moment ago; the events do not. */
  private async isAnybodyBut(personId: Id): Promise<boolean> {
    const others = (await this.all()).filter((each) => each.personId !== personId);
    const states = await Promise.all(others.map((each) => this.journal.state(person, each.personId)));
    return states.some((other) => other?.operator && (other.leftOn === null || other.leftOn >= this.today()));
  }

  private today(): string {
    return dayOf(this.times.now());
  }
}

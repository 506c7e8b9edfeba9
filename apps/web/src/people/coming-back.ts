import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Accounts } from '#accounts';
import { ToPerson, ToSchool } from '#commands';
import type { Day, Meta } from '#event-sourcing';
import { addDays } from '#procedure';
import { AllSchools, type PersonRow } from '#read-models';
import { notTaken } from '../shell/form-answers.js';
import { shortDay } from '../shell/words.js';
import { endRole } from './roles.js';

/** A role that is about to be given, as far as it matters to somebody who leaves. */
type Given = { readonly from: Day; readonly until?: Day | undefined };

/** What became of a person because of a role that is to be given to them. */
export type Made = 'stays' | 'returns' | null;

/** What is said of somebody who came back. */
export const returned = (mailLeaves: boolean) => (mailLeaves ? 'personReturnsInvited' : 'personReturns');

/** Those who leave and are given a role for a time after it: they stay, or come back. */
@Injectable()
export class ComingBack {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Lets somebody stay who was to leave, where a role goes on after that; and somebody come back who has left. Whoever
   * comes back keeps their history, and nothing else: no role that nobody ended, no session, no link and no password.
   *
   * @throws {NotTaken} for a role of somebody who has left that begins before their last day is over.
   */
  async makeRoom(person: PersonRow, { from, until }: Given, today: Day, meta: Meta): Promise<Made> {
    const { personId, leftOn } = person;
    if (leftOn === undefined) return null;
    if (leftOn >= today) {
      if (until !== undefined && until <= leftOn) return null;
      const command = { type: 'KeepPerson', data: { personId } } as const;
      await this.commands.execute(new ToPerson(personId, command, meta));
      return 'stays';
    }
    if (from <= leftOn) {
      const first = shortDay(addDays(leftOn, 1));
      notTaken({ from: { text: `They left on ${shortDay(leftOn)}: enter ${first} or a later day` } });
    }
    await this.endOldRoles(person, leftOn, meta);
    await this.accounts.forget(personId);
    const command = { type: 'RejoinPerson', data: { personId, on: from } } as const;
    await this.commands.execute(new ToPerson(personId, command, meta));
    return 'returns';
  }

  private async endOldRoles({ personId }: PersonRow, leftOn: Day, meta: Meta): Promise<void> {
    for (const { schoolId, roles } of await this.queries.execute(new AllSchools({}))) {
      for (const held of roles) {
        const goesOn = held.from <= leftOn && (held.until === undefined || held.until > leftOn);
        if (held.personId !== personId || !goesOn) continue;
        await this.commands.execute(new ToSchool(schoolId, endRole(schoolId, held, leftOn), meta));
      }
    }
  }
}

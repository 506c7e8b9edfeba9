import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ToDuty, ToEvaluation, ToPlacement, ToSchool } from '#commands';
import { aboutSession, namedOn, standsAlone, withPassedOn } from '#domain';
import type { Day, Id, Meta, Position } from '#event-sourcing';
import { Times } from '../shell/as-at.js';
import { notTaken } from '../shell/form-answers.js';
import type { Vacancy } from './vacancies.js';

/** Who follows in what. */
export type Succession = { readonly vacancy: Vacancy; readonly toId: Id };

/** Whether whoever is to follow would stand in for themselves: for a pupil there have to be two people. */
export function wouldStandAlone({ vacancy, toId }: Succession): boolean {
  if (vacancy.kind !== 'placement') return false;
  const { named, personId: fromId, from } = vacancy;
  return standsAlone(namedOn(named, withPassedOn(named.passedOn, { fromId, toId, from }), from));
}

/** Refuses who can't follow before anything is sent, beside the field that `fieldOf` names. @throws {NotTaken} */
export function assertMayFollow(all: readonly Succession[], fieldOf: (vacancy: Vacancy) => string): void {
  const alone = all.filter(wouldStandAlone);
  const text = 'They stand in for this pupil already. Choose somebody else, so that there are two people';
  if (alone.length > 0) notTaken(Object.fromEntries(alone.map(({ vacancy }) => [fieldOf(vacancy), { text }])));
}

/** Names whoever follows: each thing is said to the stream that it is of, from the first day of the successor on. */
@Injectable()
export class Successors {
  constructor(
    private readonly commands: CommandBus,
    private readonly times: Times,
  ) {}

  async name(schoolId: Id, all: readonly Succession[], today: Day, meta: Meta): Promise<Position | null> {
    let last: Position | null = null;
    for (const { vacancy, toId } of all) {
      const position = await this.pass(schoolId, vacancy, toId, today, meta);
      if (position !== null && (last === null || position > last)) last = position;
    }
    return last;
  }

  private async pass(schoolId: Id, vacancy: Vacancy, toId: Id, today: Day, meta: Meta): Promise<Position | null> {
    const { from, personId: fromId } = vacancy;
    const by = { personId: meta.actor.id };
    switch (vacancy.kind) {
      case 'role': {
        const data = { schoolId, role: vacancy.role, personId: toId, standing: 'holder', from } as const;
        return (await this.commands.execute(new ToSchool(schoolId, { type: 'GiveRole', data }, meta))).position;
      }
      case 'placement': {
        const { placementId, subjectId } = vacancy.named;
        const data = { placementId, subjectId, schoolId, fromId, toId, from, ...by };
        const command = { type: 'PassOnArrangements', data } as const;
        return (await this.commands.execute(new ToPlacement(placementId, command, meta))).position;
      }
      case 'action': {
        const { evaluationId, actionId, providerId, siteId } = vacancy.action;
        const owner = { kind: 'person', id: toId } as const;
        const data = { evaluationId, schoolId, providerId, siteId, actionId, ...by, on: today, owner, from };
        const command = { type: 'HandOverEvaluationAction', data } as const;
        return (await this.commands.execute(new ToEvaluation(evaluationId, command, meta))).position;
      }
      case 'search': {
        const { dutyId, kind } = vacancy.duty;
        const taken = { personId: toId, takenAt: this.times.now(), insteadOf: fromId };
        const data = { dutyId, kind, ...aboutSession(vacancy.session), ...taken };
        return (await this.commands.execute(new ToDuty(dutyId, { type: 'TakeDuty', data }, meta))).position;
      }
      // An operator names who owns the procedure: no school does.
      case 'procedure':
        return null;
    }
  }
}

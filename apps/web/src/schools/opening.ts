import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ToSchool } from '#commands';
import type { Role, SchoolCommand } from '#domain';
import type { Day, Id, Meta, Position } from '#event-sourcing';

export type Opened = Extract<SchoolCommand, { type: 'OpenSchool' }>['data'];

/** The first person of a school: without somebody in it nobody could set it up. */
export type FirstPerson = { readonly personId: Id; readonly roles: readonly Role[]; readonly from: Day };

/** Opens a school with somebody in it, the first of an installation and every other. */
@Injectable()
export class Opening {
  constructor(private readonly commands: CommandBus) {}

  /** The school, its calendar as far as it is known, and who is there: all of it or nothing. Sent again it changes nothing. */
  async open(
    opened: Opened,
    { personId, roles, from }: FirstPerson,
    meta: Meta,
    calendar: readonly SchoolCommand[] = [],
  ): Promise<Position> {
    const { schoolId } = opened;
    const given = roles.map((role): SchoolCommand => {
      const data = { schoolId, role, personId, standing: 'holder', from } as const;
      return { type: 'GiveRole', data };
    });
    const open: SchoolCommand = { type: 'OpenSchool', data: opened };
    return (await this.commands.execute(new ToSchool(schoolId, open, meta, [...calendar, ...given]))).position;
  }
}

import { NotFoundException } from '@nestjs/common';
import type { Role, SchoolCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { roleNamed } from './forms.page.js';
import type { GivenRole, PersonHere } from './gather.js';

/** Roles of people at a school, as commands and as what an address names. */

export function giveRole(schoolId: Id, personId: Id, { until, ...given }: Omit<GivenRole, 'personId'>): SchoolCommand {
  const data = { schoolId, personId, ...given, ...(until === undefined ? {} : { until }) };
  return { type: 'GiveRole', data };
}

export const endRole = (schoolId: Id, { personId, role, standing }: GivenRole, on: Day): SchoolCommand => ({
  type: 'EndRole',
  data: { schoolId, personId, role, standing, on },
});

/** @throws {NotFoundException} when there is no such role. */
export function roleOr404(named: string): Role {
  const role = roleNamed(named);
  if (role === '') throw new NotFoundException();
  return role;
}

/** @throws {NotFoundException} when they don't have the role. */
export function heldBy({ roles }: PersonHere, role: string, standing: string): GivenRole {
  const held = roles.find((each) => each.role === role && each.standing === standing);
  if (!held) throw new NotFoundException();
  return held;
}

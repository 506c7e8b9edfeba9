import { z } from 'zod';
import { role, type Role } from '#domain';
import type { Fields, FormField } from '../shell/fields.js';
import { mayDo, roleWords } from '../shell/permissions.js';
import { capital } from '../shell/words.js';

/** The roles of the first person of a school: among them is one that lets the others in, or nobody ever could. */
export const manages = z
  .array(role)
  .min(1, 'Choose at least one role')
  .refine((roles) => roles.length === 0 || mayDo(roles, 'manage-people'), {
    error: 'Choose headteacher or senior leader as well: nobody else can add people and give them roles',
  });

export const rolesField = (fields: Fields, label: string, usual: readonly Role[]): FormField =>
  fields.several(
    { name: 'roles', label, hint: 'Roles say who is told of what. They can be given to others later.' },
    role.options.map((value) => ({ value, text: capital(roleWords[value]) })),
    usual,
  );

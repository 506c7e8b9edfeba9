import type { QueryBus } from '@nestjs/cqrs';
import { orElse, type Day } from '#event-sourcing';
import { PeopleById, type SchoolRow } from '#read-models';
import type { Choice } from '../shell/fields.js';
import { isNotOver } from './in-charge.js';

/** The staff of a school who are there on a day, by name, to choose from. */
export async function staffChoices(queries: QueryBus, { roles }: Pick<SchoolRow, 'roles'>, on: Day): Promise<Choice[]> {
  const held = roles.filter((given) => isNotOver(given, on)).map(({ personId }) => personId);
  const people = await queries.execute(new PeopleById({ personIds: [...new Set(held)] }));
  return people
    .filter(({ leftOn }) => leftOn === undefined || leftOn >= on)
    .map(({ personId, name }) => ({ value: personId, text: orElse(name, 'Somebody') }))
    .sort((a, b) => a.text.localeCompare(b.text));
}

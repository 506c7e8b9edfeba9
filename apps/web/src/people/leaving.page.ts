import { z } from 'zod';
import { Fields, daySent } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { listInWords } from '../shell/words.js';
import { about, addressOf } from './forms.page.js';
import type { PersonVacancies } from './gather-vacancies.js';
import type { PersonHere } from './gather.js';
import { heldRole } from './role-words.js';
import { successionFields } from './successors.page.js';

export const leaveForm = z.object({
  on: daySent('Enter the last day'),
  because: z.string().max(500, 'The reason must be 500 characters or fewer'),
});

export const onlyOperator = {
  on: { text: 'They are the only operator of this Waymark. Make somebody else an operator first' },
};

/** What is left without anybody: it is named who follows, or said why nobody does yet. */
export const leftOpen = (what: string) => ({
  because: { text: `Choose who follows, or say why nobody does yet: ${what} would be left open` },
});

/** Asks for somebody's last day and, where they would leave something without anybody, for who follows or why nobody does. */
export function leavePage(here: PersonHere, found: PersonVacancies, body?: unknown, errors: FormErrors | null = null) {
  const fields = new Fields(body, errors);
  const held = here.roles.map(heldRole);
  const end = here.elsewhere
    ? `They have roles at another school as well, so only their roles at ${here.school.name} end.`
    : 'After that day they can’t sign in, and links that were sent to them stop working.';
  const because = {
    name: 'because',
    label: 'If nobody follows yet: why?',
    hint: 'It is shown with the vacancy until somebody follows. Leave it out where everything is passed on',
  };
  return {
    ...about(here, errors),
    title: 'Enter the last day',
    action: urlOf(paths.people.leave, addressOf(here)),
    lead: [
      held.length === 0 ? 'They have no role at this school.' : `These roles end on that day: ${listInWords(held)}.`,
      end,
      ...(found.vacancies.length === 0
        ? []
        : ['With this last day, nobody would follow them in what is listed below.']),
    ],
    fields: [
      fields.day({ name: 'on', label: 'What is the last day?' }, here.person.leftOn ?? here.today),
      ...(found.vacancies.length === 0 ? [] : [...successionFields(fields, found), fields.words(because)]),
    ],
    submit: 'Save the last day',
    warning: true,
  };
}

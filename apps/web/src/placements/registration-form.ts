import { z } from 'zod';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { aboutOf, pastDay, textSent, type EvidenceForm } from './evidence-form.js';
import { hadRole, staffOptions } from './evidence-staff.js';

// Procedure: S4.7
export const registrationForm: EvidenceForm = {
  title: 'Record the headteacher’s decision about the provider’s registration',
  lead: [
    'The pupils who are taught there give reason to ask whether the provider has to register as a school, and no answer is recorded. Until there is one, the headteacher decides before another pupil starts there.',
    'Record the registration on the provider’s page once it is known: then nobody is asked any more.',
  ],
  fields: (about, fields) => [
    fields.select({ name: 'head', label: 'Who decided?' }, staffOptions(about, ['headteacher'])),
    fields.words({ name: 'because', label: 'What was decided, and why?' }),
    fields.day({ name: 'decidedOn', label: 'On which day?' }, about.today),
  ],
  command: ({ placement, school, today }, body) => {
    const schema = z
      .object({
        head: z.string(),
        because: textSent('Enter what was decided, and why', 2_000),
        decidedOn: pastDay('Enter the day of the decision', today),
      })
      .superRefine(({ head, decidedOn }, context) => {
        if (hadRole(school, ['headteacher'], decidedOn).has(head)) return;
        const message = 'Choose somebody who was headteacher, or stood in, on that day';
        context.addIssue({ code: 'custom', path: ['head'], message });
      });
    const sent = { head: field(body, 'head'), because: field(body, 'because') };
    const { head, ...form } = read(schema, { ...sent, decidedOn: dayParts(body, 'decidedOn') });
    return { type: 'DecideAboutRegistration', data: { ...aboutOf(placement), personId: head, ...form } };
  },
};

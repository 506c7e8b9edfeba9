import { z } from 'zod';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { aboutOf, pastDay, textSent, type EvidenceForm } from './evidence-form.js';

// Procedure: S1.7
export const routeForm: EvidenceForm = {
  title: 'Record the confirmation of the other body',
  lead: [
    'The local authority that arranged the place, the other school that has the pupil on its roll, or the other school of the trust confirms it in writing. The school stays responsible for the pupil all the same.',
  ],
  fields: ({ today }, fields) => [
    fields.text({ name: 'confirmedBy', label: 'Who confirmed it?', hint: 'The name, and which body they are of' }),
    fields.words({ name: 'says', label: 'What was arranged, and who registers the pupil in which sessions?' }),
    fields.day({ name: 'confirmedOn', label: 'Of which day is the confirmation?' }, today),
  ],
  command: ({ placement, today }, body) => {
    const schema = z.object({
      confirmedBy: textSent('Enter who confirmed it'),
      says: textSent('Enter what was arranged, and who registers the pupil when', 2_000),
      confirmedOn: pastDay('Enter the day of the confirmation', today),
    });
    const [confirmedBy, says] = [field(body, 'confirmedBy'), field(body, 'says')];
    const form = read(schema, { confirmedBy, says, confirmedOn: dayParts(body, 'confirmedOn') });
    return { type: 'RecordRouteConfirmation', data: { ...aboutOf(placement), ...form } };
  },
};

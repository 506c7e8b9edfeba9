import { z } from 'zod';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { aboutOf, pastDay, textSent, type EvidenceForm } from './evidence-form.js';

const names = ['activity', 'learning', 'pastoral', 'specialNeeds', 'supervision', 'because'];

// Procedure: S3.3, S4.3, S8.4, S8.11, S8.12, S8.13, S15.4
export const suitabilityForm: EvidenceForm = {
  title: 'Record why the place is suitable',
  lead: [
    'The school judges that the place meets this pupil’s needs: nobody else’s approval answers it. It is recorded with your name.',
    'It holds for this pupil at this site. What was recorded last holds; what was recorded before stays in the history.',
  ],
  fields: ({ today }, fields) => [
    fields.words({
      name: 'activity',
      label: 'What does the pupil do there, and what is educational about it?',
      hint: 'The subjects, the course or the activity, as it is to stand beside marks in the register',
    }),
    fields.words({ name: 'learning', label: 'How are the pupil’s academic or vocational needs met?' }),
    fields.words({ name: 'pastoral', label: 'How are the pupil’s pastoral needs met?' }),
    fields.words({
      name: 'specialNeeds',
      label: 'How are special educational needs and disabilities met?',
      hint: 'Where there are none, say so',
    }),
    fields.words({
      name: 'supervision',
      label: 'Who supervises the pupil, and what makes you sure of their skills, training and experience?',
    }),
    fields.words({ name: 'because', label: 'Why is this place suitable and safe for this pupil?' }),
    fields.day({ name: 'judgedOn', label: 'On which day was it judged?' }, today),
  ],
  command: ({ placement, today }, body, personId) => {
    const schema = z.object({
      activity: textSent('Enter what the pupil does there', 2_000),
      learning: textSent('Enter how academic or vocational needs are met', 2_000),
      pastoral: textSent('Enter how pastoral needs are met', 2_000),
      specialNeeds: textSent('Enter how special educational needs are met, or that there are none', 2_000),
      supervision: textSent('Enter who supervises the pupil', 2_000),
      because: textSent('Enter why the place is suitable and safe', 2_000),
      judgedOn: pastDay('Enter the day on which it was judged', today),
    });
    const sent = Object.fromEntries(names.map((each) => [each, field(body, each)]));
    const form = read(schema, { ...sent, judgedOn: dayParts(body, 'judgedOn') });
    return { type: 'JudgeSuitability', data: { ...aboutOf(placement), personId, ...form } };
  },
};

import { z } from 'zod';
import { powerToDirect, servedOn } from '#domain';
import { dayParts, timeSent } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field, several } from '../shell/forms.js';
import { aboutOf, pastDay, textSent, type EvidenceAbout, type EvidenceForm } from './evidence-form.js';

const breakSent = (missing: string) =>
  z.string().transform((text, context) => {
    if (text === '') return undefined;
    const time = timeSent(missing).safeParse(text);
    if (time.success) return time.data;
    context.addIssue({ code: 'custom', message: time.error.issues[0]?.message ?? missing });
    return z.NEVER;
  });

const schemaOf = ({ today }: EvidenceAbout) =>
  z
    .object({
      servedOn: pastDay('Enter the day on which it was served', today),
      upon: z.array(servedOn).min(1, 'Choose on whom it was served'),
      recipients: textSent('Enter their names', 500),
      how: z.enum(['by-hand', 'by-post', 'by-email'], { error: 'Choose how it was served' }),
      power: z.enum(powerToDirect.options, { error: 'Choose where the school’s power comes from' }),
      address: textSent('Enter the address', 500),
      reportTo: textSent('Enter to whom the pupil reports'),
      days: z.string().transform((text, context) => {
        const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
        if (days >= 1 && days <= 400) return days;
        context.addIssue({ code: 'custom', message: 'Enter the number of days, from 1 to 400' });
        return z.NEVER;
      }),
      reasonsAndObjectives: textSent('Enter the reasons and objectives', 2_000),
      startAt: timeSent('Enter when the day or session begins'),
      finishAt: timeSent('Enter when the day or session ends'),
      breakFrom: breakSent('Enter when the break begins'),
      breakUntil: breakSent('Enter when the break ends'),
    })
    .superRefine(({ startAt, finishAt, breakFrom, breakUntil }, context) => {
      const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
      if (finishAt <= startAt) wrong('finishAt', 'It ends after it begins');
      if ((breakFrom === undefined) !== (breakUntil === undefined)) {
        wrong(breakFrom === undefined ? 'breakFrom' : 'breakUntil', 'Enter both times of the break, or neither');
      }
      if (breakFrom === undefined || breakUntil === undefined) return;
      if (breakFrom <= startAt) wrong('breakFrom', 'The break begins after the day does');
      if (breakUntil <= breakFrom) wrong('breakUntil', 'The break ends after it begins');
      else if (finishAt <= breakUntil) wrong('breakUntil', 'The break ends before the day does');
    });

// Procedure: S16.1, X9
export const noticeForm: EvidenceForm = {
  title: 'Record the written notice to the parents',
  lead: [
    'A pupil may be directed off-site without the parents’ consent, and then they get a notice beforehand. It says the five things below. The time before the first day is counted in the school’s own school days.',
    'The parents of a suspended pupil get one as well, before the sixth school day: it says where the pupil is taught from then on.',
    'Whether a school has the power to direct follows from the law for a maintained school, and for an academy from its own articles or funding agreement.',
  ],
  fields: (_, fields) => [
    fields.several({ name: 'upon', label: 'On whom was it served?' }, [
      { value: 'parent', text: 'A parent' },
      { value: 'pupil', text: 'The pupil', hint: 'In place of the parents, from the age of 18' },
      { value: 'local-authority', text: 'The local authority', hint: 'With an education, health and care plan' },
    ]),
    fields.text({ name: 'recipients', label: 'What are their names?' }),
    fields.day({ name: 'servedOn', label: 'On which day was it served?' }),
    fields.choice({ name: 'how', label: 'How was it served?' }, [
      { value: 'by-hand', text: 'By hand' },
      { value: 'by-post', text: 'By post' },
      { value: 'by-email', text: 'By email' },
    ]),
    fields.choice({ name: 'power', label: 'Where does the school’s power come from?' }, [
      { value: 'education-act-2002', text: 'Section 29A of the Education Act 2002', hint: 'Of a maintained school' },
      { value: 'articles-of-association', text: 'The academy’s articles of association' },
      { value: 'funding-agreement', text: 'The academy’s funding agreement' },
      {
        value: 'education-and-inspections-act-2006',
        text: 'Section 100 of the Education and Inspections Act 2006',
        hint: 'For a suspended pupil, from the sixth school day',
      },
    ]),
    fields.words({ name: 'address', label: 'Address where the pupil is to go' }),
    fields.text({ name: 'reportTo', label: 'To whom does the pupil report first?' }),
    fields.text({ name: 'days', label: 'For how many days?' }),
    fields.words({ name: 'reasonsAndObjectives', label: 'What are the reasons and objectives?' }),
    fields.text({ name: 'startAt', label: 'When does the day begin?', hint: 'By the 24-hour clock, such as 9:00' }),
    fields.text({ name: 'finishAt', label: 'When does the day end?', hint: 'Of a single session: when it ends' }),
    fields.text({ name: 'breakFrom', label: 'When does the break begin?', hint: 'Leave it out for a single session' }),
    fields.text({ name: 'breakUntil', label: 'When does the break end?', hint: 'Leave it out for a single session' }),
  ],
  command: (about, body) => {
    const names = ['recipients', 'how', 'power', 'address', 'reportTo', 'days', 'reasonsAndObjectives'];
    const times = ['startAt', 'finishAt', 'breakFrom', 'breakUntil'];
    const form = read(schemaOf(about), {
      servedOn: dayParts(body, 'servedOn'),
      upon: several(body, 'upon'),
      ...Object.fromEntries([...names, ...times].map((each) => [each, field(body, each)])),
    });
    const { address, reportTo, days, reasonsAndObjectives, startAt, finishAt, breakFrom, breakUntil, ...served } = form;
    const pause =
      breakFrom === undefined || breakUntil === undefined ? {} : { break: { from: breakFrom, until: breakUntil } };
    const says = { address, reportTo, days, reasonsAndObjectives, times: { startAt, finishAt, ...pause } };
    return { type: 'RecordNotice', data: { ...aboutOf(about.placement), ...served, says } };
  },
};

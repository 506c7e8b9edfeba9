import { z } from 'zod';
import { incidentOutcome, type IncidentCommand } from '#domain';
import { erased, type Id, type Instant } from '#event-sourcing';
import { textIfSent, textSent } from '../placements/evidence-form.js';
import { fullName } from '../pupils/pupil-words.js';
import { Fields, type FormField } from '../shell/fields.js';
import { NotTaken, notTaken, read } from '../shell/form-answers.js';
import { field, several, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Done } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { correctCommand, correctionFields, parentsFields, parentsSent, wordsLead } from './account-form.js';
import type { IncidentFacts } from './gather.js';
import { incidentTitle, outcomeWords } from './incident-words.js';

/** What can become of an incident once it is entered. */
export const incidentStep = z.enum(['seen', 'decide', 'parents', 'correct', 'withdraw']);
export type IncidentStep = z.output<typeof incidentStep>;

export type StepAbout = IncidentFacts & { readonly now: Instant; readonly askerId: Id };

type StepForm = {
  readonly title: string;
  readonly submit: string;
  readonly done: Done;
  /** Whether it is for those alone who answer for safeguarding. */
  readonly safeguarding: boolean;
  lead(about: StepAbout): readonly string[];
  fields(about: StepAbout, fields: Fields): readonly FormField[];
  /** @throws {NotTaken} with what is wrong beside each field. */
  command(about: StepAbout, body: unknown): IncidentCommand;
};

const max = 2_000;
const aboutOf = ({ incident }: StepAbout) => {
  const { incidentId, placementId, subjectId, schoolId } = incident;
  return { incidentId, placementId, subjectId, schoolId };
};

/** Whether somebody answers for safeguarding at the school today: the lead, a deputy, or whoever covers. */
export const answersForSafeguarding = ({
  safeguarding,
  askerId,
}: Pick<StepAbout, 'safeguarding' | 'askerId'>): boolean => safeguarding.some(({ value }) => value === askerId);

export const stepForms: Readonly<Record<IncidentStep, StepForm>> = {
  seen: {
    title: 'Say that you have seen it',
    submit: 'I have seen it',
    done: 'incidentSeen',
    safeguarding: true,
    lead: () => [
      'You answer for safeguarding and have read what is entered. What you decide, you record on the next page.',
    ],
    fields: () => [],
    command: (about) => ({
      type: 'SeeIncident',
      data: { ...aboutOf(about), personId: about.askerId, seenAt: about.now },
    }),
  },
  decide: {
    title: 'Decide what becomes of it',
    submit: 'Record the decision',
    done: 'incidentDecided',
    safeguarding: true,
    lead: (about) => [wordsLead(about)],
    fields: ({ incident, school }, fields) => {
      const known = incident.decision === erased ? undefined : incident.decision;
      return [
        fields.several(
          {
            name: 'outcomes',
            label: 'What becomes of it?',
            hint: 'Choose no further action alone, or all that is to be done',
          },
          incidentOutcome.options.map((value) => ({ value, text: outcomeWords[value] })),
          known?.outcomes,
        ),
        fields.text(
          {
            name: 'receipt',
            label: 'What is it called in the safeguarding system?',
            hint: 'If it was handed to it: a reference, without anything about the pupil',
          },
          known?.receipt,
        ),
        ...(school.keepsWords === true ? [fields.words({ name: 'reason', label: 'Why?' }, known?.reason)] : []),
      ];
    },
    command: (about, body) => {
      const isKept = about.school.keepsWords === true;
      const schema = z.object({
        outcomes: z.array(z.enum(incidentOutcome.options)).min(1, 'Choose what becomes of it'),
        receipt: textIfSent(160),
        reason: isKept ? textSent('Enter why', max) : z.string().transform(() => undefined),
      });
      const sent = { receipt: field(body, 'receipt'), reason: field(body, 'reason') };
      const { outcomes, receipt, reason } = read(schema, { ...sent, outcomes: several(body, 'outcomes') });
      if (outcomes.includes('no-further-action') && outcomes.length > 1) {
        notTaken({ outcomes: { text: 'Choose no further action alone, or what is to be done' } });
      }
      if (outcomes.includes('handed-to-safeguarding') && receipt === undefined) {
        notTaken({ receipt: { text: 'Enter what the safeguarding system calls it' } });
      }
      const decision = {
        outcomes,
        ...(receipt === undefined ? {} : { receipt }),
        ...(reason === undefined ? {} : { reason }),
      };
      const data = { ...aboutOf(about), personId: about.askerId, decidedOn: dayOf(about.now), decision };
      return { type: 'DecideIncident', data };
    },
  },
  parents: {
    title: 'Say what the parents know',
    submit: 'Record it',
    done: 'incidentParents',
    safeguarding: false,
    lead: () => ['Parents are told by the school or by the provider, never by Waymark.'],
    fields: ({ incident }, fields) => parentsFields(fields, incident.parents === erased ? undefined : incident.parents),
    command: (about, body) => ({
      type: 'TellParentsOfIncident',
      data: { ...aboutOf(about), personId: about.askerId, parents: parentsSent(body, about.now) },
    }),
  },
  correct: {
    title: 'Correct it',
    submit: 'Record the correction',
    done: 'incidentCorrected',
    safeguarding: false,
    lead: (about) => [
      'What was entered first stays in the record. Whoever answers for safeguarding has to see it again.',
      wordsLead(about),
    ],
    fields: (about, fields) => correctionFields(accountOf(about), fields, about.incident),
    command: (about, body) => correctCommand(accountOf(about), about.incident, body),
  },
  withdraw: {
    title: 'Say that it was entered in error',
    submit: 'It was entered in error',
    done: 'incidentWithdrawn',
    safeguarding: true,
    lead: () => [
      'For what was entered about another pupil, or twice. The record stays, and says that it was an error.',
    ],
    fields: (_, fields) => [fields.words({ name: 'because', label: 'What was the error?' })],
    command: (about, body) => {
      const { because } = read(z.object({ because: textSent('Enter what the error was', max) }), {
        because: field(body, 'because'),
      });
      return { type: 'WithdrawIncident', data: { ...aboutOf(about), personId: about.askerId, because } };
    },
  },
};

const accountOf = (about: StepAbout) => ({ ...about, incidentId: about.incident.incidentId });

/** The form of one step, as a page. */
export function stepPage(step: IncidentStep, about: StepAbout, body?: unknown, errors: FormErrors | null = null) {
  const form = stepForms[step];
  const { title, submit } = form;
  const { incident, pupil } = about;
  const { schoolId, incidentId } = incident;
  return {
    title,
    caption: `${fullName(pupil ?? undefined)}: ${incidentTitle(incident)}`,
    lead: form.lead(about),
    errors,
    back: { href: urlOf(paths.incidents.show, { schoolId, incidentId }), text: 'Back to the incident' },
    action: urlOf(paths.incidents.step, { schoolId, incidentId, incidentStep: step }),
    fields: form.fields(about, new Fields(body, errors)),
    submit,
  };
}

/** The command of one step. @throws {NotTaken} where somebody else may take it, and with what is wrong beside each field. */
export function stepCommand(step: IncidentStep, about: StepAbout, body: unknown): IncidentCommand {
  const form = stepForms[step];
  if (form.safeguarding && !answersForSafeguarding(about)) {
    const text = 'Whoever answers for safeguarding at your school does this: the lead, a deputy, or whoever covers.';
    throw new NotTaken({ of: {}, summary: [{ text }] }, 403);
  }
  return form.command(about, body);
}

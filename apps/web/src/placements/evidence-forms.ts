import { z } from 'zod';
import {
  askedReason,
  consulted,
  linkSignatory,
  signatory,
  signedBy,
  type AskedReason,
  type Consulted,
  type Role,
  type Signatory,
} from '#domain';
import { dayParts } from '../shell/fields.js';
import { read } from '../shell/form-answers.js';
import { field } from '../shell/forms.js';
import { capital } from '../shell/words.js';
import { aimsForm } from './aims-form.js';
import { arrangementsForm } from './arrangements-form.js';
import { aboutOf, pastDay, textIfSent, textSent, type EvidenceAbout, type EvidenceForm } from './evidence-form.js';
import { noticeForm } from './notice-form.js';
import { hadRole, staffOptions } from './evidence-staff.js';
import { registrationForm } from './registration-form.js';
import { routeForm } from './route-form.js';
import { suitabilityForm } from './suitability-form.js';
import { evidenceText } from './timeline-words.js';

const seniorRoles: readonly Role[] = ['headteacher', 'senior-leader'];
const attendanceRoles: readonly Role[] = ['attendance-intervention-manager'];

// Procedure: S6.2, S6.3, S6.4, S6.5, S14.23, X5
const meetingSchema = ({ school, today }: EvidenceAbout) =>
  z
    .object({
      heldOn: pastDay('Enter the day of the meeting', today),
      seniorLeader: z.string(),
      attendanceManager: z.string(),
      parentPresent: z.enum(['yes', 'no'], { error: 'Choose whether a parent was there' }),
      parents: textIfSent(160),
      attempts: textIfSent(2_000),
      because: textIfSent(2_000),
      others: textIfSent(500),
    })
    .superRefine((sent, context) => {
      const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
      const had = (asked: readonly Role[], personId: string) =>
        personId === '' || hadRole(school, asked, sent.heldOn).has(personId);
      if (!had(seniorRoles, sent.seniorLeader)) {
        wrong('seniorLeader', 'Choose somebody who was headteacher or senior leader on that day');
      }
      if (!had(attendanceRoles, sent.attendanceManager)) {
        wrong('attendanceManager', 'Choose somebody who was attendance intervention manager on that day');
      }
      if (sent.parentPresent === 'yes' && sent.parents === undefined) wrong('parents', 'Enter which parent was there');
      if (sent.parentPresent === 'yes') return;
      if (sent.attempts === undefined) wrong('attempts', 'Enter what was tried to have a parent there');
      if (sent.because === undefined) wrong('because', 'Enter why the meeting went on without a parent');
    });

const meeting: EvidenceForm = {
  title: 'Record the meeting about the placement',
  lead: [
    'The placement is agreed at a meeting of a senior member of staff, the attendance intervention manager and the parents. Record it as it was: what was recorded last holds.',
  ],
  fields: (about, fields) => [
    fields.day({ name: 'heldOn', label: 'On which day was the meeting?' }),
    fields.select(
      { name: 'seniorLeader', label: 'Which senior member of staff was there?' },
      staffOptions(about, seniorRoles),
    ),
    fields.select(
      { name: 'attendanceManager', label: 'Who was there as attendance intervention manager?' },
      staffOptions(about, attendanceRoles),
    ),
    fields.choice({ name: 'parentPresent', label: 'Was a parent there?' }, [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ]),
    fields.text({ name: 'parents', label: 'If so, who?', hint: 'For example: Ms A Khan, mother' }),
    fields.words({ name: 'attempts', label: 'If not, what was tried to have a parent there?' }),
    fields.words({ name: 'because', label: 'If not, why did the meeting go on?' }),
    fields.text({ name: 'others', label: 'Who else was there?', hint: 'Leave it out if nobody was' }),
  ],
  command: (about, body) => {
    const names = ['seniorLeader', 'attendanceManager', 'parentPresent', 'parents', 'attempts', 'because', 'others'];
    const sent = {
      heldOn: dayParts(body, 'heldOn'),
      ...Object.fromEntries(names.map((each) => [each, field(body, each)])),
    };
    const form = read(meetingSchema(about), sent);
    const { heldOn, seniorLeader, attendanceManager, parents, attempts, because, others } = form;
    const parentPresent = form.parentPresent === 'yes';
    return {
      type: 'RecordAgreementMeeting',
      data: {
        ...aboutOf(about.placement),
        heldOn,
        parentPresent,
        ...(seniorLeader === '' ? {} : { seniorLeaderId: seniorLeader }),
        ...(attendanceManager === '' ? {} : { attendanceManagerId: attendanceManager }),
        ...(parentPresent && parents !== undefined ? { parents } : {}),
        ...(!parentPresent && attempts !== undefined && because !== undefined
          ? { withoutParent: { attempts, because } }
          : {}),
        ...(others === undefined ? {} : { others }),
      },
    };
  },
};

const whom: Readonly<Record<Consulted, { readonly title: string; readonly person: string }>> = {
  'social-worker': { title: 'Record the social worker’s view', person: 'Which social worker was asked?' },
  'virtual-school': { title: 'Record the virtual school’s view', person: 'Who of the virtual school was asked?' },
  'sen-officer': {
    title: 'Record the view of the local authority’s officer for special educational needs',
    person: 'Which officer was asked?',
  },
  'special-needs-coordinator': {
    title: 'Record the view of the special needs coordinator',
    person: 'Who is the special needs coordinator?',
  },
  'designated-teacher': { title: 'Record the designated teacher’s view', person: 'Who is the designated teacher?' },
  'other-agency': { title: 'Record another agency’s view', person: 'Who was asked, and of which agency?' },
};

// Procedure: S7.1, S7.2, S7.3, S7.4, S7.5, X3
function consultation(consulted: Consulted): EvidenceForm {
  const { title, person } = whom[consulted];
  return {
    title,
    lead: ['Asked again, the first day counts: a view that was asked for in time stays so.'],
    fields: (_, fields) => [
      fields.text({ name: 'person', label: person }),
      fields.day({ name: 'consultedOn', label: 'On which day?' }),
      fields.words({ name: 'view', label: 'What is their view of the placement?' }),
    ],
    command: ({ placement, today }, body) => {
      const schema = z.object({
        person: textSent('Enter who was asked'),
        consultedOn: pastDay('Enter the day on which they were asked', today),
        view: textSent('Enter their view', 2_000),
      });
      const [name, view] = [field(body, 'person'), field(body, 'view')];
      const form = read(schema, { person: name, view, consultedOn: dayParts(body, 'consultedOn') });
      return { type: 'RecordConsultation', data: { ...aboutOf(placement), consulted, ...form } };
    },
  };
}

// Procedure: S7.1, S7.2
const reason = (reason: AskedReason): EvidenceForm => ({
  title: `Record ${evidenceText(reason)}`,
  lead: [],
  fields: (_, fields) => [
    fields.words({ name: 'because', label: 'What is the reason?' }),
    fields.text({ name: 'decidedBy', label: 'Who decided it?', hint: 'Name and role' }),
    fields.day({ name: 'decidedOn', label: 'On which day?' }),
  ],
  command: ({ placement, today }, body) => {
    const schema = z.object({
      because: textSent('Enter the reason', 2_000),
      decidedBy: textSent('Enter who decided it'),
      decidedOn: pastDay('Enter the day on which it was decided', today),
    });
    const [because, decidedBy] = [field(body, 'because'), field(body, 'decidedBy')];
    const form = read(schema, { because, decidedBy, decidedOn: dayParts(body, 'decidedOn') });
    return { type: 'GiveReason', data: { ...aboutOf(placement), reason, ...form } };
  },
});

// Procedure: S7.6, X2
const coreGroup: EvidenceForm = {
  title: 'Record the core group or child-in-need meeting',
  lead: [
    'A child-in-need meeting counts for a child in need. With a child protection plan, it has to be the core group.',
  ],
  fields: (_, fields) => [
    fields.choice({ name: 'meeting', label: 'Which meeting was it?' }, [
      { value: 'core-group', text: 'Core group meeting' },
      { value: 'child-in-need', text: 'Child-in-need meeting' },
    ]),
    fields.day({ name: 'heldOn', label: 'On which day?' }),
    fields.text({ name: 'present', label: 'Who was there?', hint: 'Names and what they are' }),
    fields.words({ name: 'agreed', label: 'What was agreed?' }),
  ],
  command: ({ placement, today }, body) => {
    const schema = z.object({
      meeting: z.enum(['core-group', 'child-in-need'], { error: 'Choose which meeting it was' }),
      heldOn: pastDay('Enter the day of the meeting', today),
      present: textSent('Enter who was there', 500),
      agreed: textSent('Enter what was agreed', 2_000),
    });
    const [meeting, present, agreed] = [field(body, 'meeting'), field(body, 'present'), field(body, 'agreed')];
    const form = read(schema, { meeting, present, agreed, heldOn: dayParts(body, 'heldOn') });
    return { type: 'RecordCoreGroup', data: { ...aboutOf(placement), ...form } };
  },
};

// Procedure: S23.27
const siteVisit: EvidenceForm = {
  title: 'Record the visit to the site',
  lead: ['Somebody of the school sees the site before the pupil’s first day there.'],
  fields: (_, fields) => [
    fields.day({ name: 'visitedOn', label: 'On which day?' }),
    fields.text({ name: 'visitedBy', label: 'Who went?' }),
    fields.words({ name: 'seen', label: 'What was seen?' }),
  ],
  command: ({ placement, today }, body) => {
    const schema = z.object({
      visitedOn: pastDay('Enter the day of the visit', today),
      visitedBy: textSent('Enter who went'),
      seen: textSent('Enter what was seen', 2_000),
    });
    const [visitedBy, seen] = [field(body, 'visitedBy'), field(body, 'seen')];
    const form = read(schema, { visitedBy, seen, visitedOn: dayParts(body, 'visitedOn') });
    return { type: 'RecordSiteVisit', data: { ...aboutOf(placement), ...form } };
  },
};

// Procedure: S16.5, S16.8, S16.10, S16.11, S16.12, S16.13
const signature = (signatory: Signatory): EvidenceForm => ({
  title: `Record ${evidenceText(signedBy(signatory))}`,
  lead: [
    'A signature on paper, recorded by whoever received it. Keep the signed form with the pupil’s file.',
    ...(linkSignatory.safeParse(signatory).success
      ? ['They may also be asked to sign by a link: see “Signature” on the page of the placement.']
      : []),
  ],
  fields: ({ today }, fields) => [
    fields.text({ name: 'signedBy', label: 'Who signed it?', hint: 'Name and what they are' }),
    fields.day({ name: 'signedOn', label: 'Which day is beside the signature?' }),
    fields.day({ name: 'receivedOn', label: 'On which day did you receive it?' }, today),
  ],
  command: ({ placement, today }, body, receivedById) => {
    const schema = z
      .object({
        signedBy: textSent('Enter who signed it'),
        signedOn: pastDay('Enter the day beside the signature', today),
        receivedOn: pastDay('Enter the day on which you received it', today),
      })
      .refine(({ signedOn, receivedOn }) => signedOn <= receivedOn, {
        path: ['receivedOn'],
        message: 'It can’t be received before it was signed',
      });
    const [signedOn, receivedOn] = [dayParts(body, 'signedOn'), dayParts(body, 'receivedOn')];
    const form = read(schema, { signedBy: field(body, 'signedBy'), signedOn, receivedOn });
    return { type: 'RecordSignature', data: { ...aboutOf(placement), signatory, receivedById, ...form } };
  },
});

/** Evidence without a content of its own: that it is there, and of which day. */
const byName = (evidence: string): EvidenceForm => ({
  title: `Record ${evidenceText(evidence)}`,
  lead: [],
  fields: (_, fields) => [fields.day({ name: 'on', label: 'Of which day is it?' })],
  command: ({ placement, today }, body) => {
    const form = read(z.object({ on: pastDay('Enter the day that it is of', today) }), { on: dayParts(body, 'on') });
    return { type: 'GatherEvidence', data: { ...aboutOf(placement), evidence, ...form } };
  },
});

/** The form for each piece of evidence by its name. The checks and the plain agreement have pages of their own. */
const forms: ReadonlyMap<string, EvidenceForm> = new Map([
  ['aims-set', aimsForm],
  ['suitability-judged', suitabilityForm],
  ['arrangements-agreed', arrangementsForm],
  ['route-confirmed', routeForm],
  ['registration-decided', registrationForm],
  ['agreement-meeting-held', meeting],
  ['senior-leader-at-meeting', meeting],
  ['attendance-intervention-manager-at-meeting', meeting],
  ['parent-at-meeting', meeting],
  ['parent-at-meeting-or-sought', meeting],
  ...consulted.options.map((each) => [`${each}-consulted`, consultation(each)] as const),
  ...askedReason.options.map((each) => [each, reason(each)] as const),
  ['core-group-held', coreGroup],
  ['child-protection-core-group-held', coreGroup],
  ['site-visited', siteVisit],
  ['notice-served', noticeForm],
  ['notice-served-on-local-authority', noticeForm],
  ...signatory.options.map((each) => [signedBy(each), signature(each)] as const),
  ['emergency-contacts-acknowledged', byName('emergency-contacts-acknowledged')],
]);

export const evidenceFormOf = (evidence: string): EvidenceForm | null => forms.get(evidence) ?? null;

/** What can be recorded, each form once, by the first evidence that it is for. */
export const evidenceChoices = [...forms]
  .filter(([, form], index, all) => all.findIndex(([, other]) => other === form) === index)
  .map(([value, { title }]) => ({ value, text: capital(title.replace(/^Record /, '')) }));

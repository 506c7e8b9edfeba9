import { erased, type Day } from '#event-sourcing';
import { fullName } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayOf, shortDay, timeInWords } from '../shell/words.js';
import type { SchoolIncidents } from './gather.js';
import {
  decisionWords,
  incidentChannelWords,
  incidentKindWords,
  incidentTag,
  incidentTitle,
  lateWords,
  parentsWords,
  seenWords,
} from './incident-words.js';
import { answersForSafeguarding, type IncidentStep, type StepAbout } from './step-forms.js';

/** The steps that an incident can still take, for whoever looks at it. */
function stepsOf(about: StepAbout): readonly { readonly step: IncidentStep; readonly text: string }[] {
  const { state } = about.incident;
  if (state === 'withdrawn') return [];
  const answers = answersForSafeguarding(about);
  return [
    ...(answers && state === 'unseen' ? [{ step: 'seen', text: 'Say that you have seen it' } as const] : []),
    ...(answers && state === 'seen' ? [{ step: 'decide', text: 'Decide what becomes of it' } as const] : []),
    ...(answers && state === 'decided' ? [{ step: 'decide', text: 'Decide again' } as const] : []),
    { step: 'parents', text: 'Say what the parents know' },
    { step: 'correct', text: 'Correct it' },
    ...(answers ? [{ step: 'withdraw', text: 'Say that it was entered in error' } as const] : []),
  ];
}

/** One incident: what was told and when, who saw it, what the parents know, what was decided. */
export function incidentPage(about: StepAbout, saved: Notice | null) {
  const { incident, pupil, site, nameOf, now } = about;
  const { says, on, toldOn, toldAt, channel, personId, corrections, withdrawn, withdrawnBecause } = incident;
  const { schoolId, incidentId } = incident;
  const today = dayOf(now);
  const row = (key: string, ...lines: readonly string[]) => ({ key, lines });
  const decision = decisionWords(incident, nameOf);
  const at = says !== erased && says.at !== undefined ? `, ${timeInWords(says.at)}` : '';
  return {
    title: incidentTitle(incident),
    caption: `${fullName(pupil ?? undefined)}, ${site.name}`,
    saved,
    back: { href: urlOf(paths.incidents.list, { schoolId }), text: 'Back to the incidents' },
    tag: incidentTag(incident, today),
    rows: [
      ...(says === erased
        ? [row('What was entered', 'It has been erased.')]
        : [row('What', incidentKindWords[says.kind])]),
      row('When', `${shortDay(on)}${at}`),
      row(
        'Told to the school',
        `${shortDay(toldOn)}, ${timeInWords(toldAt)}. ${incidentChannelWords[channel]}${says === erased ? '' : ` by ${says.toldBy}`}, to ${nameOf(personId)}.`,
        ...[lateWords(incident)].filter((each) => each !== ''),
      ),
      row('Parents', parentsWords(incident.parents)),
      ...(says !== erased && says.words !== undefined ? [row('What happened', says.words)] : []),
      ...(withdrawn ? [] : [row('Seen', ...seenWords(incident, today, nameOf))]),
      ...(decision.length === 0 ? [] : [row('Decision', ...decision)]),
      ...(corrections === erased
        ? [row('Corrections', 'They have been erased.')]
        : corrections.map((each) =>
            row('Corrected', `${shortDay(dayOf(each.at))}, ${nameOf(each.personId)}: ${each.because}`),
          )),
      ...(withdrawn
        ? [
            row(
              'Entered in error',
              `${shortDay(dayOf(withdrawn.at))}, ${nameOf(withdrawn.personId)}: ${withdrawnBecause === undefined || withdrawnBecause === erased ? 'the reason has been erased' : withdrawnBecause}`,
            ),
          ]
        : []),
    ],
    steps: stepsOf(about).map(({ step, text }) => ({
      text,
      href: urlOf(paths.incidents.step, { schoolId, incidentId, incidentStep: step }),
    })),
    placement: urlOf(paths.oversight.placement, incident),
  };
}

/** All incidents of a school: those that nobody has seen or decided first, the latest before the others. */
export function incidentsPage({ school, incidents, pupils, sites }: SchoolIncidents, today: Day) {
  const lines = incidents.map((each) => ({
    state: each.state,
    text: `${fullName(pupils.get(each.subjectId))}: ${incidentTitle(each)}`,
    href: urlOf(paths.incidents.show, each),
    hint: [sites.get(each.siteId)?.name ?? 'Unknown site', lateWords(each)].filter((line) => line !== '').join('. '),
    tag: incidentTag(each, today),
  }));
  const isOpen = ({ state }: { readonly state: string }) => state === 'unseen' || state === 'seen';
  const open = lines.filter(isOpen);
  const rest = lines.filter((each) => !isOpen(each));
  return {
    title: 'Incidents',
    caption: school.name,
    back: { href: urlOf(paths.oversight.school, school), text: 'Back to oversight' },
    lists: [
      ...(open.length > 0 ? [{ id: 'open', title: 'To be seen or decided', lines: open }] : []),
      ...(rest.length > 0 ? [{ id: 'others', title: 'Decided, or entered in error', lines: rest }] : []),
    ],
  };
}

/** The incidents of one placement, for the pages about it. */
export const incidentLines = (incidents: SchoolIncidents['incidents'], today: Day) =>
  incidents.map((each) => ({
    text: incidentTitle(each),
    href: urlOf(paths.incidents.show, each),
    tag: incidentTag(each, today),
  }));

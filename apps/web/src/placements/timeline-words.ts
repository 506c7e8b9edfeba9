import {
  dutyEvents,
  incidentEvents,
  oversightEvents,
  isDirectionReview,
  isEvidence,
  isSigning,
  markingEvents,
  sessionOf,
  signedBy,
  type AttendanceEvent,
  type DirectionReviewEvent,
  type DutyEvent,
  type DutyKind,
  type DutySubject,
  type EvidenceEvent,
  type HowEnded,
  type IncidentEvent,
  type Judgement,
  type MarkingEvent,
  type NextPlace,
  type OversightEvent,
  type PlacementEvent,
  type PowerToDirect,
  type SigningEvent,
  type StopDecision,
  type WhereaboutsEvent,
} from '#domain';
import { erased, type Id } from '#event-sourcing';
import { wordsFor, wordsOfWeeks } from '#procedure';
import type { TimelineRow } from '#read-models';
import { clockTime, count, dayOf, listInWords, sessionWords, shortDay, timeInWords } from '../shell/words.js';
import { markingWords } from '../register/mark-words.js';
import { incidentEventWords } from '../incidents/incident-words.js';
import { oversightEventWords } from '../oversight/oversight-words.js';
import { reviewEventWords } from '../direction-reviews/review-words.js';
import { signingEventWords } from '../signing/signing-event-words.js';
import { lookWords } from './return-words.js';
import { deliveryWords, routeWords } from './route-words.js';

/** An event of a placement's history, as it was kept for the page. */
export type TimelineEvent =
  PlacementEvent | AttendanceEvent | WhereaboutsEvent | DutyEvent | OversightEvent | IncidentEvent;

/** Names by id: of staff and of adults at providers. */
export type NamesOf = (id: Id) => string;

const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
/** What is owed, in words. */
export const dutyWords: Readonly<Record<DutyKind, string>> = {
  'attendance-check': 'the provider’s answer',
  'find-the-pupil': 'finding the pupil',
  'placement-gap': 'what was missing',
  'weekly-liaison': 'the weekly talk with the provider',
  'welfare-check': 'the safe and well check',
  'monitoring-visit': 'the monitoring visit',
};
const placeWords: Readonly<Record<string, string>> = {
  'at-provider': 'at the provider',
  'at-school': 'at school',
  'at-home': 'at home',
  'with-another-service': 'with another service',
  elsewhere: 'elsewhere',
};
const causes: Readonly<Record<string, string>> = {
  absence: 'the provider said that the pupil is absent',
  silence: 'the provider has not answered',
  closure: 'the provider is closed',
};
const withdrawals = {
  'provider-closed': 'the provider is closed',
  'school-closed': 'the school does not meet',
  'placement-ended': 'the placement has ended',
  'placement-suspended': 'the placement is suspended',
  'week-changed': 'the week was changed',
} as const;

/** What is needed for a placement to start, in words. */
export const evidenceText = (name: string): string => wordsFor(name);

/** "Monday morning, 9:10am to midday". */
export const slotWords = (slot: { weekday: number; session: 'am' | 'pm'; arriveAt: string; leaveAt: string }): string =>
  `${weekdays[slot.weekday]} ${sessionWords[slot.session]}, ${timeInWords(slot.arriveAt)} to ${timeInWords(slot.leaveAt)}`;

/** What a row of the timeline says: a headline, and what is worth knowing besides. */
export function timelineWords(row: TimelineRow, nameOf: NamesOf): { title: string; text: string } {
  if (row.details === erased) return { title: spaced(row.type), text: 'What was recorded has been erased.' };
  // The details are the event's data as the journal gave it: its type says its shape.
  const event = { type: row.type, data: JSON.parse(row.details) } as TimelineEvent;
  if (isAboutDuty(event)) return dutyEventWords(event, nameOf);
  if (isMarking(event)) return markingWords(event, nameOf);
  if (isIncident(event)) return incidentEventWords(event, nameOf);
  if (isOversight(event)) return oversightEventWords(event, nameOf);
  if (isDirectionReview(event)) return reviewEventWords(event, nameOf);
  if (isSigning(event)) return signingEventWords(event, nameOf);
  return isEvidence(event) ? evidenceEventWords(event, nameOf) : factWords(event, nameOf);
}

const isMarking = (event: TimelineEvent): event is MarkingEvent => Object.hasOwn(markingEvents.shapes, event.type);
const isAboutDuty = (event: TimelineEvent): event is DutyEvent => Object.hasOwn(dutyEvents.shapes, event.type);

const isIncident = (event: TimelineEvent): event is IncidentEvent => Object.hasOwn(incidentEvents.shapes, event.type);
const isOversight = (event: TimelineEvent): event is OversightEvent =>
  Object.hasOwn(oversightEvents.shapes, event.type);

const told = (value: unknown, otherwise = 'not known any more'): string =>
  typeof value === 'string' ? value : otherwise;
const inSession = ({ on, session }: { on: string; session: 'am' | 'pm' }): string =>
  `${shortDay(on)}, ${sessionWords[session]}`;
/** What a duty is about: a session, the weeks from a Monday on, or the evidence that was missing. */
const subjectWords = (data: DutySubject): string => {
  const session = sessionOf(data);
  if (session) return inSession(session);
  return data.period ? `from ${shortDay(data.period)}` : sentence(evidenceText(data.matter ?? ''));
};
/** By when: a moment of the day of a session, or the end of a day; at once, where no date has been set. */
const dueWords = (data: DutySubject & { raisedAt?: string; dueAt: string }): string => {
  if (sessionOf(data)) return `by ${clockTime(data.dueAt)}`;
  return data.dueAt === data.raisedAt ? 'at once: no date is set' : `by the end of ${shortDay(dayOf(data.dueAt))}`;
};
const doneWords = (data: DutySubject & { doneAt: string }): string =>
  sessionOf(data) ? `at ${clockTime(data.doneAt)}` : `on ${shortDay(dayOf(data.doneAt))}`;

/** The facts by which a gate is passed. */
function evidenceEventWords(
  { type, data }: Exclude<EvidenceEvent, SigningEvent>,
  nameOf: NamesOf,
): { title: string; text: string } {
  switch (type) {
    case 'EvidenceGathered':
      return { title: 'Evidence recorded', text: `${sentence(evidenceText(data.evidence))}, on ${shortDay(data.on)}.` };
    case 'AimsSet': {
      const targets = Array.isArray(data.targets) ? data.targets : [told(data.targets)];
      const text = `On ${shortDay(data.setOn)}. Outcome: ${told(data.outcome)} Targets: ${targets.join('; ')}`;
      return { title: 'Aims set', text };
    }
    case 'SuitabilityJudged': {
      const { activity, learning, pastoral, specialNeeds, supervision, because } = data;
      const needs = `Learning: ${told(learning)} Pastoral: ${told(pastoral)} Special educational needs: ${told(specialNeeds)}`;
      return {
        title: 'Judged suitable',
        text: `By ${nameOf(data.personId)} on ${shortDay(data.judgedOn)}: ${told(because)} There: ${told(activity)} ${needs} Supervision: ${told(supervision)}`,
      };
    }
    case 'ArrangementsAgreed': {
      const { welfareChecks, monitoringVisits, absence, notes } = data;
      const often = (weeks: number | undefined) => (weeks === undefined ? '' : `, ${wordsOfWeeks(weeks)}`);
      const who = ({ personId, standInId, everyWeeks }: typeof welfareChecks) =>
        `${nameOf(personId)}, or ${nameOf(standInId)}${often(everyWeeks)}`;
      const people = `Safe and well checks: ${who(welfareChecks)}. Visits: ${who(monitoringVisits)}.`;
      const more = notes === undefined ? '' : ` ${told(notes)}`;
      return {
        title: 'Arrangements agreed',
        text: `On ${shortDay(data.agreedOn)}, noted by ${nameOf(data.personId)}. Absence: ${told(absence)} ${people}${more}`,
      };
    }
    case 'AgreementMeetingHeld': {
      const { heldOn, seniorLeaderId, attendanceManagerId, parents, withoutParent, others } = data;
      const there = [
        ...(seniorLeaderId === undefined ? [] : [`${nameOf(seniorLeaderId)} (senior member of staff)`]),
        ...(attendanceManagerId === undefined
          ? []
          : [`${nameOf(attendanceManagerId)} (attendance intervention manager)`]),
        ...(parents === undefined ? [] : [`${told(parents)} (parents)`]),
        ...(others === undefined ? [] : [told(others)]),
      ];
      const who = there.length === 0 ? '' : ` There: ${listInWords(there)}.`;
      const without =
        typeof withoutParent === 'object' && !data.parentPresent
          ? ` No parent was there. Tried: ${withoutParent.attempts} It went on without because: ${withoutParent.because}`
          : '';
      return { title: 'Meeting about the placement held', text: `On ${shortDay(heldOn)}.${who}${without}` };
    }
    case 'ConsultationHeld': {
      const title = `Consulted: ${evidenceText(`${data.consulted}-consulted`)}`;
      return { title, text: `${told(data.person)}, on ${shortDay(data.consultedOn)}: ${told(data.view)}` };
    }
    case 'PlacementReasonGiven': {
      const title = `Decided: ${evidenceText(data.reason)}`;
      return { title, text: `By ${told(data.decidedBy)} on ${shortDay(data.decidedOn)}: ${told(data.because)}` };
    }
    case 'CoreGroupHeld': {
      const title = data.meeting === 'core-group' ? 'Core group meeting held' : 'Child-in-need meeting held';
      return { title, text: `On ${shortDay(data.heldOn)}, with ${told(data.present)}. Agreed: ${told(data.agreed)}` };
    }
    case 'SiteVisited':
      return {
        title: 'Site visited',
        text: `By ${told(data.visitedBy)} on ${shortDay(data.visitedOn)}: ${told(data.seen)}`,
      };
    case 'NoticeServed': {
      const how = `${howWords[data.how]} on ${shortDay(data.servedOn)}, ${powerWords[data.power]}`;
      return {
        title: 'Notice of the direction served',
        text: `On ${told(data.recipients)} ${how}.${noticeWords(data.says)}`,
      };
    }
    case 'SignatureReceived': {
      const title = sentence(evidenceText(signedBy(data.signatory)));
      const received = `received by ${nameOf(data.receivedById)} on ${shortDay(data.receivedOn)}`;
      return { title, text: `${told(data.signedBy)} signed it on ${shortDay(data.signedOn)}; ${received}.` };
    }
    // What is written stands on a page of its own, which fewer people may open than this one.
    case 'BriefingWritten':
      return { title: 'What the provider must know was written', text: 'Health, needs, risks and transport.' };
    case 'RouteConfirmed':
      return {
        title: 'Placement confirmed by another body',
        text: `By ${told(data.confirmedBy)} on ${shortDay(data.confirmedOn)}. ${told(data.says)}`,
      };
    case 'RegistrationDecided':
      return {
        title: 'Decided about the provider’s registration',
        text: `By ${nameOf(data.personId)} on ${shortDay(data.decidedOn)}. ${told(data.because)}`,
      };
    case 'BriefingSent':
      return { title: 'What the provider must know was sent', text: `To ${nameOf(data.recipientId)}.` };
    case 'BriefingAcknowledged': {
      const how = data.channel === 'link' ? 'by the link in the letter' : 'on paper';
      const text = `By ${nameOf(data.adultId)} on ${shortDay(data.acknowledgedOn)}, ${how}.`;
      return { title: 'What the provider must know was acknowledged', text };
    }
  }
}

const howWords = { 'by-hand': 'by hand', 'by-post': 'by post', 'by-email': 'by email' } as const;
const powerWords: Readonly<Record<PowerToDirect, string>> = {
  'education-act-2002': 'by section 29A of the Education Act 2002',
  'articles-of-association': 'by the academy’s articles of association',
  'funding-agreement': 'by the academy’s funding agreement',
  'education-and-inspections-act-2006': 'by section 100 of the Education and Inspections Act 2006',
};

type Notice = Extract<EvidenceEvent, { type: 'NoticeServed' }>['data']['says'];
function noticeWords(says: Notice): string {
  if (typeof says !== 'object') return '';
  const { address, reportTo, days, reasonsAndObjectives, times } = says;
  const pause = times.break
    ? `, with a break from ${timeInWords(times.break.from)} to ${timeInWords(times.break.until)}`
    : '';
  const hours = `${timeInWords(times.startAt)} to ${timeInWords(times.finishAt)}${pause}`;
  return ` It says: ${address}; report to ${reportTo}; ${count(days, 'day')}; ${hours}. ${reasonsAndObjectives}`;
}

/** How a placement came to its end, in words. */
export const howEndedWords: Readonly<Record<HowEnded, string>> = {
  'as-planned': 'It ended as planned',
  'ended-by-school': 'The school ended it',
  'ended-by-provider': 'The provider ended it',
  'withdrawn-by-parent': 'A parent withdrew the pupil',
  'left-school': 'The pupil left the school',
  other: 'It ended otherwise',
};
/** Where a pupil is after a placement, in words. */
export const nextPlaceWords: Readonly<Record<NextPlace, string>> = {
  'own-school': 'at the own school',
  'another-provider': 'with another provider',
  'another-school': 'at another school',
  'training-or-work': 'in training or work',
  'educated-at-home': 'educated at home',
  'not-settled': 'not settled yet',
};
/** What a school decided about a pupil at a place that somebody stopped, in words. */
export const stopDecisionWords: Readonly<Record<StopDecision, string>> = {
  'goes-on': 'the placement goes on',
  'kept-away': 'the pupil does not go there meanwhile',
  ends: 'the placement ends',
};
/** What came of the outcome sought, or of a target. */
export const judgedWords: Readonly<Record<Judgement, string>> = {
  reached: 'Reached',
  partly: 'Reached in part',
  'not-reached': 'Not reached',
};

function endWords({
  endedOn,
  because,
  how,
  next,
}: Extract<PlacementEvent, { type: 'PlacementEnded' }>['data']): string {
  const came = how === undefined ? '' : ` ${howEndedWords[how]}.`;
  return `Last day ${shortDay(endedOn)}.${came} ${told(because)}${whereWords(next)}`;
}

function whereWords(next: Extract<PlacementEvent, { type: 'PlacementEnded' }>['data']['next']): string {
  if (typeof next !== 'object') return '';
  return ` From ${shortDay(next.from)}: ${nextPlaceWords[next.place]}. ${next.details}`;
}

type OtherFact = Exclude<
  TimelineEvent,
  DutyEvent | EvidenceEvent | DirectionReviewEvent | MarkingEvent | OversightEvent | IncidentEvent
>;
function factWords({ type, data }: OtherFact, nameOf: NamesOf): { title: string; text: string } {
  switch (type) {
    case 'PlacementProposed': {
      const week = data.slots.map(slotWords).join('; ');
      const route = data.route === undefined || data.route === 'agreed' ? '' : ` ${routeWords[data.route]}.`;
      const how =
        data.delivery === undefined || data.delivery === 'in-person' ? '' : ` ${deliveryWords[data.delivery]}.`;
      return {
        title: 'Placement proposed',
        text: `First day ${shortDay(data.startOn)}. ${week}. ${told(data.purpose)}${route}${how}`,
      };
    }
    case 'PlacementStarted':
      return { title: 'Placement started', text: `First day ${shortDay(data.startedOn)}.` };
    case 'PlacementFoundStarted': {
      const missing = data.missing.map(evidenceText);
      const gaps = missing.length === 0 ? '' : ` Missing: ${listInWords(missing)}.`;
      return {
        title: 'Found to have started outside the procedure',
        text: `Since ${shortDay(data.startedOn)}.${gaps}`,
      };
    }
    case 'GapsDueSet': {
      const because = data.because === undefined ? '' : ` ${told(data.because)}`;
      return { title: 'Date set for what is missing', text: `Due by the end of ${shortDay(data.dueOn)}.${because}` };
    }
    case 'WeekPlanned':
      return { title: 'Week changed', text: `From ${shortDay(data.from)}: ${data.slots.map(slotWords).join('; ')}.` };
    case 'PlacementSuspended':
      return {
        title: 'Placement suspended',
        text: `From ${shortDay(data.from)}. ${told(data.because)}${whereWords(data.next)}`,
      };
    case 'PlacementResumed':
      return { title: 'Placement resumed', text: `From ${shortDay(data.from)}. ${told(data.settled)}` };
    case 'PlannedEndChanged':
      return {
        title: 'Planned end changed',
        text: `Now planned until ${shortDay(data.plannedEndOn)}. ${told(data.because)}`,
      };
    case 'PlacementEnded':
      return { title: 'Placement ended', text: endWords(data) };
    case 'ArrangementsPassedOn':
      return {
        title: 'Passed on to somebody else',
        text: `From ${shortDay(data.from)} ${nameOf(data.toId)} does what was ${nameOf(data.fromId)}’s. Noted by ${nameOf(data.personId)}.`,
      };
    case 'EditionAdopted': {
      const editions = `Edition ${data.procedure.edition} instead of ${data.from.edition}`;
      const by = `decided by ${nameOf(data.personId)} on ${shortDay(data.adoptedOn)}`;
      return { title: 'Newer edition of the procedure adopted', text: `${editions}, ${by}. ${told(data.because)}` };
    }
    case 'StopReviewed':
      return { title: `Stop reviewed: ${stopDecisionWords[data.decision]}`, text: told(data.because) };
    case 'PlacementJudged': {
      const { outcome } = data;
      const text = typeof outcome === 'object' ? `${judgedWords[outcome.judgement]}. ${outcome.words}` : told(outcome);
      return { title: 'Judged what came of it', text: `On ${shortDay(data.judgedOn)}: ${text}` };
    }
    case 'ReturnChecked':
      return { title: 'Return checked', text: lookWords(data) };
    case 'ProviderAnswered':
      return { title: `Provider answered: ${told(data.answer)}`, text: `${inSession(data)}.${quoted(data.words)}` };
    case 'AnswerChanged':
      return {
        title: `Answer changed: ${told(data.answer)}, before ${told(data.before)}`,
        text: `${inSession(data)}.${quoted(data.words)}`,
      };
    case 'WhereaboutsOpened': {
      const cause = causes[told(data.because)] ?? 'the reason has been erased';
      return { title: 'Search opened', text: `${inSession(data)}: ${cause}.` };
    }
    case 'PupilAccountedFor': {
      const where = placeWords[told(data.place)] ?? 'the place has been erased';
      const word = `${told(data.certainty)}, on the word of ${told(data.onTheWordOf)}`;
      return { title: `Pupil accounted for: ${where}`, text: `${inSession(data)}. ${sentence(word)}.` };
    }
  }
}

function dutyEventWords({ type, data }: DutyEvent, nameOf: NamesOf): { title: string; text: string } {
  const duty = dutyWords[data.kind];
  const when = subjectWords(data);
  switch (type) {
    case 'DutyRaised':
      return { title: `Now owed: ${duty}`, text: `${when}. Due ${dueWords(data)}${late(data.late)}.` };
    case 'DutyMoved':
      return { title: `Another date: ${duty}`, text: `${when}. Due ${dueWords(data)}.` };
    case 'DutyStepTaken': {
      const people = data.told.length === 0 ? 'Nobody was told' : `Told: ${listInWords(data.told.map(nameOf))}`;
      const stale = data.stale ? ' The moment for a letter had passed, and none was sent.' : '';
      return { title: `Step taken: ${data.step.replaceAll('-', ' ')}`, text: `${when}. ${people}.${stale}` };
    }
    case 'DutyStepFailed':
      return { title: `Step failed: ${data.step.replaceAll('-', ' ')}`, text: `${when}. Its letters reached nobody.` };
    case 'DutyTaken':
      return {
        title: `Taken: ${duty}`,
        text: `${when}. ${nameOf(data.personId)} took it${data.insteadOf === undefined ? '' : `, instead of ${nameOf(data.insteadOf)}`}.`,
      };
    case 'DutyMet':
      return { title: `Done: ${duty}`, text: `${when}, ${doneWords(data)}.` };
    case 'DutyMissed':
      return { title: `Missed: ${duty}`, text: `${when}.` };
    case 'DutyShownDoneOnTime':
      return {
        title: `Shown to have been done on time: ${duty}`,
        text: `${when}, ${doneWords(data)}; recorded at ${clockTime(data.factRecordedAt)} on ${shortDay(dayOf(data.factRecordedAt))}.`,
      };
    case 'DutyWithdrawn':
      return { title: `Not owed after all: ${duty}`, text: `${when}: ${withdrawals[data.because]}.` };
  }
}

const quoted = (words: unknown): string => (typeof words === 'string' && words !== '' ? ` “${words}”` : '');
const late = (isLate: boolean): string => (isLate ? ', raised late' : '');
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const spaced = (type: string): string => sentence(type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase());

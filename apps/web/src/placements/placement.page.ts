import { answersFor, minutesIn, openSuspension, slotsOn } from '#domain';
import { erased, orElse, type Day, type Instant } from '#event-sourcing';
import type { Edition } from '#procedure';
import type {
  CheckRow,
  DirectionReviewRow,
  MatterRow,
  IncidentRow,
  OversightRow,
  PlacementRow,
  ProviderRow,
  PupilRow,
  SchoolRow,
  SiteRow,
  TimelineRow,
} from '#read-models';
import { stateTag, stateWords } from '../briefings/briefing-words.js';
import type { BriefingFacts } from '../briefings/gather.js';
import { reviewSection } from '../direction-reviews/reviews.page.js';
import { gapState } from '../gaps/gaps.page.js';
import { placementNote } from '../moves/school-words.js';
import { oversightSection } from '../oversight/placement.page.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { roleWords } from '../shell/permissions.js';
import type { Notice } from '../shell/saved.js';
import { isSignedByOthers, signingStory, signingTag } from '../signing/signing-words.js';
import type { SigningFacts } from '../signing/gather.js';
import { capital, dayOf, localInput, momentInWords, shortDay } from '../shell/words.js';
import { hoursInWords, hoursOf, partTimeTagOf, weekOnDay, type WeekFacts } from '../weeks/week-words.js';
import { gateTasks, pageOf, type GateTask } from './gate.js';
import { mayRecord, nextStep } from './next-step.js';
import { selfApproval } from './self-approval.js';
import { stageTag } from './stage.js';
import {
  evidenceText,
  howEndedWords,
  judgedWords,
  nextPlaceWords,
  slotWords,
  timelineWords,
  type NamesOf,
} from './timeline-words.js';
import type { Place } from './place.js';
import { addressOf } from './place-words.js';
import { deliveryWords, markWords, routeWords } from './route-words.js';

/** A placement with all that its page shows of it, read as at one position. */
export type PlacementFacts = {
  readonly placement: PlacementRow;
  readonly pupil: PupilRow | null;
  /** The school whose the pupil’s record is now, where that is another one than this. */
  readonly movedTo: SchoolRow | null;
  readonly school: SchoolRow;
  readonly site: SiteRow | null;
  readonly provider: ProviderRow | null;
  readonly edition: Edition;
  /** The newest edition in force of its procedure, where it is not under that. */
  readonly newer: Edition | null;
  /** How the rows of the site's checklist stand, by row. */
  readonly checks: ReadonlyMap<string, CheckRow>;
  /** What is owed of it as a whole. */
  readonly owed: readonly MatterRow[];
  /** What the provider must know, and how far that has come. */
  readonly briefing: BriefingFacts;
  /** How the agreement comes to be signed. */
  readonly signing: SigningFacts;
  /** The requests for a review of the direction, the latest first. */
  readonly reviews: readonly DirectionReviewRow[];
  /** What was done to keep an eye on it, the latest first. */
  readonly oversight: readonly OversightRow[];
  /** What the provider told of that happened there, the latest first. */
  readonly incidents: readonly IncidentRow[];
  readonly place: Place;
  readonly timeline: readonly TimelineRow[];
  /** What the pupil’s whole week follows from. */
  readonly week: WeekFacts;
  readonly nameOf: NamesOf;
};

export type PlacementReader = {
  readonly mayAgree: boolean;
  readonly maySeeBriefing: boolean;
  readonly mayCheck: boolean;
  readonly mayStart: boolean;
  readonly maySetGapsDue: boolean;
  readonly maySeePupil: boolean;
  readonly mayOversee: boolean;
  readonly today: Day;
  /** The past moment as at which the page is shown; null: now. */
  readonly asAt: { readonly moment: Instant | null; readonly position: bigint } | null;
};

export function placementPage(facts: PlacementFacts, reader: PlacementReader, saved: Notice | null = null) {
  const { placement, pupil } = facts;
  const { schoolId, placementId } = placement;
  const address = { schoolId, placementId };
  const past = pastWords(facts, reader);
  const waiting = placement.stage === 'proposed' || placement.stage === 'agreed';
  return {
    title: fullName(pupil ?? undefined),
    caption: past ? 'Placement, as it was' : 'Placement',
    stage: stageTag(placement, dayShown(reader)),
    back: { href: urlOf(paths.placements.list, { schoolId }), text: 'All placements' },
    saved,
    past: past ? { moment: past, now: urlOf(paths.placements.show, address) } : null,
    moved: placementNote(placement, pupil, facts.movedTo),
    summary: summary(facts, dayShown(reader)),
    tasks: waiting ? tasks(facts, reader) : null,
    aims: aims(facts, reader),
    oversight: oversightSection(placement, facts, reader.asAt === null && reader.mayOversee, reader.today),
    briefing: briefing(facts, reader),
    signing: signing(facts, reader),
    reviews: reviewSection(facts, reader.asAt === null && reader.mayStart),
    gaps: placement.gaps.length === 0 ? null : gaps(facts, reader),
    next: reader.asAt ? null : nextStep(facts, reader),
    week: wholeWeekLink(facts, reader),
    evidence: placement.evidence.map(({ evidence, on }) => ({
      text: capital(evidenceText(evidence)),
      on: shortDay(on),
    })),
    timeline: facts.timeline.toReversed().map((row) => timelineItem(row, facts)),
    replay: {
      action: urlOf(paths.placements.show, address),
      value: localInput(reader.asAt?.moment ?? facts.timeline.at(-1)?.at ?? `${placement.startOn}T09:00:00.000Z`),
    },
  };
}

/** The statements as they were signed, with their version, and the arrangements of that day. */
// Procedure: S16.3, S16.4
function signedLines(signed: NonNullable<PlacementRow['signed']>): readonly string[] {
  if (signed === erased) return ['Erased'];
  const { version, statements, arrangements } = signed;
  return [...statements, `Version ${version} of the form. The arrangements then: ${arrangements.join('; ')}`];
}

/** Who of the school answers for the placement, by name and role; the school does all the time, whoever teaches the pupil. */
function answersForIt({ school, nameOf }: PlacementFacts, on: Day): string {
  const found = answersFor(school.roles, on);
  return found
    ? `${nameOf(found.personId)}, ${roleWords[found.role]}`
    : 'Nobody: the school has no headteacher entered';
}

/** The day that the page shows: today, or the one of a past moment. */
const dayShown = ({ asAt, today }: PlacementReader): Day => (asAt?.moment ? dayOf(asAt.moment) : today);

function pastWords({ timeline }: PlacementFacts, { asAt }: PlacementReader): string | null {
  if (!asAt) return null;
  if (asAt.moment) return momentInWords(asAt.moment);
  const last = timeline.at(-1);
  return last ? `the moment of its latest event here, ${momentInWords(last.at)}` : `event ${asAt.position}`;
}

function summary(facts: PlacementFacts, on: Day) {
  const { placement, pupil, school, site, provider, timeline, nameOf } = facts;
  const upn = pupil?.upn === undefined ? 'Not known' : orElse(pupil.upn, 'Erased');
  const rows: [string, string | readonly string[]][] = [
    ['Pupil', [`${fullName(pupil ?? undefined)}${pupil ? `, ${yearWords(pupil)}` : ''}`, `UPN: ${upn}`]],
    ['School', [school.name, school.telephone]],
    // Procedure: S4.25
    ['Answers for it', answersForIt(facts, on)],
    ['Provider', [provider?.name ?? 'Unknown', ...(site ? [addressOf(site), site.telephone] : [])]],
    ['Purpose', orElse(placement.purpose, 'Erased')],
    ['How placed', routeWords[placement.route]],
    ['How taught', deliveryWords[placement.delivery]],
    ['In the register, when there', markWords(placement.route, placement.delivery, facts.place.assured)],
    ['Week', weekLines(placement, on)],
    // Procedure: S14.25
    ['Off site', `${hoursInWords(minutesIn(slotsOn(placement.weeks, on)))} a week`],
    ['First day', shortDay(placement.startedOn ?? placement.startOn)],
    ['Planned until', placement.plannedEndOn ? shortDay(placement.plannedEndOn) : 'Not set'],
    ['Procedure', procedureLines(facts)],
  ];
  if (placement.agreedOn && placement.signedBy !== undefined) {
    const signed = placement.signedBy === erased ? 'somebody whose name is erased' : placement.signedBy;
    rows.push(['Agreed', `${shortDay(placement.agreedOn)}, signed by ${signed}`]);
    if (placement.signed !== undefined) rows.push(['What was signed', signedLines(placement.signed)]);
  }
  if (placement.foundStarted) rows.push(['Began', 'Outside the procedure, and entered afterwards']);
  const flag = selfApproval(timeline, nameOf);
  if (flag !== null) rows.push(['Signed and proposed by one person', flag]);
  rows.push(...suspensionRows(placement));
  if (placement.endedOn) {
    const because = placement.endedBecause === undefined ? '' : orElse(placement.endedBecause, 'The reason is erased');
    const how = placement.howEnded === undefined ? [] : [`${howEndedWords[placement.howEnded]}.`];
    rows.push(['Ended', [shortDay(placement.endedOn), ...how, because]]);
    rows.push(['Afterwards', whereLines(placement.next)]);
    rows.push(['What came of it', whatCame(placement)]);
  }
  return rows.map(([key, value]) => ({ key, lines: typeof value === 'string' ? [value] : value }));
}

/** The edition that it is under, and that there is a newer one, while it can still be adopted. */
function procedureLines({ edition, newer, placement: { stage } }: PlacementFacts): readonly string[] {
  const under = `${edition.title}, edition ${edition.edition}`;
  if (newer === null || stage === 'ended') return [under];
  return [under, `Edition ${newer.edition} is in force since ${shortDay(newer.inForceFrom)} and has not been adopted.`];
}

/** When it was suspended, and while it is, why and where the pupil is. */
function suspensionRows({
  suspensions,
  suspendedBecause,
  meanwhile,
  stage,
}: PlacementRow): [string, readonly string[]][] {
  if (suspensions.length === 0) return [];
  const dates = suspensions.map(({ from, until }) =>
    until === null ? `From ${shortDay(from)}` : `From ${shortDay(from)}, there again from ${shortDay(until)}`,
  );
  if (!openSuspension(suspensions) || stage === 'ended') return [['Suspended', dates]];
  const because = orElse(suspendedBecause ?? '', 'The reason is erased');
  return [
    ['Suspended', [...dates, because]],
    ['Meanwhile', whereLines(meanwhile)],
  ];
}

function whereLines(next: PlacementRow['next']): readonly string[] {
  if (next === undefined) return ['Nobody has recorded where the pupil is.'];
  if (next === erased) return ['Erased'];
  return [`${capital(nextPlaceWords[next.place])}, from ${shortDay(next.from)}`, next.details];
}

function whatCame({ account, aims }: PlacementRow): readonly string[] {
  if (account === undefined) return ['Not said yet'];
  if (account === erased) return ['Erased'];
  const { outcome, targets, pupilView, parentView, judgedOn, reportAskedOn, dataReturnAskedOn } = account;
  const known = aims === undefined || aims === erased ? [] : aims.targets;
  const asked = (on: Day | undefined) => (on === undefined ? 'not yet' : shortDay(on));
  return [
    `Outcome: ${judgedWords[outcome.judgement]}. ${outcome.words}`,
    ...targets.map(
      (each, index) => `Target ${index + 1}: ${judgedWords[each]}${known[index] ? ` (${known[index]})` : ''}`,
    ),
    `The pupil: ${pupilView}`,
    `The parents: ${parentView}`,
    `Asked for the provider’s report: ${asked(reportAskedOn)}. Asked for its data back: ${asked(dataReturnAskedOn)}.`,
    `Judged on ${shortDay(judgedOn)}`,
  ];
}

/** What it is to bring about, and the way to set it. */
function aims({ placement }: PlacementFacts, reader: PlacementReader) {
  const { schoolId, placementId, aims, stage } = placement;
  const address = { schoolId, placementId, evidence: 'aims-set' };
  const may = reader.asAt === null && reader.mayAgree && stage !== 'ended';
  const set = may
    ? { href: urlOf(paths.placements.recordEvidence, address), text: aims ? 'Change the aims' : 'Record the aims' }
    : null;
  if (aims === undefined) return { nothing: 'No aims have been recorded.', rows: [], set };
  if (aims === erased) return { nothing: 'The aims have been erased.', rows: [], set: null };
  const rows: [string, readonly string[]][] = [
    ['Outcome sought', [aims.outcome]],
    [aims.targets.length === 1 ? 'Target' : 'Targets', aims.targets.map((target, index) => `${index + 1}. ${target}`)],
    ['Tried before', [aims.tried]],
    ['What the pupil thinks', [aims.pupilView]],
    ['What the parents think', [aims.parentView]],
    ...(aims.baseline === undefined ? [] : [['Where the pupil stood', [aims.baseline]] satisfies [string, string[]]]),
    ...(aims.subjects === undefined ? [] : [['Subjects', [aims.subjects]] satisfies [string, string[]]]),
    ['Set', [shortDay(aims.setOn)]],
  ];
  return { nothing: '', rows: rows.map(([key, lines]) => ({ key, lines })), set };
}

/** Whether the pupil's whole week is full-time, and the way to it. */
function wholeWeekLink({ placement, week }: PlacementFacts, { asAt, today, maySeePupil }: PlacementReader) {
  const on = asAt?.moment ? dayOf(asAt.moment) : today;
  const first = placement.startedOn ?? placement.startOn;
  const day = first > on ? first : on;
  const known = placement.stage === 'ended' ? null : weekOnDay(week, day);
  if (known === null) return null;
  return {
    on: shortDay(day),
    tag: partTimeTagOf(known),
    hours: hoursOf(known, week, day).rows.find(({ key }) => key === 'Taught')?.value ?? '',
    href: maySeePupil && asAt === null ? urlOf(paths.pupils.week, placement) : null,
  };
}

/** Whether the provider knows what it must of the pupil; what that is, fewer people may read. */
// Procedure: S13.9, X7
function briefing({ placement, briefing: { state } }: PlacementFacts, reader: PlacementReader) {
  const may = reader.asAt === null && reader.maySeeBriefing;
  const { schoolId, placementId } = placement;
  return {
    tag: stateTag[state],
    text: stateWords[state],
    href: may ? urlOf(paths.briefings.show, { schoolId, placementId }) : null,
  };
}

/** Who was asked to sign, and what came of it; nothing where it was never a matter of a link. */
// Procedure: S16.5
function signing(facts: PlacementFacts, reader: PlacementReader) {
  const { schoolId, placementId, stage, agreedOn, route } = facts.placement;
  const story = signingStory(facts);
  const isOpen = stage !== 'ended' && facts.edition.agreement !== null;
  const asks = isOpen && agreedOn === undefined && route !== 'directed';
  const others = isOpen && gateTasks(facts).some(({ evidence }) => isSignedByOthers(evidence));
  if (story.length === 0 && !asks && !others) return null;
  const may = reader.asAt === null && reader.mayAgree;
  return {
    tag: signingTag(facts),
    story,
    href: may ? urlOf(paths.signing.show, { schoolId, placementId }) : null,
    text: asks || others ? 'See who signs, and ask by a link' : 'See what was signed',
  };
}

/** The week that holds on a day, and those that are planned to follow. */
function weekLines({ weeks }: PlacementRow, on: Day): string[] {
  const now = weeks.findLast(({ from }) => from <= on) ?? weeks[0];
  const later = weeks.filter(({ from }) => now !== undefined && from > now.from);
  return [
    ...(now?.slots ?? []).map(slotWords),
    ...later.map(({ from, slots }) => `From ${shortDay(from)}: ${slots.map(slotWords).join('; ')}`),
  ];
}

const taskTag: Readonly<Record<GateTask['state'], { text: string; colour: string }>> = {
  done: { text: 'Done', colour: '' },
  missing: { text: 'Missing', colour: 'red' },
  late: { text: 'Too late', colour: 'red' },
};

function tasks(facts: PlacementFacts, reader: PlacementReader) {
  const list = gateTasks(facts);
  const open = list.filter(({ state }) => state !== 'done').length;
  return {
    title: 'Before it can start',
    done: `${list.length - open} of ${list.length} done.`,
    items: list.map((task, index) => {
      const href = pageOf(task.evidence, facts.placement);
      const may = mayRecord(task.evidence, reader);
      return {
        id: `task-${index + 1}`,
        text: task.text,
        hint: task.hint,
        tag: taskTag[task.state],
        done: task.state === 'done',
        href: reader.asAt === null && may ? href : null,
      };
    }),
  };
}

/** What was missing when it was found to have begun: by when it is to be there, what is, and the way to record the rest. */
function gaps({ placement, owed }: PlacementFacts, reader: PlacementReader) {
  const { schoolId, placementId, gapsDueOn, gapsDueBecause } = placement;
  const address = { schoolId, placementId };
  const isNow = reader.asAt === null;
  const today = dayShown(reader);
  const left = placement.missing.length;
  const why = gapsDueBecause === undefined ? '' : ` ${orElse(gapsDueBecause, 'The reason is erased')}`;
  const due = gapsDueOn === undefined ? 'No date is set.' : `Due by the end of ${shortDay(gapsDueOn)}.${why}`;
  const maySet = isNow && reader.maySetGapsDue && placement.stage === 'started' && left > 0;
  return {
    title: left > 0 ? 'Still missing, though it has begun' : 'What was missing when it was found',
    due: left > 0 ? due : '',
    setDue: maySet
      ? {
          href: urlOf(paths.placements.gapsDue, address),
          text: gapsDueOn === undefined ? 'Set the date' : 'Move the date',
        }
      : null,
    items: placement.gaps.map((name, index) => {
      const state = gapState(
        placement,
        name,
        owed.find(({ matter }) => matter === name),
        today,
      );
      const isLeft = placement.missing.includes(name) && placement.stage === 'started';
      const may = name === 'pre-admission-checks' ? reader.mayCheck : reader.mayAgree;
      const href = isNow && isLeft && may ? pageOf(name, placement) : null;
      return { ...state, id: `gap-${index + 1}`, what: capital(evidenceText(name)), href };
    }),
  };
}

/** How an entry came, where that is worth saying. */
const viaWords: Readonly<Record<TimelineRow['via'], string>> = {
  web: '',
  link: ', through a link',
  api: ', through the interface',
  job: '',
  cli: ', at the command line',
  import: ', by import',
};

function timelineItem(row: TimelineRow, { placement, nameOf }: PlacementFacts) {
  const { schoolId, placementId } = placement;
  const who = row.actor.kind === 'system' ? 'Waymark' : nameOf(row.actor.id);
  return {
    ...timelineWords(row, nameOf),
    by: `${who}${viaWords[row.via]}`,
    at: row.at,
    when: momentInWords(row.at),
    knownThen: urlOf(paths.placements.show, { schoolId, placementId }, { at: row.position }),
    position: row.position,
  };
}

import type { ClientBase } from 'pg';
import {
  answerEvents,
  checkEvents,
  placementEvents,
  sessionOf,
  whereaboutsEvents,
  type AnswerEvent,
  type CheckEvent,
  type DutyEvent,
  type OversightEvent,
  type PlacementEvent,
  type ProviderEvent,
  type PupilEvent,
  type SchoolEvent,
  type WhereaboutsEvent,
} from '#domain';
import type { Clock, Day, Heard, Id, Position, Recorded } from '#event-sourcing';
import type { CustomFollower } from '#followers';
import { keyOf, londonDay } from '#procedure';
import { rowsOf, type KeptWake } from './wake-rows.js';
import { parts } from './wake.js';
import type { Touched, Wakes } from './wakes.js';

/**
 * What the clock itself does to a duty is not heard: it works out the row when it is done, and until then the row is due.
 * What people and processes do is.
 */
const dutyTypes = ['DutyTaken', 'DutyMet', 'DutyShownDoneOnTime', 'DutyStepFailed'] as const;
const oversightTypes = ['LiaisonHeld', 'WelfareChecked', 'VisitMade'] as const;
const schoolTypes = ['SessionTimesSet', 'TermSet', 'TermDropped', 'DayOffSet', 'DayOffLifted'] as const;
const siteTypes = ['SiteClosed', 'SiteReopened', 'SiteGivenUp', 'SiteTakenUp'] as const;

type Session = AnswerEvent | WhereaboutsEvent | Extract<DutyEvent, { type: (typeof dutyTypes)[number] }>;
type Calendar =
  | Extract<SchoolEvent, { type: (typeof schoolTypes)[number] }>
  | Extract<ProviderEvent, { type: (typeof siteTypes)[number] }>;
type Overseen = Extract<OversightEvent, { type: (typeof oversightTypes)[number] }>;
type Touching =
  Session | Overseen | PlacementEvent | Calendar | CheckEvent | Extract<PupilEvent, { type: 'StatusNoted' }>;

/** What a batch says of a placement: up to where, from which day on, which sessions, and whether its matters. */
type Said = { upTo: Position; from: Day | undefined; sessions: string[]; matters: boolean };

/** So many placements at a time, so that the transaction is never idle for long. */
const togetherMax = 40;

/** Keeps the rows of `Wakes`: whatever an event touches is worked out anew, from the store. */
export class WakeKeeper implements CustomFollower {
  readonly name = 'wake-keeper';
  readonly hears: ReadonlySet<string> = new Set([
    ...Object.keys(placementEvents.shapes),
    ...Object.keys(answerEvents.shapes),
    ...Object.keys(whereaboutsEvents.shapes),
    ...Object.keys(checkEvents.shapes),
    ...dutyTypes,
    ...oversightTypes,
    ...schoolTypes,
    ...siteTypes,
    'StatusNoted',
  ]);

  constructor(
    private readonly wakes: Wakes,
    private readonly clock: Clock,
  ) {}

  async handle(batch: readonly Recorded[], client: ClientBase): Promise<void> {
    const touched = await this.touchedBy(batch as unknown as readonly Heard<Touching>[], client);
    const skip = (placementId: Id, kept: KeptWake): boolean => hasSeen(kept, touched.get(placementId));
    for (const part of parts(
      [...touched].sort(([a], [b]) => (a < b ? -1 : 1)),
      togetherMax,
    )) {
      await this.wakes.recomputeWith(client, new Map(part), this.clock.now(), skip);
    }
  }

  private async touchedBy(batch: readonly Heard<Touching>[], client: ClientBase): Promise<Map<Id, Said>> {
    const touched = new Map<Id, Said>();
    const bySchool = new Map<Id, Said>();
    const bySite = new Map<Id, Said>();
    const bySubject = new Map<Id, Said>();
    const byCheckedSite = new Map<Id, Said>();
    for (const event of batch) {
      const { position, type, data } = event;
      switch (type) {
        case 'StatusNoted':
          say(bySubject, data.subjectId, position);
          break;
        case 'SessionTimesSet':
        case 'TermSet':
          say(bySchool, data.schoolId, position, { from: data.from, matters: true });
          break;
        case 'CheckMet':
        case 'CheckNotMet':
        case 'CheckNotApplicable':
          say(byCheckedSite, data.siteId, position, { matters: true });
          break;
        case 'TermDropped':
          // What is settled stays so; what is open is in the row's own list.
          say(bySchool, data.schoolId, position, { matters: true });
          break;
        case 'DayOffSet':
        case 'DayOffLifted':
          say(bySchool, data.schoolId, position, { from: data.on, matters: true });
          break;
        case 'SiteClosed':
        case 'SiteReopened':
        case 'SiteGivenUp':
        case 'SiteTakenUp':
          say(bySite, data.siteId, position, { from: data.on });
          break;
        case 'PlacementProposed':
        case 'EvidenceGathered':
        case 'PlacementAgreed':
        case 'AgreementWithdrawn':
        case 'AimsSet':
        case 'SuitabilityJudged':
        case 'ArrangementsAgreed':
        case 'RouteConfirmed':
        case 'RegistrationDecided':
        case 'AgreementMeetingHeld':
        case 'ConsultationHeld':
        case 'PlacementReasonGiven':
        case 'CoreGroupHeld':
        case 'SiteVisited':
        case 'NoticeServed':
        case 'SignatureReceived':
        case 'SignatorySigned':
        case 'BriefingAcknowledged':
        case 'PlacementStarted':
        case 'PlacementFoundStarted':
        case 'GapsDueSet':
        case 'PlacementEnded':
          say(touched, data.placementId, position, { matters: true });
          break;
        case 'EditionAdopted':
          // From the day after it on, sessions are under the newer edition.
          say(touched, data.placementId, position, { from: londonDay(event.meta.recordedAt), matters: true });
          break;
        case 'WeekPlanned':
        case 'PlacementSuspended':
        case 'PlacementResumed':
          say(touched, data.placementId, position, { from: data.from, matters: true });
          break;
        case 'LiaisonHeld':
        case 'WelfareChecked':
        case 'VisitMade':
          say(touched, data.placementId, position, { matters: true });
          break;
        // Nothing is owed for what a school thinks of a placement, until when it plans it, or who does what; nor is anything met by what a
        // provider has not acknowledged.
        case 'BriefingWritten':
        case 'BriefingSent':
        case 'SignatureAsked':
        case 'SignatoryAsked':
        case 'DirectionReviewRequested':
        case 'DirectionReviewAnswered':
        case 'DirectionReviewInvited':
        case 'DirectionReviewHeld':
        case 'DirectionReviewNotified':
        case 'StopReviewed':
        case 'PlannedEndChanged':
        case 'PlacementJudged':
        case 'ReturnChecked':
        case 'ArrangementsPassedOn':
          break;
        case 'ProviderAnswered':
        case 'AnswerChanged':
        case 'WhereaboutsOpened':
        case 'PupilAccountedFor':
        case 'DutyTaken':
        case 'DutyMet':
        case 'DutyShownDoneOnTime':
        case 'DutyStepFailed': {
          const session = sessionOf(data);
          const said = session ? { sessions: [keyOf(session.on, session.session)] } : { matters: true };
          say(touched, data.placementId, position, said);
          break;
        }
      }
    }
    if (bySchool.size + bySite.size + bySubject.size + byCheckedSite.size === 0) return touched;
    const rows = await rowsOf(client, {
      schools: [...bySchool.keys()],
      sites: [...bySite.keys()],
      subjects: [...bySubject.keys()],
      sitesOfOpenMatters: [...byCheckedSite.keys()],
    });
    for (const { placementId, schoolId, siteId, subjectId } of rows) {
      const all = [bySchool.get(schoolId), bySite.get(siteId), bySubject.get(subjectId), byCheckedSite.get(siteId)];
      for (const said of all) if (said) say(touched, placementId, said.upTo, said);
    }
    return touched;
  }
}

function say(all: Map<Id, Said>, id: Id, upTo: Position, { from, sessions = [], matters = false }: Touched = {}): void {
  const said = all.get(id) ?? { upTo, from: undefined, sessions: [], matters: false };
  if (upTo > said.upTo) said.upTo = upTo;
  if (from !== undefined && (said.from === undefined || from < said.from)) said.from = from;
  said.sessions.push(...sessions);
  said.matters ||= matters;
  all.set(id, said);
}

/** Whether a row was worked out after all this, and looked at the days and sessions that it is about. */
function hasSeen({ asOf, settledUntil, open }: KeptWake, said: Said | undefined): boolean {
  // How far a row had come is how far its sessions had: its matters may have been left as they were.
  if (!said || asOf < said.upTo || said.matters) return false;
  const looked = (key: string) => key >= settledUntil || open.includes(key);
  return (said.from === undefined || said.from >= settledUntil) && said.sessions.every(looked);
}

import {
  assuranceIdOf,
  checkIdOf,
  consulted,
  evaluationIdOf,
  type AssuranceCommand,
  type AssuranceGiven,
  type ComplaintCommand,
  type Delivery,
  type EvaluationCommand,
  type IncidentCommand,
  type OversightCommand,
  type PlacementCommand,
  type ProviderCommand,
  type PupilCommand,
  type Route,
  type SchoolCommand,
  type ServedOn,
  type TrustCommand,
  type WeekplanCommand,
} from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { londonInstant, type Edition } from '#procedure';
import { evidenceFor } from './evidence.js';
import { adultId, personId, placementId, providerId, schoolId, siteId, subjectId, type SiteName } from './names.js';
import { mergedRecords } from './merged.js';
import { complained } from './complaints.js';
import { incidentsTold } from './incidents.js';
import { movedPupils } from './moved.js';
import { overseen } from './overseen.js';
import { returned } from './returned.js';
import { runningOut } from './running-out.js';
import type { SetupStep } from './setup.js';
import { reviewedOnRequest } from './reviewed.js';
import { signedByLink, signedForThemselves } from './signed.js';
import { succession } from './succession.js';
import { monday, people, sites } from './trust.js';

/**
 * What a visitor of the example trust should find beside the week: a placement by every route and of every stage, a stop,
 * written assurance, evaluations, findings, a planned week. It is entered on the Monday morning. Nobody of it is expected
 * anywhere before the Thursday, so that the week itself goes as it goes without it.
 */
export type FurtherCommand =
  | SetupStep['command']
  | TrustCommand
  | SchoolCommand
  | PupilCommand
  | ProviderCommand
  | PlacementCommand
  | WeekplanCommand
  | AssuranceCommand
  | EvaluationCommand
  | OversightCommand
  | IncidentCommand
  | ComplaintCommand;
/** `signer` is whoever signs by a link, in place of somebody of the school. */
export type FurtherStep = Omit<SetupStep, 'command'> & { readonly command: FurtherCommand; readonly signer?: Id };

export function further(edition: Edition): readonly FurtherStep[] {
  const at = londonInstant(monday, '07:50');
  return [
    ...theTrust(),
    ...everyRoute(edition),
    ...overAndSuspended(edition),
    ...amaraInFull(),
    ...plannedWeek(),
    ...found(),
    ...assured(edition),
    ...evaluated(edition),
    ...stopped(),
    ...checkedAgain(edition),
    ...runningOut(edition),
    ...overseen(callum),
    ...incidentsTold(callum),
    ...complained(callum),
    ...returned(ids('Marcus')),
    ...signedByLink(edition, { about: ids('Toby'), startOn: nextMonday, slots: routeSlots() }, ids('Chloe')),
    ...signedForThemselves(edition, { about: ids('Freya'), startOn: nextMonday, slots: routeSlots() }),
    ...reviewedOnRequest(edition, ids('Tariq')),
    ...succession(edition),
    ...mergedRecords(),
    ...movedPupils(),
  ].map(([by, command, signer]) => ({ at, by, command, ...(signer === undefined ? {} : { signer }) }));
}

type Entry = readonly [by: FurtherStep['by'], command: FurtherCommand, signer?: Id];
const lead = 'priya-raman';
const head = 'ruth-calloway';
const deputy = 'martin-ellery';
const hollinBank = schoolId('hollin-bank');
const nextMonday = '2026-11-23';
const ids = (name: string) => ({
  placementId: idFrom('example', 'further placement', name),
  subjectId: idFrom('example', 'further pupil', name),
  schoolId: hollinBank,
});
const whereOf = (site: SiteName) => ({ providerId: providerId(site), siteId: siteId(site) });
const callum = {
  placementId: placementId('callum', 'greenacre'),
  subjectId: subjectId('callum'),
  schoolId: hollinBank,
};
const slot = (weekday: 1 | 2 | 3 | 4 | 5, session: 'am' | 'pm') =>
  session === 'am'
    ? ({ weekday, session, arriveAt: '09:15', leaveAt: '12:00' } as const)
    : ({ weekday, session, arriveAt: '13:10', leaveAt: '15:00' } as const);

/** The slots of those who are placed by each route. */
const routeSlots = () => [slot(4, 'pm'), slot(5, 'am')];

function* theTrust(): Iterable<Entry> {
  yield [lead, { type: 'NameTrust', data: { name: 'Vale and Weir Trust' } }];
  yield [lead, { type: 'NameProcedureOwner', data: { personId: personId(head), from: '2026-09-01' } }];
}

type Pupil = {
  readonly given: string;
  readonly family: string;
  readonly site: SiteName;
  readonly route: Route;
  readonly delivery: Delivery;
  readonly status?: 'looked-after' | 'ehc-plan' | 'child-protection';
};
/** One pupil by each route, and two who are taught online. */
const placed: readonly Pupil[] = [
  {
    given: 'Tariq',
    family: 'Vance',
    site: 'greenacre',
    route: 'directed',
    delivery: 'in-person',
    status: 'ehc-plan',
  },
  { given: 'Ellis', family: 'Moor', site: 'northlight', route: 'suspension', delivery: 'in-person' },
  {
    given: 'Freya',
    family: 'Lund',
    site: 'northlight',
    route: 'local-authority',
    delivery: 'online-supervised',
    status: 'looked-after',
  },
  { given: 'Noor', family: 'Haddad', site: 'harbour-kitchen', route: 'dual-registered', delivery: 'in-person' },
  { given: 'Toby', family: 'Sharp', site: 'wheelhouse', route: 'within-trust', delivery: 'in-person' },
  {
    given: 'Ivy',
    family: 'Penn',
    site: 'northlight',
    route: 'agreed',
    delivery: 'online-at-home',
    status: 'ehc-plan',
  },
  {
    given: 'Rhys',
    family: 'Tolland',
    site: 'greenacre',
    route: 'agreed',
    delivery: 'in-person',
    status: 'child-protection',
  },
];

function* entered(name: string, given: string, family: string, status?: Pupil['status']): Iterable<Entry> {
  const { subjectId: subject } = ids(name);
  const about = { subjectId: subject, schoolId: hollinBank };
  const identity = { ...about, givenName: given, familyName: family, bornOn: '2012-05-17', yearGroup: 10 };
  yield [lead, { type: 'EnterPupil', data: { ...identity, upnUnknownBecause: 'New to the school this week.' } }];
  for (const each of ['looked-after', 'child-protection', 'child-in-need', 'ehc-plan'] as const) {
    const noted = { ...about, status: each, value: each === status ? 'yes' : 'no', on: '2026-11-11' } as const;
    yield [lead, { type: 'NoteStatus', data: noted }];
  }
  const home = { name: `${family}, at home`, relation: 'parent', telephone: '01632 960399' };
  const contact = { ...about, contactId: idFrom('example', 'further contact', name), order: 1, ...home };
  yield [lead, { type: 'NameContact', data: { ...contact, mayBeRung: true, mayBeTold: true } }];
}

function* proposed(
  name: string,
  { site, route, delivery }: Pick<Pupil, 'site' | 'route' | 'delivery'>,
  { id, edition }: Pick<Edition, 'id' | 'edition'>,
  plan: { readonly startOn: string; readonly slots: readonly ReturnType<typeof slot>[] },
): Iterable<Entry> {
  const purpose = 'To come back to lessons in small steps.';
  const procedure = { id, edition };
  const data = { ...ids(name), ...whereOf(site), purpose, route, delivery, restOfWeek: 'taught', procedure } as const;
  yield [lead, { type: 'ProposePlacement', data: { ...data, startOn: plan.startOn, slots: [...plan.slots] } }];
}

function* everyRoute(edition: Edition): Iterable<Entry> {
  for (const pupil of placed) {
    const { given, family, site, route, status } = pupil;
    yield* entered(given, given, family, status);
    yield* proposed(given, pupil, edition, { startOn: nextMonday, slots: routeSlots() });
    const about = ids(given);
    const evidence = { about, school: 'hollin-bank', by: lead, parent: `${family}, mother` } as const;
    const all = evidenceFor({ ...evidence, isChildInNeed: false, reader: sites[site].contact }, '2026-11-12');
    const isWithoutConsent = route === 'directed' || route === 'suspension' || route === 'local-authority';
    for (const command of all) {
      // Within the trust it is signed by a link.
      const isByLink = route === 'within-trust';
      if ((!isWithoutConsent && !isByLink) || command.type !== 'AgreePlacement') yield [lead, command];
    }
    if (route === 'directed' || route === 'suspension') yield [head, noticeOf(about, route, site)];
    if (route === 'local-authority' || route === 'dual-registered' || route === 'within-trust') {
      const confirmedBy = route === 'local-authority' ? 'Millbeck Council, inclusion team' : 'The other school’s head';
      const says = 'The place is theirs to give, and they register the pupil in its sessions.';
      yield [
        lead,
        { type: 'RecordRouteConfirmation', data: { ...about, confirmedOn: '2026-11-13', confirmedBy, says } },
      ];
    }
    if (status === undefined) continue;
    for (const each of consulted.options) {
      const view = 'For it, and to be looked at after half a term.';
      const consultation = { ...about, consulted: each, consultedOn: '2026-11-09', person: `For ${each}`, view };
      yield [lead, { type: 'RecordConsultation', data: consultation }];
    }
    yield* reasoned(about, status);
  }
}

const signatoriesFor = {
  'ehc-plan': ['sen-caseworker'],
  // The virtual school signs by a link.
  'looked-after': ['social-worker'],
  'child-protection': ['social-worker'],
} as const;

function* reasoned(about: ReturnType<typeof ids>, status: NonNullable<Pupil['status']>): Iterable<Entry> {
  const decided = { ...about, decidedOn: '2026-11-11', decidedBy: people[head].name };
  const because = 'Small groups are what has helped so far.';
  if (status === 'ehc-plan')
    yield [head, { type: 'GiveReason', data: { ...decided, reason: 'exceptional-reason', because } }];
  if (status === 'looked-after')
    yield [head, { type: 'GiveReason', data: { ...decided, reason: 'limited-circumstances-reason', because } }];
  if (status === 'child-protection') {
    const group = {
      present: 'Social worker, mother, head of year',
      agreed: 'Two sessions a week, and a call each day.',
    };
    yield [
      lead,
      { type: 'RecordCoreGroup', data: { ...about, heldOn: '2026-11-10', meeting: 'core-group', ...group } },
    ];
  }
  const paper = { ...about, signedOn: '2026-11-12', receivedOn: '2026-11-13', receivedById: personId(lead) };
  for (const signatory of signatoriesFor[status]) {
    yield [lead, { type: 'RecordSignature', data: { ...paper, signatory, signedBy: `For ${signatory}` } }];
  }
}

function noticeOf(about: ReturnType<typeof ids>, route: 'directed' | 'suspension', site: SiteName): PlacementCommand {
  const power = route === 'directed' ? 'education-act-2002' : 'education-and-inspections-act-2006';
  const says = {
    address: sites[site].address,
    reportTo: people[lead].name,
    days: 12,
    reasonsAndObjectives: 'Lessons went on without the pupil; two sessions a week in a small group.',
    times: { startAt: '09:15', finishAt: '15:00', break: { from: '12:00', until: '13:10' } },
  };
  // With an education, health and care plan the local authority gets one as well; Tariq has one.
  const upon: ServedOn[] = route === 'directed' ? ['parent', 'local-authority'] : ['parent'];
  const served = { servedOn: '2026-11-11', upon, how: 'by-hand', recipients: 'Both parents' } as const;
  return { type: 'RecordNotice', data: { ...about, ...served, power, says } };
}

/** One that is over and was judged; one that is suspended, with what was missing when it was found. */
function* overAndSuspended(edition: Edition): Iterable<Entry> {
  const usual = { route: 'agreed', delivery: 'in-person' } as const;
  yield* entered('Marcus', 'Marcus', 'Hale');
  yield* proposed('Marcus', { site: 'harbour-kitchen', ...usual }, edition, {
    startOn: '2026-11-02',
    slots: [slot(4, 'am')],
  });
  const marcus = ids('Marcus');
  const evidence = { about: marcus, school: 'hollin-bank', by: lead, parent: 'Ms Hale, mother' } as const;
  yield* evidenceFor({ ...evidence, isChildInNeed: false, reader: 'dilys-penrose' }, '2026-10-22').map(
    (command) => [lead, command] as const,
  );
  yield [lead, { type: 'FindPlacementStarted', data: { ...marcus, startedOn: '2026-11-02', required: [] } }];
  const home = { place: 'own-school', details: 'Back in each lesson, with a mentor.' } as const;
  const ill = { because: 'In hospital for a week.', next: { from: '2026-11-04', ...home } };
  yield [lead, { type: 'SuspendPlacement', data: { ...marcus, from: '2026-11-04', ...ill } }];
  yield [lead, { type: 'ResumePlacement', data: { ...marcus, from: '2026-11-11', settled: 'The doctor’s letter.' } }];
  const longer = { ...marcus, plannedEndOn: '2026-11-13', because: 'A week longer, for the week in hospital.' };
  yield [lead, { type: 'ChangePlannedEnd', data: longer }];
  const ended = { ...marcus, endedOn: '2026-11-13', because: 'It did what it was for.', how: 'as-planned' } as const;
  yield [lead, { type: 'EndPlacement', data: { ...ended, next: { from: monday, ...home } } }];
  const judged = {
    judgedOn: '2026-11-13',
    outcome: { judgement: 'reached', words: 'Back in every lesson.' },
    targets: ['reached', 'partly'],
    pupilView: 'Would do it again.',
    parentView: 'Glad of it.',
    reportAskedOn: '2026-11-13',
    dataReturnAskedOn: '2026-11-13',
  } as const;
  yield [head, { type: 'JudgePlacement', data: { ...marcus, ...judged, targets: [...judged.targets] } }];

  yield* entered('Chloe', 'Chloe', 'Watts');
  // It began under the edition of before, and the review decided on the newer one.
  const before = { id: edition.id, edition: '2025-01' };
  yield* proposed('Chloe', { site: 'second-stage', ...usual }, before, {
    startOn: '2026-11-05',
    slots: [slot(4, 'pm')],
  });
  const chloe = ids('Chloe');
  yield [lead, { type: 'FindPlacementStarted', data: { ...chloe, startedOn: '2026-11-05', required: [] } }];
  const now = { id: edition.id, edition: edition.edition };
  const decided = { adoptedOn: monday, personId: personId(head), because: 'The new guidance is followed from now on.' };
  yield [head, { type: 'AdoptEdition', data: { ...chloe, from: before, procedure: now, ...decided } }];
  const due = { ...chloe, personId: personId(head), setOn: monday };
  yield [head, { type: 'SetGapsDue', data: { ...due, dueOn: '2026-12-04' } }];
  const away = { because: 'A door is chained there; see the stop.', next: { from: monday, ...home } };
  yield [lead, { type: 'SuspendPlacement', data: { ...chloe, from: monday, ...away } }];
  const next = { ...chloe, from: '2026-11-30', slots: [slot(4, 'pm'), slot(5, 'pm')], restOfWeek: 'taught' } as const;
  yield [lead, { type: 'PlanWeek', data: { ...next, slots: [...next.slots] } }];
}

/** Amara's file as a school would fill it in: characteristics, what came before, a letter to the provider. */
function* amaraInFull(): Iterable<Entry> {
  const about = { subjectId: subjectId('amara'), schoolId: hollinBank };
  yield [lead, { type: 'NoteCharacteristics', data: { ...about, ethnicity: 'mixed', gender: 'girl' } }];
  const before = {
    entryId: idFrom('example', 'earlier'),
    where: 'Hillside pupil referral unit',
    schoolYear: '2024/25',
  };
  yield [lead, { type: 'EnterEarlierProvision', data: { ...about, ...before } }];
  const sent = { ...about, placementId: placementId('amara', 'wheelhouse'), siteId: siteId('wheelhouse') };
  const to = { sending: 1, recipientId: adultId('tom-arkwright'), personId: personId(lead), on: monday };
  yield [lead, { type: 'SendBriefing', data: { ...sent, ...to } }];
}

/** A whole week with part-time leave in it, beside a placement that has not begun. */
function* plannedWeek(): Iterable<Entry> {
  const { placementId: beside, subjectId: subject } = ids('Rhys');
  const taken = new Set(['4pm', '5am']);
  const sessions = ([1, 2, 3, 4, 5] as const).flatMap((weekday) =>
    (['am', 'pm'] as const)
      .filter((session) => !taken.has(`${weekday}${session}`))
      .map((session) => ({ weekday, session, is: weekday === 5 ? ('part-time-leave' as const) : ('school' as const) })),
  );
  const leave = {
    rationale: 'Friday afternoons end in a fight more often than not; a shorter week for half a term.',
    evidence: 'The log of October.',
    agreedWith: 'Ms Tolland, mother',
    agreedOn: '2026-11-12',
    reviewOn: '2026-12-04',
    endsOn: '2026-12-18',
  };
  const data = { subjectId: subject, schoolId: hollinBank, from: nextMonday, beside: [beside], sessions, leave };
  yield [lead, { type: 'PlanRestOfWeek', data }];
}

/** What was found when providers were looked up. */
function* found(): Iterable<Entry> {
  const lookedUp = (site: SiteName) => ({ providerId: providerId(site), personId: personId(lead), on: '2026-11-10' });
  const source = 'The national register';
  const bearing = 'It teaches fewer than five of us, and nobody full-time.';
  yield [
    lead,
    { type: 'RecordRegistration', data: { ...lookedUp('wheelhouse'), source, registered: 'not-registered', bearing } },
  ];
  const school = { registered: 'as-a-school', number: '100001', inspectorate: 'Ofsted' } as const;
  yield [
    lead,
    { type: 'RecordRegistration', data: { ...lookedUp('northlight'), source, ...school, bearing: 'It may.' } },
  ];
  const report = {
    inspected: 'inspected',
    reportedOn: '2025-06-12',
    outcome: 'Strong',
    view: 'As we see it.',
  } as const;
  yield [
    lead,
    { type: 'RecordInspection', data: { ...lookedUp('northlight'), source: 'Ofsted’s website', ...report } },
  ];
  const approval = { approved: 'approved', authority: 'Millbeck', until: '2027-03-31' } as const;
  yield [
    lead,
    { type: 'RecordApproval', data: { ...lookedUp('greenacre'), source: 'The authority’s list', ...approval } },
  ];
  const policy = { policy: 'public-liability-insurance', from: '2026-01-01', until: '2026-12-31' } as const;
  yield [lead, { type: 'RecordPolicy', data: { ...lookedUp('greenacre'), ...policy } }];
  const { contact, name, address, telephone } = sites.greenacre;
  const site = { ...whereOf('greenacre'), name, address, telephone, opening: 'Monday to Friday, 9am to 3:15pm' };
  yield [lead, { type: 'ChangeSite', data: site }];
  const bea = { ...whereOf('greenacre'), adultId: idFrom('example', 'adult', 'bea'), name: 'Bea Holt' };
  const parts = { attendanceContact: false, attendanceStandIn: true, safeguardingLead: true };
  if (contact === 'moira-pell') {
    yield [
      lead,
      { type: 'NameAdult', data: { ...bea, email: 'bea@greenacre.example', telephone: '01632 960299', ...parts } },
    ];
  }
}

/** Northlight has confirmed in writing who was checked; Harbour Kitchen has been asked twice and has not answered. */
function* assured({ id, edition, assurance }: Edition): Iterable<Entry> {
  if (!assurance) return;
  const round = (site: SiteName) => ({
    assuranceId: assuranceIdOf(hollinBank, siteId(site)),
    schoolId: hollinBank,
    ...whereOf(site),
    round: 1,
  });
  const asked = (site: SiteName, recipientId: Id): FurtherCommand => ({
    type: 'RequestAssurance',
    data: {
      ...round(site),
      recipientId,
      personId: personId(lead),
      on: '2026-11-02',
      replyBy: '2026-11-13',
      procedure: { id, edition },
    },
  });
  const yes = (items: readonly { readonly id: string; readonly withDay?: boolean | undefined }[]): AssuranceGiven[] =>
    items.map((item) => ({ item: item.id, answer: 'yes', ...(item.withDay === true ? { on: '2026-09-04' } : {}) }));
  const grace = adultId('grace-adeyemi');
  const answer = {
    on: '2026-11-09',
    channel: 'paper',
    byId: personId(lead),
    answeredBy: 'Grace Adeyemi',
    position: 'Manager',
    adultIds: [grace],
    othersIds: [],
    answers: yes(assurance.provider),
    adults: [{ adultId: grace, answers: yes(assurance.eachAdult) }],
  } as const;
  yield [lead, asked('northlight', grace)];
  yield [
    lead,
    {
      type: 'AnswerAssurance',
      data: { ...round('northlight'), ...answer, adultIds: [grace], othersIds: [], adults: [...answer.adults] },
    },
  ];
  yield [
    head,
    { type: 'AcceptAssurance', data: { ...round('northlight'), personId: personId(head), on: '2026-11-10' } },
  ];
  const dilys = adultId('dilys-penrose');
  yield [lead, asked('harbour-kitchen', dilys)];
  const again = { chase: 1, recipientId: dilys, personId: personId(lead), on: monday };
  yield [lead, { type: 'ChaseAssurance', data: { ...round('harbour-kitchen'), ...again } }];
}

/** The Wheelhouse by each instrument of the edition, with one action done and one put off. */
function* evaluated({ id, edition, instruments }: Edition): Iterable<Entry> {
  const on = '2026-11-06';
  for (const { id: instrument, title, version, rows } of instruments) {
    const evaluationId = evaluationIdOf(hollinBank, siteId('wheelhouse'), instrument, on);
    const about = { evaluationId, schoolId: hollinBank, ...whereOf('wheelhouse'), personId: personId(deputy) };
    const answers = rows.map(({ id: row, label, question }, index) => ({
      row,
      label,
      question,
      judgement: index === 0 ? ('partly-met' as const) : ('met' as const),
    }));
    const words = rows.map(({ id: row, evidence }) => ({ row, evidence }));
    const how = { procedure: { id, edition }, instrument: { id: instrument, title, version } };
    yield [deputy, { type: 'RecordEvaluation', data: { ...about, on, ...how, answers, words } }];
    const owner = { kind: 'adult', id: adultId('tom-arkwright') } as const;
    const action = { ...about, actionId: idFrom('example', 'action', instrument) };
    const what = `What was partly met in ${title.toLowerCase()} is put right.`;
    yield [deputy, { type: 'AgreeEvaluationAction', data: { ...action, on, owner, dueOn: '2026-11-13', what } }];
    const put = { ...action, on: monday };
    if (instrument === instruments[0]?.id) {
      const done = { doneOn: '2026-11-12', outcome: 'The log is kept, and was shown.' };
      yield [deputy, { type: 'CloseEvaluationAction', data: { ...put, ...done } }];
    } else {
      yield [deputy, { type: 'MoveEvaluationAction', data: { ...put, dueOn: '2026-12-04', because: 'Tom was ill.' } }];
    }
  }
}

/** One stop that holds, was referred, and was decided about; one that was lifted by somebody else. */
function* stopped(): Iterable<Entry> {
  const stop = (name: string, site: SiteName) => ({
    providerId: providerId(site),
    stopId: idFrom('example', 'stop', name),
    schoolId: hollinBank,
    keptUnder: siteId(site),
  });
  const chained = { ...stop('chained', 'second-stage'), personId: personId(lead) };
  const at = { siteId: siteId('second-stage'), because: 'The fire door of the hall is chained.' };
  yield [lead, { type: 'SetStop', data: { ...chained, ...at } }];
  const referred = { to: 'The fire service', at: londonInstant(monday, '07:40'), reference: 'FS 1192' };
  yield [lead, { type: 'ReferStop', data: { ...chained, ...referred } }];
  const review = { stopId: chained.stopId, decision: 'kept-away', because: 'Until the door opens.' } as const;
  yield [head, { type: 'ReviewStop', data: { ...ids('Chloe'), ...review, personId: personId(head) } }];
  const gate = stop('gate', 'harbour-kitchen');
  const because = 'The gate to the quay does not lock.';
  yield [
    lead,
    { type: 'SetStop', data: { ...gate, personId: personId(lead), siteId: siteId('harbour-kitchen'), because } },
  ];
  const lifted = { personId: personId(head), liftedOn: monday, because: 'It locks: seen this morning.' };
  yield [head, { type: 'LiftStop', data: { ...gate, ...lifted } }];
}

/** A second round of the checklist where the stop is: one row is not met, and one does not apply. */
function* checkedAgain({ checks }: Edition): Iterable<Entry> {
  const round = (row: string) => {
    const about = { checkId: checkIdOf(siteId('second-stage'), row, 2), ...whereOf('second-stage') };
    return { ...about, row, round: 2, personId: personId(lead), on: monday };
  };
  const has = (row: string) => checks.some(({ id }) => id === row);
  if (has('evacuation')) {
    const evidence = 'The fire door of the hall was chained.';
    yield [lead, { type: 'RecordCheckNotMet', data: { ...round('evacuation'), evidence } }];
  }
  if (has('locked-line')) {
    const because = 'The hall stands by itself, and its only door is locked.';
    yield [lead, { type: 'RecordCheckNotApplicable', data: { ...round('locked-line'), because } }];
  }
}

/** Every address of the pages, once. Addresses hold ids and days, never a name. */
export const paths = {
  home: '/',
  schools: '/schools',
  newSchool: '/schools/new',
  signIn: {
    form: '/sign-in',
    ask: '/sign-in/link',
    once: '/sign-in/:token',
    as: '/sign-in-as',
    out: '/sign-out',
  },
  account: {
    show: '/account',
    password: '/account/password',
    endSession: '/account/sessions/:sessionRef/end',
    endOthers: '/account/sessions/end-others',
  },
  operators: {
    list: '/operators',
    /** What the trust is called, and who owns its procedure. */
    trust: '/operators/trust',
    remove: '/operators/:personId/remove',
  },
  allSchools: {
    list: '/operators/schools',
    link: '/operators/schools/:schoolId/people/:personId/sign-in-link',
  },
  firstRun: '/first-run/:token',
  today: {
    board: '/schools/:schoolId/today',
    take: '/schools/:schoolId/today/take/:placementId/:on/:session',
    place: '/schools/:schoolId/today/place/:placementId/:on/:session',
    ring: '/schools/:schoolId/today/ring/:siteId',
    call: '/schools/:schoolId/today/call/:siteId',
  },
  /** What the school's register says of sessions elsewhere; `?day=…` asks for another day than today. */
  register: {
    show: '/schools/:schoolId/register',
    entered: '/schools/:schoolId/register/entered',
    /** The marks of a session, `?day=…&session=am`, to type from. */
    file: '/schools/:schoolId/register/file',
    decide: '/schools/:schoolId/register/:placementId/:on/:session',
    /** Of whom a local authority may have to be told. */
    returns: '/schools/:schoolId/register/returns',
    ofPlacement: '/schools/:schoolId/placements/:placementId/register',
  },
  placements: {
    list: '/schools/:schoolId/placements',
    /** Asks whom it is for; the rest is asked at `propose`. */
    choosePupil: '/schools/:schoolId/placements/propose',
    propose: '/schools/:schoolId/pupils/:subjectId/propose-placement',
    /** Where the answers go once they have been checked. */
    proposed: '/schools/:schoolId/pupils/:subjectId/propose-placement/checked',
    /** The same for one that has begun already. */
    found: '/schools/:schoolId/pupils/:subjectId/found-placement',
    foundChecked: '/schools/:schoolId/pupils/:subjectId/found-placement/checked',
    show: '/schools/:schoolId/placements/:placementId',
    agree: '/schools/:schoolId/placements/:placementId/agree',
    /** Asks what is to be recorded; the rest is asked at `recordEvidence`. */
    evidence: '/schools/:schoolId/placements/:placementId/evidence',
    recordEvidence: '/schools/:schoolId/placements/:placementId/evidence/:evidence',
    checks: '/schools/:schoolId/placements/:placementId/checks',
    check: '/schools/:schoolId/placements/:placementId/checks/:row',
    checkDocument: '/schools/:schoolId/placements/:placementId/checks/:row/documents/:documentId',
    /** Several rows of the checklist at once. */
    checksTogether: '/schools/:schoolId/placements/:placementId/record-checks',
    start: '/schools/:schoolId/placements/:placementId/start',
    /** For one that was proposed, and began before everything was there. */
    foundStarted: '/schools/:schoolId/placements/:placementId/found-started',
    week: '/schools/:schoolId/placements/:placementId/week',
    suspend: '/schools/:schoolId/placements/:placementId/suspend',
    resume: '/schools/:schoolId/placements/:placementId/resume',
    plannedEnd: '/schools/:schoolId/placements/:placementId/planned-end',
    /** Shows what a newer edition of the procedure changes, and asks why it is adopted. */
    adoptEdition: '/schools/:schoolId/placements/:placementId/adopt-edition',
    editionAdopted: '/schools/:schoolId/placements/:placementId/adopt-edition/checked',
    end: '/schools/:schoolId/placements/:placementId/end',
    /** What came of it, once it has ended. */
    judge: '/schools/:schoolId/placements/:placementId/judge',
    returnCheck: '/schools/:schoolId/placements/:placementId/return-check',
    gapsDue: '/schools/:schoolId/placements/:placementId/gaps-due',
  },
  /** What the provider must know of the pupil of a placement. */
  briefings: {
    show: '/schools/:schoolId/placements/:placementId/briefing',
    write: '/schools/:schoolId/placements/:placementId/briefing/write',
    send: '/schools/:schoolId/placements/:placementId/briefing/send',
    onPaper: '/schools/:schoolId/placements/:placementId/briefing/on-paper',
  },
  /** How the agreement about a placement comes to be signed; sent there, somebody is asked by a link. */
  signing: {
    show: '/schools/:schoolId/placements/:placementId/signing',
    document: '/schools/:schoolId/placements/:placementId/signing/documents/:documentId',
    /** Sent there, somebody is asked who signs for themselves. */
    others: '/schools/:schoolId/placements/:placementId/signing/others',
    /** Whoever signed takes it back. */
    withdraw: '/schools/:schoolId/placements/:placementId/signing/withdraw',
  },
  /** The reviews of a direction that somebody asked for in writing; sent there, the next step of one is recorded. */
  directionReviews: '/schools/:schoolId/placements/:placementId/direction-reviews',
  /** A stop on a provider, a site or an adult there, as a school sees it. */
  stops: {
    show: '/schools/:schoolId/stops/:stopId',
    refer: '/schools/:schoolId/stops/:stopId/refer',
    lift: '/schools/:schoolId/stops/:stopId/lift',
    /** What becomes of a placement there meanwhile. */
    review: '/schools/:schoolId/stops/:stopId/placements/:placementId',
  },
  /** How a school keeps an eye on its placements while they run. */
  oversight: {
    school: '/schools/:schoolId/oversight',
    /** The weekly talk with a site about all pupils of the school there. */
    liaison: '/schools/:schoolId/oversight/talk/:siteId',
    placement: '/schools/:schoolId/placements/:placementId/oversight',
    welfare: '/schools/:schoolId/placements/:placementId/oversight/welfare-check',
    visit: '/schools/:schoolId/placements/:placementId/oversight/visit',
    /** What becomes of a record: a concern handed over or received, a copy filed, a note, something to do. */
    after: '/schools/:schoolId/placements/:placementId/oversight/records/:recordId/:step',
    close: '/schools/:schoolId/placements/:placementId/oversight/follow-ups/:followUpId',
  },
  /** What providers tell a school of that happened to its pupils there. */
  incidents: {
    list: '/schools/:schoolId/incidents',
    enter: '/schools/:schoolId/placements/:placementId/incidents/enter',
    show: '/schools/:schoolId/incidents/:incidentId',
    /** Seen, decided, what parents know, corrected, entered in error. */
    step: '/schools/:schoolId/incidents/:incidentId/:incidentStep',
  },
  /** Complaints about placements and providers. */
  complaints: {
    list: '/schools/:schoolId/complaints',
    enter: '/schools/:schoolId/complaints/enter',
    show: '/schools/:schoolId/complaints/:complaintId',
    /** A step is added, or it is closed. */
    act: '/schools/:schoolId/complaints/:complaintId/:complaintAct',
  },
  /** What is missing for all placements of a school; letters lead there. */
  gaps: '/schools/:schoolId/gaps',
  pupils: {
    find: '/schools/:schoolId/pupils',
    enter: '/schools/:schoolId/pupils/enter',
    show: '/schools/:schoolId/pupils/:subjectId',
    statuses: '/schools/:schoolId/pupils/:subjectId/statuses',
    details: '/schools/:schoolId/pupils/:subjectId/details',
    upn: '/schools/:schoolId/pupils/:subjectId/upn',
    addContact: '/schools/:schoolId/pupils/:subjectId/add-contact',
    contactOrder: '/schools/:schoolId/pupils/:subjectId/contact-order',
    contact: '/schools/:schoolId/pupils/:subjectId/contacts/:contactId',
    removeContact: '/schools/:schoolId/pupils/:subjectId/contacts/:contactId/remove',
    characteristics: '/schools/:schoolId/pupils/:subjectId/ethnicity-and-gender',
    /** Asks who plays which part; `?part=…` chooses the part beforehand. */
    addKeyAdult: '/schools/:schoolId/pupils/:subjectId/add-key-adult',
    keyAdult: '/schools/:schoolId/pupils/:subjectId/key-adults/:keyAdultId',
    removeKeyAdult: '/schools/:schoolId/pupils/:subjectId/key-adults/:keyAdultId/remove',
    addEarlier: '/schools/:schoolId/pupils/:subjectId/add-earlier-provision',
    /** What becomes of each session of the school week. */
    week: '/schools/:schoolId/pupils/:subjectId/week',
    planWeek: '/schools/:schoolId/pupils/:subjectId/week/plan',
    weekDocument: '/schools/:schoolId/pupils/:subjectId/week/documents/:documentId',
    /** Looks for another record of the same pupil. */
    merge: '/schools/:schoolId/pupils/:subjectId/merge',
    /** Shows two records side by side, and asks which one is kept. */
    mergeWith: '/schools/:schoolId/pupils/:subjectId/merge/:otherId',
    /** Where the decision goes once it has been checked. */
    merged: '/schools/:schoolId/pupils/:subjectId/merge/:otherId/checked',
    unmerge: '/schools/:schoolId/pupils/:subjectId/unmerge',
    /** Asks whether the pupil moved to another school, left, or is back, and shows the answers. */
    move: '/schools/:schoolId/pupils/:subjectId/school',
    moved: '/schools/:schoolId/pupils/:subjectId/school/checked',
    takeBackMove: '/schools/:schoolId/pupils/:subjectId/school/take-back',
    removeEarlier: '/schools/:schoolId/pupils/:subjectId/earlier-provision/:entryId/remove',
  },
  providers: {
    list: '/schools/:schoolId/providers',
    /** Those at which pupils of the school are taught. */
    sites: '/schools/:schoolId/sites',
    enter: '/schools/:schoolId/providers/enter',
    show: '/schools/:schoolId/providers/:providerId',
    details: '/schools/:schoolId/providers/:providerId/details',
    addSite: '/schools/:schoolId/providers/:providerId/add-site',
    site: '/schools/:schoolId/providers/:providerId/sites/:siteId/details',
    addAdult: '/schools/:schoolId/providers/:providerId/sites/:siteId/add-adult',
    adult: '/schools/:schoolId/providers/:providerId/adults/:adultId/details',
    adultLeaves: '/schools/:schoolId/providers/:providerId/adults/:adultId/leaves',
    /** Asks for a day, or for some, and shows whom it touches today. */
    close: '/schools/:schoolId/providers/:providerId/sites/:siteId/close',
    reopen: '/schools/:schoolId/providers/:providerId/sites/:siteId/reopen/:on',
    giveUp: '/schools/:schoolId/providers/:providerId/sites/:siteId/give-up',
    takeUp: '/schools/:schoolId/providers/:providerId/sites/:siteId/take-up',
    /** What was found when the provider was looked up; `?site=…` chooses one of its sites beforehand. */
    registration: '/schools/:schoolId/providers/:providerId/registration',
    inspection: '/schools/:schoolId/providers/:providerId/inspection',
    approval: '/schools/:schoolId/providers/:providerId/approval',
    policy: '/schools/:schoolId/providers/:providerId/policy',
    /** Stops new starts there; `?site=…` or `?adult=…` chooses beforehand what it is about. */
    stop: '/schools/:schoolId/providers/:providerId/stop',
    sharing: '/schools/:schoolId/providers/:providerId/sharing-agreement',
  },
  /** What a provider confirms in writing about one of its sites. */
  assurance: {
    show: '/schools/:schoolId/providers/:providerId/sites/:siteId/assurance',
    ask: '/schools/:schoolId/providers/:providerId/sites/:siteId/assurance/ask',
    /** Another letter, where there is no answer yet or not all of it. */
    chase: '/schools/:schoolId/providers/:providerId/sites/:siteId/assurance/chase',
    onPaper: '/schools/:schoolId/providers/:providerId/sites/:siteId/assurance/on-paper',
    accept: '/schools/:schoolId/providers/:providerId/sites/:siteId/assurance/accept',
  },
  /** How a school finds a provider's site to be, by an instrument of the procedure, and what is to be done because of it. */
  evaluations: {
    record: '/schools/:schoolId/providers/:providerId/sites/:siteId/evaluate/:instrument',
    show: '/schools/:schoolId/evaluations/:evaluationId',
    addAction: '/schools/:schoolId/evaluations/:evaluationId/add-action',
    moveAction: '/schools/:schoolId/evaluations/:evaluationId/actions/:actionId/move',
    closeAction: '/schools/:schoolId/evaluations/:evaluationId/actions/:actionId/close',
    /** What is still to be done, at all providers. */
    actions: '/schools/:schoolId/evaluation-actions',
  },
  letters: '/schools/:schoolId/letters',
  import: {
    files: '/schools/:schoolId/import',
    /** What files that were sent would change; `?file=…&page=…` shows one of them. Sent there, they are imported. */
    checked: '/schools/:schoolId/import/:stagedId',
  },
  /** Who answers for what, today or as at a day: `?on=…`. */
  keyStaff: '/schools/:schoolId/key-staff',
  people: {
    list: '/schools/:schoolId/people',
    add: '/schools/:schoolId/people/add',
    show: '/schools/:schoolId/people/:personId',
    details: '/schools/:schoolId/people/:personId/details',
    /** Asks for a role and a standing; `?role=…` chooses the role beforehand. */
    giveRole: '/schools/:schoolId/people/:personId/give-role',
    /** The same for a role that is to be filled: by whom is asked there. */
    fillRole: '/schools/:schoolId/people/fill/:role',
    endRole: '/schools/:schoolId/people/:personId/end-role/:role/:standing',
    away: '/schools/:schoolId/people/:personId/away',
    leave: '/schools/:schoolId/people/:personId/leave',
    /** Who follows somebody who leaves. */
    successors: '/schools/:schoolId/people/:personId/successors',
    link: '/schools/:schoolId/people/:personId/sign-in-link',
    signOut: '/schools/:schoolId/people/:personId/sign-out',
  },
  setUp: {
    show: '/schools/:schoolId/set-up',
    /** The calendar as a picture; `?from=2026` asks for the school year that begins then. */
    year: '/schools/:schoolId/set-up/year',
    details: '/schools/:schoolId/set-up/details',
    sessionTimes: '/schools/:schoolId/set-up/session-times',
    /** `?from=…` fills the form with the term that begins on that day, to move it. */
    term: '/schools/:schoolId/set-up/term',
    dropTerm: '/schools/:schoolId/set-up/drop-term/:from',
    /** Whether the words of concerns and incidents are kept. */
    concernWords: '/schools/:schoolId/set-up/concern-words',
    dayOff: '/schools/:schoolId/set-up/day-off',
    liftDayOff: '/schools/:schoolId/set-up/lift-day-off/:on',
  },
  provider: {
    link: '/p/:token',
    fresh: '/p/:token/fresh',
    assurance: '/p/:token/assurance',
    briefing: '/p/:token/briefing',
    agreement: '/p/:token/agreement',
  },
  operations: {
    list: '/operations',
    retry: '/operations/parked/:reactor/:eventId/retry',
    skip: '/operations/parked/:reactor/:eventId/skip',
    queues: '/operations/queues',
    queuesBelow: '/operations/queues/*path',
  },
  mailbox: {
    list: '/mailbox',
    letter: '/mailbox/:mailId',
    html: '/mailbox/:mailId/html',
  },
  demoClock: '/demo/clock',
  accessibility: '/accessibility',
  health: {
    live: '/health/live',
    ready: '/health/ready',
  },
} as const;

type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<Rest>
  : P extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

/** The address of a page, its parts filled in; what is undefined in the query is left out. */
export function urlOf<P extends string>(
  pattern: P,
  params: ParamsOf<P>,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const values = params as Readonly<Record<string, string>>;
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return asked.length === 0 ? path : `${path}?${asked.join('&')}`;
}

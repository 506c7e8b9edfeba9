import type { PlacementCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { adultId, personId, type AdultName, type PersonName, type SchoolName } from './names.js';
import { people, schools } from './trust.js';

/** Who meets about a placement for a school: its head, and its attendance intervention manager. */
const meetings: Record<SchoolName, readonly [PersonName, PersonName]> = {
  'hollin-bank': ['ruth-calloway', 'martin-ellery'],
  millrace: ['owen-pryce', 'helen-strand'],
};
const socialWorker = 'Anita Rowe, social worker';
const consultedForChildInNeed = [
  ['social-worker', socialWorker],
  ['other-agency', 'Peter Lunt, family support'],
] as const;
const aims = {
  outcome: 'Full attendance here and in school, and a place on a course next September.',
  targets: ['Attend every planned session for four weeks.', 'Finish the first unit of the course.'],
  tried: 'A reduced timetable, a mentor and a term of work in small groups.',
  pupilView: 'Would like to try it.',
};

const suitability = {
  activity: 'Practical work in a small group, with English and mathematics in it.',
  learning: 'It leads to an entry level award, and follows the scheme of work of the school.',
  pastoral: 'A keyworker at the door each morning, who rings the school at once.',
  specialNeeds: 'None are known. Reading aloud is never asked.',
  supervision: 'The manager, whose qualifications and checks were seen with the letter of assurance.',
  because: 'Two visits, the checks of the site, and what the pupil said.',
};

const briefing = {
  health: 'Nothing that needs care.',
  medication: 'None.',
  allergies: 'None known.',
  needs: 'Short instructions, one at a time.',
  risks: [{ risk: 'May leave when it gets loud.', met: 'A quiet place, and somebody who goes along.' }],
  reviewOn: '2026-12-14',
};

/** Whoever records a placement makes the checks; the attendance intervention manager visits, and each stands in for the other. */
function arrangements(school: SchoolName, by: PersonName) {
  const [, manager] = meetings[school];
  const [one, other] = [personId(by), personId(manager)];
  return {
    welfareChecks: { personId: one, standInId: other },
    monitoringVisits: { personId: other, standInId: one },
    absence: 'The provider answers each morning by the link; the school rings the parents.',
  };
}

type Placed = {
  readonly about: { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
  readonly school: SchoolName;
  /** Who records it for the school. */
  readonly by: PersonName;
  readonly parent: string;
  readonly isChildInNeed: boolean;
  /** Who of the site acknowledges what the provider must know. */
  readonly reader: AdultName;
};

/**
 * All that the start of an agreed placement asks for besides the checks of its site, as a school records it on one day: what
 * it is to bring about, the visit, whom it asked, the meeting, who signed, and what the site acknowledged on paper.
 */
export function evidenceFor({ about, school, by, parent, isChildInNeed, reader }: Placed, on: Day): PlacementCommand[] {
  const [head, manager] = meetings[school];
  const received = { ...about, signedOn: on, receivedOn: on, receivedById: personId(by) };
  const { telephone } = schools[school];
  const transport = {
    travel: 'public-transport',
    times: 'The bus at 8:20, back at 3.',
    telephone,
    ifItFails: 'Ring us.',
  } as const;
  const read = { adultId: adultId(reader), channel: 'paper', acknowledgedOn: on } as const;
  const there = { seniorLeaderId: personId(head), attendanceManagerId: personId(manager) };
  return [
    { type: 'RecordSiteVisit', data: { ...about, visitedOn: on, visitedBy: people[by].name, seen: 'A session.' } },
    { type: 'SetAims', data: { ...about, setOn: on, ...aims, parentView: `${parent} is for it.` } },
    {
      type: 'AgreeArrangements',
      data: { ...about, agreedOn: on, personId: personId(by), ...arrangements(school, by) },
    },
    { type: 'JudgeSuitability', data: { ...about, judgedOn: on, personId: personId(head), ...suitability } },
    ...(isChildInNeed ? consultedForChildInNeed : []).map(([consulted, person]): PlacementCommand => ({
      type: 'RecordConsultation',
      // The social worker is asked before the meeting.
      data: { ...about, consulted, consultedOn: '2026-11-09', person, view: 'Yes, and to look at it after a month.' },
    })),
    { type: 'RecordAgreementMeeting', data: { ...about, heldOn: on, parentPresent: true, parents: parent, ...there } },
    { type: 'AgreePlacement', data: { ...about, agreedOn: on, signedBy: parent } },
    { type: 'RecordSignature', data: { ...received, signatory: 'school', signedBy: people[head].name } },
    ...(isChildInNeed
      ? [
          {
            type: 'RecordSignature',
            data: { ...received, signatory: 'social-worker', signedBy: socialWorker },
          } satisfies PlacementCommand,
        ]
      : []),
    { type: 'WriteBriefing', data: { ...about, says: { ...briefing, transport } } },
    { type: 'AcknowledgeBriefing', data: { ...about, ...read } },
  ];
}

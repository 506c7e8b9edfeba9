import { evaluationIdOf } from '#domain';
import { idFrom } from '#event-sourcing';
import {
  adultId,
  contactId,
  keyAdultId,
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../libs/simulation/src/week/names.js';

/** What stands for a part of an address. */
export type Parts = Readonly<Record<string, string>>;

const evaluated = (school: 'hollin-bank' | 'millrace') => {
  const evaluationId = evaluationIdOf(schoolId(school), siteId('wheelhouse'), 'progress', '2026-11-13');
  return { evaluationId, actionId: idFrom('evaluation-action', evaluationId) };
};

/** Of a school alone: what Hollin Bank has, and the same of Millrace. A part in one of them has to be in the other. */
export const ofHollinBank = {
  schoolId: schoolId('hollin-bank'),
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  // Another pupil of the school, as if both were records of one.
  otherId: subjectId('ryan'),
  contactId: contactId('amara'),
  keyAdultId: keyAdultId('amara'),
  // Entered where a test opens it.
  entryId: idFrom('earlier-provision', subjectId('amara'), subjectId('amara')),
  // Recorded where a test opens it: support/evaluations.ts.
  ...evaluated('hollin-bank'),
  // Recorded where a test opens it: support/oversight.ts.
  recordId: idFrom('visit', schoolId('hollin-bank')),
  followUpId: idFrom('follow-up', schoolId('hollin-bank')),
  incidentId: idFrom('incident', schoolId('hollin-bank')),
  complaintId: idFrom('complaint', schoolId('hollin-bank')),
  personId: personId('priya-raman'),
  // Set where a test opens it.
  stopId: idFrom('stop', schoolId('hollin-bank')),
} as const satisfies Parts;
export const ofMillrace: Readonly<Record<keyof typeof ofHollinBank, string>> = {
  schoolId: schoolId('millrace'),
  placementId: placementId('jodie', 'wheelhouse'),
  subjectId: subjectId('jodie'),
  otherId: subjectId('kian'),
  contactId: contactId('jodie'),
  keyAdultId: keyAdultId('jodie'),
  entryId: idFrom('earlier-provision', subjectId('jodie'), subjectId('jodie')),
  ...evaluated('millrace'),
  recordId: idFrom('visit', schoolId('millrace')),
  followUpId: idFrom('follow-up', schoolId('millrace')),
  incidentId: idFrom('incident', schoolId('millrace')),
  complaintId: idFrom('complaint', schoolId('millrace')),
  personId: personId('dawn-fairley'),
  stopId: idFrom('stop', schoolId('millrace')),
};

/** The stop of a school that stands for `:stopId`, about the provider that stands for `:providerId`. */
export const stopOf = ({ schoolId, personId, stopId }: Readonly<Record<keyof typeof ofHollinBank, string>>) => {
  const { providerId } = ofEverySchool;
  const data = { providerId, stopId, schoolId, personId, keptUnder: providerId, because: 'A door is chained.' };
  return { type: 'SetStop', data };
};

/** The same for every school: a provider and its sites may be any school's, and days and names are nobody's. */
export const ofEverySchool: Parts = {
  providerId: providerId('wheelhouse'),
  adultId: adultId('tom-arkwright'),
  siteId: siteId('wheelhouse'),
  on: '2026-11-16',
  from: '2026-09-01',
  session: 'am',
  role: 'attendance-lead',
  standing: 'holder',
  row: 'online-safety',
  documentId: idFrom('a document that nobody kept'),
  evidence: 'agreement-meeting-held',
  instrument: 'progress',
  step: 'note',
  incidentStep: 'correct',
  complaintAct: 'step',
};

/** The parts that a route has, such as `schoolId`. */
export const partsOf = (route: string): string[] => [...route.matchAll(/:(\w+)/g)].map(([, part = '']) => part);

/** The address of a route as the router has it. @throws for a part that nothing stands for, as when a route is new. */
export function pathOf(route: string, parts: Parts): string {
  const pattern = route.split(' ')[1] ?? '';
  return pattern.replaceAll(/:(\w+)/g, (_, part: string) => {
    const value = parts[part];
    if (value === undefined) throw new Error(`Nothing stands for :${part} of ${route}: add it to support/routes.ts.`);
    return encodeURIComponent(value);
  });
}

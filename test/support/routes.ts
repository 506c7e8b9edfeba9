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

/** Of a school alone: what Hollin Bank has, and the same of Millrace. A part in one of them has to be in the other. */
export const ofHollinBank = {
  schoolId: schoolId('hollin-bank'),
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  contactId: contactId('amara'),
  keyAdultId: keyAdultId('amara'),
  // Entered where a test opens it.
  entryId: idFrom('earlier-provision', subjectId('amara'), subjectId('amara')),
  personId: personId('priya-raman'),
} as const satisfies Parts;
export const ofMillrace: Readonly<Record<keyof typeof ofHollinBank, string>> = {
  schoolId: schoolId('millrace'),
  placementId: placementId('jodie', 'wheelhouse'),
  subjectId: subjectId('jodie'),
  contactId: contactId('jodie'),
  keyAdultId: keyAdultId('jodie'),
  entryId: idFrom('earlier-provision', subjectId('jodie'), subjectId('jodie')),
  personId: personId('dawn-fairley'),
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

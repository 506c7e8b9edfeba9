import { checkIdOf, type CheckCommand } from '#domain';
import type { Edition } from '#procedure';
import { personId, providerId, siteId, type PersonName } from './names.js';
import { monday } from './trust.js';

/** At one site of the example trust a certificate ends within the month, and stands out. */
// Procedure: S9.3, S10.3
export function* runningOut({ checks }: Edition): Iterable<readonly [PersonName, CheckCommand]> {
  const row = 'safeguarding-training';
  if (!checks.some(({ id }) => id === row)) return;
  const site = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
  const about = { checkId: checkIdOf(site.siteId, row, 1), ...site, row, round: 1, personId: personId('priya-raman') };
  const evidence = 'Certificates of level 1 for both of the staff; the first ends in December.';
  yield ['priya-raman', { type: 'RecordCheckMet', data: { ...about, on: monday, until: '2026-12-11', evidence } }];
}

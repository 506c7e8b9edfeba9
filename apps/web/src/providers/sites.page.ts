import { orElse, type Day, type Id } from '#event-sourcing';
import type { AdultRow, PlacementRow, ProviderRow, PupilRow, SiteRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, telHref } from '../shell/words.js';
import { adultName, isThere, siteTag } from './provider-words.js';

export type SitesFacts = {
  readonly schoolId: Id;
  readonly school: string;
  readonly today: Day;
  /** The school's placements that run. */
  readonly running: readonly PlacementRow[];
  readonly sites: readonly SiteRow[];
  readonly providers: ReadonlyMap<Id, ProviderRow>;
  readonly adults: ReadonlyMap<Id, AdultRow>;
  readonly pupils: ReadonlyMap<Id, PupilRow>;
};

/** Every site at which a pupil of the school is taught: where it is, when it is open, whom to ask, and who is there. */
// Procedure: S4.8
export function sitesPage({ schoolId, school, today, running, sites, providers, adults, pupils }: SitesFacts) {
  const there = grouped(running, ({ siteId }) => siteId);
  const personAt = (siteId: Id, ...ids: readonly (Id | undefined)[]) => {
    // A site's row names one who has gone to another site since.
    const adult = ids.map((each) => adults.get(each ?? '')).find((each) => each?.siteId === siteId && isThere(each));
    if (!adult) return null;
    const telephone = orElse(adult.telephone ?? '', '');
    return { name: adultName(adult), telephone, href: telHref(telephone) };
  };
  return {
    title: 'Sites where our pupils are taught',
    back: { href: urlOf(paths.providers.list, { schoolId }), text: 'All providers' },
    summary:
      sites.length === 0
        ? `No pupil of ${school} is placed anywhere now.`
        : `${count(new Set(running.map(({ subjectId }) => subjectId)).size, 'pupil')} at ${count(sites.length, 'site')}.`,
    sites: sites.map((site) => ({
      name: site.name,
      provider: providers.get(site.providerId)?.name ?? '',
      href: urlOf(paths.providers.show, { schoolId, providerId: site.providerId }),
      tag: siteTag(site, today),
      address: site.address,
      telephone: { text: site.telephone, href: telHref(site.telephone) },
      opening: site.opening ?? 'Not entered',
      asked: personAt(site.siteId, site.contactId, site.standInId),
      lead: personAt(site.siteId, site.leadId),
      pupils: (there.get(site.siteId) ?? []).map((placement) => ({
        href: urlOf(paths.placements.show, placement),
        name: fullName(pupils.get(placement.subjectId)),
        year: yearWords(pupils.get(placement.subjectId)),
        stage: stageTag(placement, today),
      })),
    })),
  };
}

import type { Day, Id } from '#event-sourcing';
import type { PlacementListRow, ProviderRow, PupilRow, SiteRow } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { byKey, grouped } from '../shell/lists.js';
import { partMax, partsOf } from '../shell/parts.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, dayInWords, shortDay } from '../shell/words.js';
import { howWords, isNarrowed, listHref, needsWords, showWords, sortWords, type ListAsked } from './list-asked.js';
import { weekTag } from './return-words.js';
import { deliveryWords, routeWords } from './route-words.js';
import { listedStageTag } from './stage.js';

export type ListedPlacements = {
  readonly schoolId: Id;
  readonly school: string;
  readonly asked: ListAsked;
  /** Part of a pupil's name or number. It is sent in the body, so that no name gets into an address or a log. */
  readonly text: string;
  readonly rows: readonly PlacementListRow[];
  readonly total: number;
  readonly gaps: number;
  /** The ended placements of which a return is to be looked at. */
  readonly returns: ReadonlyMap<Id, 'owed' | 'overdue'>;
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: readonly SiteRow[];
  readonly providers: readonly ProviderRow[];
  readonly today: Day;
  readonly mayPropose: boolean;
};

/** The placements of a school, a part at a time, narrowed down to those that are looked for. */
export function placementsPage(facts: ListedPlacements) {
  const { schoolId, asked, text, rows, total, gaps, pupils, today, mayPropose } = facts;
  const sites = byKey(facts.sites, ({ siteId }) => siteId);
  const providers = byKey(facts.providers, ({ providerId }) => providerId);
  return {
    title: 'Placements',
    propose: mayPropose ? urlOf(paths.placements.choosePupil, { schoolId }) : null,
    action: urlOf(paths.placements.list, { schoolId }),
    text,
    selects: [
      select('show', 'Which placements?', optionsOf(showWords), asked.show),
      select('needs', 'What is to be done?', optionsOf(needsWords), asked.needs),
      select('how', 'How placed?', optionsOf(howWords), asked.how),
      select('at', 'At which provider?', [{ value: '', text: 'Any provider' }, ...placesOf(facts)], asked.at),
      select('sort', 'In which order?', optionsOf(sortWords), asked.sort),
    ],
    on: asked.on,
    summary: summaryOf(facts),
    all: isNarrowed(asked) || text !== '' ? urlOf(paths.placements.list, { schoolId }, { show: 'all' }) : null,
    rows: rows.map((row) => ({
      name: fullName(pupils.get(row.subjectId)),
      year: yearWords(pupils.get(row.subjectId)),
      href: urlOf(paths.placements.show, row),
      site: sites.get(row.siteId)?.name ?? 'Unknown site',
      provider: providers.get(row.providerId)?.name ?? '',
      tags:
        asked.on === ''
          ? [listedStageTag(row, today), ...tagsOf(row, today), ...returnTag(facts.returns.get(row.placementId))]
          : [listedStageTag({ ...row, stage: 'started' }, asked.on)],
      how: howTold(row),
      from: shortDay(row.firstOn),
      until: row.lastOn ? shortDay(row.lastOn) : '',
    })),
    returns:
      facts.returns.size === 0
        ? null
        : {
            href: listHref(schoolId, { ...asked, show: 'ended', part: 1 }),
            text: `${count(facts.returns.size, 'return')} to look at`,
          },
    gaps:
      gaps === 0
        ? null
        : {
            href: urlOf(paths.gaps, { schoolId }),
            text: `${count(gaps, 'placement')} ${gaps === 1 ? 'has' : 'have'} gaps`,
          },
    // What was searched for is not in an address, so there is no link to a further part of what was found.
    parts: text === '' ? partsOf(asked.part, total, (part) => listHref(schoolId, { ...asked, part })) : null,
  };
}

function summaryOf(facts: ListedPlacements): string {
  const { asked } = facts;
  const said = summaryOfList(facts);
  return asked.on === '' ? said : `${said} They ran on ${dayInWords(asked.on)}, by what is known today.`;
}

function summaryOfList({ school, asked, text, rows, total }: ListedPlacements): string {
  if (total === 0 && (text !== '' || isNarrowed(asked))) return 'No placement is like this.';
  if (total === 0) return `${school} has no placement that runs or is to start.`;
  const first = (asked.part - 1) * partMax + 1;
  if (total <= partMax) return text === '' ? `${count(total, 'placement')}.` : `${count(total, 'placement')} found.`;
  if (text !== '') return `The first ${rows.length} of ${total} that were found. Add to the name to narrow it down.`;
  return `${first} to ${first + rows.length - 1} of ${total} placements.`;
}

/** How a placement comes about and is taught, where it is not by agreement and at the provider. */
const howTold = ({ route, delivery }: PlacementListRow): string[] => [
  ...(route === 'agreed' ? [] : [routeWords[route]]),
  ...(delivery === 'in-person' ? [] : [deliveryWords[delivery]]),
];

const returnTag = (needs: 'owed' | 'overdue' | undefined) =>
  needs === undefined ? [] : [{ ...weekTag[needs], text: needs === 'owed' ? 'Return to look at' : 'Return overdue' }];

/** What a glance at the list should not miss. */
function tagsOf({ stage, missing, hasGaps, overdueFrom, lastOn, firstOn }: PlacementListRow, today: Day) {
  const isOverdue = overdueFrom !== undefined && overdueFrom <= today;
  const waits = stage === 'proposed' || stage === 'agreed';
  return [
    ...(hasGaps
      ? [{ text: `${missing.length} missing${isOverdue ? ', overdue' : ''}`, colour: isOverdue ? 'red' : 'yellow' }]
      : []),
    ...(waits && firstOn < today ? [{ text: 'Should have started', colour: 'orange' }] : []),
    ...(stage === 'started' && lastOn !== undefined && lastOn < today
      ? [{ text: 'Past its last day', colour: 'orange' }]
      : []),
  ];
}

type Option = { readonly value: string; readonly text: string };
const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));
const select = (name: string, label: string, options: readonly Option[], chosen: string) => ({
  name,
  label,
  options: options.map((each) => ({ ...each, selected: each.value === chosen })),
});

/** The providers by name, those with several sites followed by each of them. */
function placesOf({ sites, providers }: ListedPlacements): Option[] {
  const sitesOf = grouped(sites, ({ providerId }) => providerId);
  return providers.flatMap(({ providerId, name }) => {
    const own = sitesOf.get(providerId) ?? [];
    const each = own.map((site) => ({ value: site.siteId, text: `${name}: ${site.name}` }));
    return own.length > 1 ? [{ value: providerId, text: name }, ...each] : [{ value: providerId, text: name }];
  });
}

import type { RecurringDutyKind } from '#domain';
import type { Day } from '#event-sourcing';
import { mondayOf } from '#procedure';
import type { OversightRow, PlacementRow } from '#read-models';
import type { UnseenIncident } from '../incidents/gather.js';
import { fullName } from '../pupils/pupil-words.js';
import { grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { count, shortDay, telHref } from '../shell/words.js';
import type { SchoolOversight } from './gather.js';
import { owedWords } from './owed-words.js';
import { concernStory, concernTag, kindWords } from './oversight-words.js';
import { followUpLine, weeksOf, weekTag } from './placement.page.js';

/** How a school keeps an eye on its placements: concerns that nobody has yet, this week's talks, and what is to be done. */
export function schoolOversightPage(
  facts: SchoolOversight,
  today: Day,
  { unseen, openComplaints }: { readonly unseen: readonly UnseenIncident[]; readonly openComplaints: number },
  saved: Notice | null = null,
) {
  const { school, placements, pupils, sites, records, open, nameOf } = facts;
  const { schoolId } = school;
  const recordsOf = ({ placementId }: PlacementRow) => records.get(placementId) ?? [];
  const rows = placements
    .map((placement) => rowOf(facts, placement, recordsOf(placement), today))
    .toSorted((a, b) => a.site.localeCompare(b.site) || a.name.localeCompare(b.name));
  const owed = rows.filter(({ isOwed }) => isOwed).length;
  return {
    title: 'Oversight',
    saved,
    summary:
      placements.length === 0
        ? 'No placement runs.'
        : owed === 0
          ? 'School and provider have spoken about every pupil this week.'
          : `${count(owed, 'placement')} not spoken about this week.`,
    unseen,
    incidents: urlOf(paths.incidents.list, { schoolId }),
    complaints: {
      text: openComplaints === 0 ? 'Complaints, none of them open' : count(openComplaints, 'open complaint'),
      href: urlOf(paths.complaints.list, { schoolId }),
    },
    concerns: [...records.values()].flat().flatMap((record) => concernCard(record, facts)),
    sites: [...grouped(rows, ({ siteId }) => siteId)].map(([siteId, ofSite]) => ({
      id: `site-${siteId}`,
      name: ofSite[0]?.site ?? '',
      telephone: sites.get(siteId)?.telephone ?? '',
      tel: telHref(sites.get(siteId)?.telephone ?? ''),
      href: urlOf(paths.oversight.liaison, { schoolId, siteId }),
      rows: ofSite,
    })),
    followUps: open.map((each) => ({
      ...followUpLine(each, nameOf, today),
      who: fullName(pupils.get(each.subjectId)),
    })),
  };
}

function rowOf(
  { school, pupils, sites, owed }: SchoolOversight,
  placement: PlacementRow,
  own: readonly OversightRow[],
  today: Day,
) {
  const weeks = weeksOf(placement, school, own, today);
  const now = weeks.at(-1);
  const isThisWeek = now?.monday === mondayOf(today);
  const late = weeks.filter(({ state }) => state === 'overdue').length;
  const last = (kind: OversightRow['kind']) => own.find((each) => each.kind === kind);
  // Procedure: S13.14, S13.16, S23.28, S23.29
  const of = (kind: OversightRow['kind'], duty: RecurringDutyKind) => {
    const found = last(kind);
    const due = owedWords(duty, owed.get(placement.placementId) ?? [], today);
    return [`${kindWords[kind]}: ${found ? shortDay(found.on) : 'none yet'}`, ...(due === '' ? [] : [due])].join(', ');
  };
  return {
    siteId: placement.siteId,
    site: sites.get(placement.siteId)?.name ?? 'Unknown site',
    name: fullName(pupils.get(placement.subjectId)),
    href: urlOf(paths.oversight.placement, placement),
    tag: isThisWeek && now ? weekTag[now.state] : { text: 'Not expected this week', colour: 'grey' },
    isOwed: isThisWeek && now?.state !== 'done',
    // Missed stays in plain sight.
    late: late === 0 ? '' : `${count(late, 'week')} without a talk since ${shortDay(weeks[0]?.monday ?? today)}.`,
    lines: [of('welfare', 'welfare-check'), of('visit', 'monitoring-visit')],
  };
}

/** A concern that nobody has said to have yet. */
// Procedure: S22.3
function concernCard(record: OversightRow, { pupils, nameOf }: SchoolOversight) {
  const tag = concernTag(record);
  if (tag === null || record.received) return [];
  const { schoolId, placementId, recordId, handedOver } = record;
  const step = handedOver ? 'receive' : 'hand-over';
  return [
    {
      id: `concern-${recordId}`,
      title: `${fullName(pupils.get(record.subjectId))}: ${kindWords[record.kind].toLowerCase()} of ${shortDay(record.on)}`,
      tag,
      story: concernStory(record, nameOf),
      href: urlOf(paths.oversight.after, { schoolId, placementId, recordId, step }),
      text: handedOver ? 'Say that you have it' : 'Record whom you told',
    },
  ];
}

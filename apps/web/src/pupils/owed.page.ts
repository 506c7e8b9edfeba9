import type { DutyOfSession, SessionRow } from '#read-models';
import { gapState } from '../gaps/gaps.page.js';
import { dutyWords, evidenceText } from '../placements/timeline-words.js';
import { stillOwed } from '../oversight/owed-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, clockTime, dayOf, sessionWords, shortDay } from '../shell/words.js';
import { causeWords, foundWords, personName } from '../today/session-words.js';
import { sessionsOn } from './days.js';
import type { PupilFacts } from './gather.js';

/** What is owed about a pupil and is not done: for a session, or for a placement as a whole; what is late comes first. */
export function owedAbout(facts: PupilFacts) {
  return [...ofSessions(facts), ...ofPlacements(facts), ...ofPeriods(facts)].sort(
    (a, b) => Number(b.isLate) - Number(a.isLate) || a.since.localeCompare(b.since),
  );
}

function ofSessions(facts: PupilFacts) {
  const { schoolId } = facts.pupil;
  return facts.sessions.flatMap((row) =>
    row.duties
      .filter(({ status }) => status === 'open')
      .map((duty) => {
        const isLate = duty.dueAt <= facts.now;
        return {
          what: capital(dutyWords[duty.kind]),
          about: `${shortDay(row.on)}, ${sessionWords[row.session]}, ${siteName(row, facts)}`,
          href: urlOf(paths.placements.show, { schoolId, placementId: row.placementId }),
          tag: {
            text: `${isLate ? 'Overdue since' : 'Due by'} ${momentOf(duty.dueAt, facts)}`,
            colour: isLate ? 'red' : 'yellow',
          },
          taken: takenWords(duty, facts),
          isLate,
          since: duty.dueAt,
        };
      }),
  );
}

function ofPlacements(facts: PupilFacts) {
  const today = dayOf(facts.now);
  return facts.placements
    .filter(({ stage }) => stage === 'started')
    .flatMap((placement) =>
      placement.missing.map((name) => {
        const owed = facts.matters.find(
          ({ placementId, matter }) => placementId === placement.placementId && matter === name,
        );
        const { text, colour, isOverdue } = gapState(placement, name, owed, today);
        return {
          what: capital(evidenceText(name)),
          about: siteName(placement, facts),
          href: urlOf(paths.placements.show, placement),
          tag: { text, colour },
          taken: '',
          isLate: isOverdue,
          since: placement.gapsDueOn ?? '',
        };
      }),
    );
}

/** What is owed again and again while a placement runs. */
function ofPeriods(facts: PupilFacts) {
  const running = new Map(
    facts.placements.filter(({ stage }) => stage === 'started').map((each) => [each.placementId, each]),
  );
  return stillOwed(facts.matters).flatMap((owed) => {
    const placement = running.get(owed.placementId);
    if (!placement) return [];
    const isLate = owed.status === 'missed' || owed.dueAt < facts.now;
    const day = shortDay(dayOf(owed.dueAt));
    return [
      {
        what: capital(dutyWords[owed.kind]),
        about: siteName(placement, facts),
        href: urlOf(paths.oversight.placement, placement),
        tag: { text: isLate ? `Missed: was due by ${day}` : `Due by ${day}`, colour: isLate ? 'red' : 'yellow' },
        taken: '',
        isLate,
        since: owed.dueAt,
      },
    ];
  });
}

const takenWords = ({ takenBy, takenAt }: DutyOfSession, facts: PupilFacts): string =>
  takenBy && takenAt ? `Taken by ${personName(facts, takenBy)} at ${momentOf(takenAt, facts)}.` : '';

const searchesShown = 10;

/** Each search for the pupil, the latest first: why, since when, and how it ended. */
export function searchesFor(facts: PupilFacts) {
  const rows = facts.sessions
    .filter(({ searchOpenedAt }) => searchOpenedAt !== undefined)
    .toSorted((a, b) => (b.searchOpenedAt ?? '').localeCompare(a.searchOpenedAt ?? ''));
  return {
    earlier: Math.max(0, rows.length - searchesShown),
    list: rows.slice(0, searchesShown).map((row) => {
      const session = sessionsOn(facts, row.on).find(({ row: each }) => each?.rowId === row.rowId);
      const began = row.searchOpenedAt === undefined ? '' : `Opened at ${clockTime(row.searchOpenedAt)}.`;
      return {
        when: `${shortDay(row.on)}, ${sessionWords[row.session]}`,
        where: siteName(row, facts),
        tag: row.notAccountedFor ? { text: 'Running', colour: 'red' } : { text: 'Ended', colour: 'grey' },
        because: session ? `${causeWords(session)}. ${began}` : began,
        end:
          row.accountedAt === undefined ? '' : `${momentOf(row.accountedAt, facts, row.on)}: ${foundWords(row, facts)}`,
      };
    }),
  };
}

/** The time alone where it is of the day in question, today unless another is named. */
function momentOf(at: string, facts: PupilFacts, on = dayOf(facts.now)): string {
  return dayOf(at) === on ? clockTime(at) : `${clockTime(at)} on ${shortDay(dayOf(at))}`;
}

const siteName = ({ siteId }: Pick<SessionRow, 'siteId'>, facts: PupilFacts): string =>
  facts.sites.get(siteId)?.name ?? 'Unknown site';

import type { SchoolRow } from '#read-models';
import type { PlannedSession } from '../attendance/planned.js';
import { markField, type Markable } from '../attendance/marks.js';
import type { DayAtSite } from '../attendance/site-day.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { clockTime, dayInWords, listInWords, sessionTitle, sessionWords, telHref } from '../shell/words.js';

/** A site's day as its own people see it: the pupils of all schools, and no more of each than is needed to know them. */
export type LinkedDay = DayAtSite & { readonly token: string; readonly markables: readonly Markable[] };

export function marksPage(
  day: LinkedDay,
  saved: Notice | null = null,
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const { token, site, on, now, plans, markables, schools } = day;
  const shut = closedWords(plans);
  return {
    title: site.name,
    day: dayInWords(on),
    lead: lead(day, shut.length > 0),
    errors,
    saved,
    action: urlOf(paths.provider.link, { token }),
    closed: shut,
    sessions: (['am', 'pm'] as const).flatMap((session) => {
      const those = markables.filter(({ about }) => about.session === session);
      const [first] = those;
      if (!first) return [];
      const begins = those.reduce(
        (earliest, { beginsAt }) => (beginsAt < earliest ? beginsAt : earliest),
        first.beginsAt,
      );
      const early = now < begins;
      return [
        {
          id: session,
          title: sessionTitle[session],
          note: early ? `From ${clockTime(begins)}. Until then you can only say that a pupil will be absent.` : '',
          marks: those.map((each) => markField(each, sessionWords[session], body, errors)),
        },
      ];
    }),
    schools: schoolLines(schools),
    // Procedure: S6.1
    responsible:
      'The school of each pupil stays responsible for their safeguarding, safety and wellbeing while they are with you.',
  };
}

export const schoolLines = (schools: readonly Pick<SchoolRow, 'name' | 'telephone'>[]) =>
  schools.map(({ name, telephone }) => ({ name, telephone, href: telHref(telephone) }));

function lead({ plans, markables }: LinkedDay, isClosed: boolean): string {
  if (markables.length > 0) return 'Tell us who is with you. You can save some now and come back for the others.';
  if (isClosed && plans.length > 0) return 'Nothing is asked of you.';
  return 'No pupil is expected with you on this day. Nothing is asked of you.';
}

/** What the page says of a closure: the school has been told, so the provider need not do anything here. */
function closedWords(plans: readonly PlannedSession[]): string[] {
  const shut = plans.filter(({ closed }) => closed !== null);
  if (shut.length === 0) return [];
  const sessions = [...new Set(shut.map(({ about }) => sessionWords[about.session]))];
  const when = shut.length === plans.length && sessions.length === 2 ? 'today' : `this ${listInWords(sessions)}`;
  return [
    `We have been told that you are closed ${when}: ${shut[0]?.closed ?? ''} If that is wrong, telephone the school.`,
  ];
}

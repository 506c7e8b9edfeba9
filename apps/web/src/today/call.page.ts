import type { SiteRow } from '#read-models';
import { markField, type Markable } from '../attendance/marks.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { clockTime, dayInWords, sessionTitle, telHref } from '../shell/words.js';

/** The form of one telephone call: every pupil of the school at the site that day, both sessions, with what is known. */
export function callPage(
  call: { site: SiteRow; provider: string; schoolId: string; on: string; markables: readonly Markable[] },
  body?: unknown,
  errors: FormErrors | null = null,
) {
  const { site, provider, schoolId, on, markables } = call;
  return {
    title: `Call with ${site.name}`,
    errors,
    back: { href: urlOf(paths.today.board, { schoolId }), text: 'Back to the board' },
    provider,
    day: dayInWords(on),
    telephone: site.telephone,
    href: telHref(site.telephone),
    action: urlOf(paths.today.call, { schoolId, siteId: site.siteId }),
    sessions: (['am', 'pm'] as const)
      .map((session) => ({
        title: sessionTitle[session],
        id: session,
        marks: markables
          .filter(({ about }) => about.session === session)
          .map((each) => markField(each, sessionTitle[session].toLowerCase(), body, errors)),
        begins: markables.find(({ about }) => about.session === session)?.beginsAt,
      }))
      .filter(({ marks }) => marks.length > 0)
      .map(({ begins, ...session }) => ({ ...session, begins: begins ? `From ${clockTime(begins)}` : '' })),
  };
}

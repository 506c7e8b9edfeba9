import type { Day } from '#event-sourcing';
import type { AdultRow, PlacementRow, PupilRow, SchoolRow } from '#read-models';
import { adultName } from '../providers/provider-words.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay, telHref } from '../shell/words.js';
import { partsOf, responsible, ringOf } from './briefing-words.js';
import type { BriefingFacts } from './gather.js';

/** What a provider must know of a pupil, as the adult sees it to whom a letter went. */
export type LinkedBriefing = {
  readonly token: string;
  readonly today: Day;
  readonly adult: AdultRow;
  readonly school: SchoolRow;
  readonly placement: PlacementRow;
  readonly pupil: PupilRow | null;
  readonly briefing: BriefingFacts;
};

/** Who the pupil is, and no more of them than that: no number, no ethnicity, no status. */
// Procedure: S6.1, S13.9, S14.2, S14.3, X7
export function briefingLinkPage(
  linked: LinkedBriefing,
  saved: Notice | null = null,
  errors: FormErrors | null = null,
) {
  const { token, adult, school, pupil, briefing } = linked;
  const { state, row, version } = briefing;
  const isRead = state === 'acknowledged';
  return {
    title: 'What you need to know',
    pupil: `${fullName(pupil ?? undefined)}${pupil ? `, ${yearWords(pupil)}` : ''}`,
    lines: [
      ...(isRead && row?.acknowledgedOn !== undefined
        ? [
            `It was acknowledged on ${shortDay(row.acknowledgedOn)}. You are sent another letter when something changes.`,
          ]
        : []),
      ...(state === 'changed'
        ? ['Something has changed since this was acknowledged. Please read all of it again.']
        : []),
      responsible(school.name),
      `If you are worried about the pupil, or the pupil is missing, ring ${school.name} at once. Share this with those who need it to keep the pupil safe, and with nobody else.`,
    ],
    errors,
    saved,
    parts: partsOf(briefing),
    ring: ringOf(briefing),
    school: { name: school.name, telephone: school.telephone, href: telHref(school.telephone) },
    // A version that has been acknowledged is shown as long as the link works, and asks nothing.
    form: isRead
      ? null
      : {
          action: urlOf(paths.provider.briefing, { token }),
          version: version ?? '',
          as: adultName(adult),
        },
  };
}

type Ring = Pick<SchoolRow, 'name' | 'telephone'> | null;
const stopped = (title: string, line: string, school: Ring) => ({
  title,
  lines: [line],
  action: null,
  schools: school ? [{ name: school.name, telephone: school.telephone, href: telHref(school.telephone) }] : [],
});

/** A link that has run out: the school sends another letter. */
export const briefingRunOutPage = (school: Ring) =>
  stopped('This link has run out', 'Ask the school to send you another letter.', school);

/** A page that shows nothing of a pupil, because nothing of them may go there. */
export const nothingSharedPage = (school: Ring) =>
  stopped(
    'There is nothing to read here now',
    'The placement has ended, or no data sharing agreement with the school is in force. Ask the school.',
    school,
  );

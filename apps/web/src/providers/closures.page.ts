import { z } from 'zod';
import { session, type ProviderCommand, type Session } from '#domain';
import type { Day, Id } from '#event-sourcing';
import { addDays, weekdayOf } from '#procedure';
import type { Closure, SiteRow } from '#read-models';
import { daySent, Fields } from '../shell/fields.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, dayInWords, shortDay } from '../shell/words.js';
import type { SiteHere } from './desk.js';
import { about, line, type FormSent } from './details.page.js';
import { partOfDay } from './provider-words.js';

/** The forms with which a site closes: for a day or for some, or for good; and opens again. */

const daysMax = 100;
const daysBackMax = 31;
const parts = ['day', ...session.options] as const;
const part = z
  .enum(parts, { error: 'Choose which part of the day' })
  .transform((chosen): Session | undefined => (chosen === 'day' ? undefined : chosen));

/** A day that may be left out: none of its three inputs was filled in. */
const dayOrNone = z.string().transform((text, context): Day | undefined => {
  if (text === '--') return undefined;
  const read = daySent('Enter the last day').safeParse(text);
  if (read.success) return read.data;
  for (const { message } of read.error.issues) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const closeForm = (today: Day) =>
  z
    .object({
      from: daySent('Enter the day').refine((on) => on >= addDays(today, -daysBackMax), 'The day is too long ago'),
      to: dayOrNone,
      session: part,
      because: line('the reason'),
    })
    .transform(({ to, ...form }) => ({ ...form, to: to ?? form.from }))
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The last day can’t be before the first' })
    .refine(({ from, to }) => to <= addDays(from, daysMax), {
      path: ['to'],
      message: `Enter ${daysMax} days or fewer at a time`,
    })
    .refine(({ from, to }) => to < from || to > addDays(from, daysMax) || weekdays(from, to).length > 0, {
      path: ['from'],
      message: 'No pupil is expected on a Saturday or Sunday: enter a day of the week',
    });

const weekdays = (from: Day, to: Day): Day[] => {
  const days: Day[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) if (weekdayOf(on) <= 5) days.push(on);
  return days;
};

/** What becomes of a pupil who is expected today, if the site is closed. */
export type Touched = { readonly name: string; readonly session: Session; readonly becomes: string };

export function closePage(here: SiteHere, today: Day, touched: readonly Touched[], sent?: FormSent) {
  const { schoolId, provider, site } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  return {
    ...about(here, sent),
    title: `Close ${site.name} for a day or more`,
    lead: [
      'On a day on which it is closed the site is not asked. Its pupils are not lost with it: whoever is expected there is looked for from their arrival on, until somebody of their school says where they are.',
    ],
    touched: {
      title: `If it is closed today, ${dayInWords(today)}`,
      nobody: 'No pupil of your school is expected there today.',
      pupils: touched.map(({ name, session, becomes }) => ({ who: `${name}, ${partOfDay(session)}`, becomes })),
      others: 'Pupils of other schools of the trust who are expected there are looked for by their own schools.',
    },
    action: urlOf(paths.providers.close, { schoolId, ...provider, siteId: site.siteId }),
    fields: [
      fields.day({ name: 'from', label: 'On which day is it closed?' }, today),
      fields.day({ name: 'to', label: 'Until which day?', hint: 'Leave it empty for one day' }),
      fields.choice(
        { name: 'session', label: 'For which part of the day?' },
        parts.map((value) => ({ value, text: capital(partOfDay(value === 'day' ? undefined : value)) })),
        'day',
      ),
      fields.text({ name: 'because', label: 'Why?', hint: 'For example: boiler. Name nobody' }),
    ],
    submit: 'Close the site',
  };
}

/** Of a stretch of days, each weekday is closed by itself, so that each can be taken back. */
export const closeSite = (
  { providerId, siteId }: SiteRow,
  { from, to, session: half, because }: { from: Day; to: Day; session: Session | undefined; because: string },
): ProviderCommand[] =>
  weekdays(from, to).map((on) => ({
    type: 'CloseSite',
    data: { providerId, siteId, on, ...(half === undefined ? {} : { session: half }), because },
  }));

export const reopenForm = z.object({ session: part });

export function reopenPage(here: SiteHere, on: Day, closures: readonly Closure[], today: Day, sent?: FormSent) {
  const { schoolId, provider, site } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const halves = closures.map((each) => each.session);
  const whole = halves.includes(undefined) || halves.length > 1;
  const offered = whole ? parts : parts.filter((each) => halves.some((half) => half === each));
  return {
    ...about(here, sent),
    title: `Take back the closure of ${dayInWords(on)}`,
    lead: [
      `${site.name} was to be closed: ${closures.map(({ because }) => because).join('; ')}.`,
      ...(on === today
        ? [
            'The site is asked again for what is left of today. A search that has begun goes on until somebody has said where the pupil is.',
          ]
        : []),
    ],
    action: urlOf(paths.providers.reopen, { schoolId, ...provider, siteId: site.siteId, on }),
    fields: [
      fields.choice(
        { name: 'session', label: 'For which part of the day is it open after all?' },
        offered.map((value) => ({ value, text: capital(partOfDay(value === 'day' ? undefined : value)) })),
        offered[0],
      ),
    ],
    submit: 'Take back the closure',
  };
}

export const reopenSite = (
  { providerId, siteId }: SiteRow,
  on: Day,
  { session: half }: { session: Session | undefined },
): ProviderCommand => ({
  type: 'ReopenSite',
  data: { providerId, siteId, on, ...(half === undefined ? {} : { session: half }) },
});

export const giveUpForm = z.object({ on: daySent('Enter the last day'), because: line('the reason') });

export function giveUpPage(here: SiteHere, placed: number, today: Day, sent?: FormSent) {
  const { schoolId, provider, site } = here;
  const fields = new Fields(sent?.body, sent?.errors ?? null);
  const ours =
    placed === 0
      ? 'No pupil of your school is placed there now.'
      : `${placed === 1 ? '1 pupil' : `${placed} pupils`} of your school ${placed === 1 ? 'is' : 'are'} placed there now: end their placements, or propose others, in time.`;
  return {
    ...about(here, sent),
    title: `Close ${site.name} for good`,
    lead: [
      'After its last day the site is closed in every session. A pupil whose placement there goes on is looked for each time, until the placement ends.',
      ours,
    ],
    action: urlOf(paths.providers.giveUp, { schoolId, ...provider, siteId: site.siteId }),
    fields: [
      fields.day({ name: 'on', label: 'Which is its last day?' }, site.givenUp?.on ?? today),
      fields.text(
        { name: 'because', label: 'Why?', hint: 'For example: the lease ends. Name nobody' },
        site.givenUp?.because,
      ),
    ],
    warning: true,
    submit: 'Close the site for good',
  };
}

export function takeUpPage(here: SiteHere, sent?: FormSent) {
  const { schoolId, provider, site } = here;
  const last = site.givenUp ? ` after ${shortDay(site.givenUp.on)}` : '';
  return {
    ...about(here, sent),
    title: `Keep ${site.name} open`,
    lead: [
      `It was to be closed for good${last}. If it stays open after all, it is asked again about the pupils who are placed there.`,
    ],
    action: urlOf(paths.providers.takeUp, { schoolId, ...provider, siteId: site.siteId }),
    fields: [],
    submit: 'Keep the site open',
  };
}

/** The address of the page on which a site's closures of a day are taken back. */
export const reopenAddress = (schoolId: Id, { providerId, siteId }: SiteRow, on: Day): string =>
  urlOf(paths.providers.reopen, { schoolId, providerId, siteId, on });

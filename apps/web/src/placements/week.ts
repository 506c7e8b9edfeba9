import { z } from 'zod';
import { session, type RestOfWeek, type Session, type Slot, type Weekday } from '#domain';
import type { SchoolRow } from '#read-models';
import { timeSent, type Fields } from '../shell/fields.js';
import { field, type FormErrors } from '../shell/forms.js';
import { capital, sessionWords } from '../shell/words.js';

/** The ten halves of a school week as a form asks for them: which ones are spent at the provider, and from when to when. */

const days = [
  { weekday: 1, day: 'Monday' },
  { weekday: 2, day: 'Tuesday' },
  { weekday: 3, day: 'Wednesday' },
  { weekday: 4, day: 'Thursday' },
  { weekday: 5, day: 'Friday' },
] as const satisfies readonly { readonly weekday: Weekday; readonly day: string }[];

const halves = days.flatMap(({ weekday }) =>
  session.options.map((half) => ({ weekday, session: half, key: keyOf({ weekday, session: half }) })),
);

/** What a half of the week is called in a form: `week-1-am` is the Monday morning. */
export function keyOf({ weekday, session }: { readonly weekday: number; readonly session: Session }): string {
  return `${weekday}-${session}`;
}
/** "Monday morning". */
export const halfWords = ({ weekday, session }: Pick<Slot, 'weekday' | 'session'>): string =>
  `${days[weekday - 1]?.day ?? ''} ${sessionWords[session]}`;

const nameOf = (key: string) => `week-${key}`;

/** What was sent of each half: whether it is spent there, and its two times. */
export const weekSent = (body: unknown) =>
  halves.map(({ key }) => ({
    key,
    isThere: field(body, nameOf(key)) === 'yes',
    arrive: field(body, `${nameOf(key)}-arrive`),
    leave: field(body, `${nameOf(key)}-leave`),
  }));

const arriveSent = timeSent('Enter when the pupil arrives');
const leaveSent = timeSent('Enter when the pupil leaves');

/** The slots out of what was sent. The times of a half that is not spent there say nothing, whatever they are. */
export const weekForm = z
  .array(z.object({ key: z.string(), isThere: z.boolean(), arrive: z.string(), leave: z.string() }))
  .transform((sent, context): Slot[] => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const slots = halves.flatMap(({ weekday, session, key }): Slot[] => {
      const half = sent.find((each) => each.key === key && each.isThere);
      if (!half) return [];
      const about = halfWords({ weekday, session });
      const arriveAt = arriveSent.safeParse(half.arrive);
      const leaveAt = leaveSent.safeParse(half.leave);
      if (arriveAt.error) wrong(`${key}-arrive`, `${about}: ${messageOf(arriveAt.error)}`);
      if (leaveAt.error) wrong(`${key}-leave`, `${about}: ${messageOf(leaveAt.error)}`);
      if (!arriveAt.success || !leaveAt.success) return [];
      if (leaveAt.data <= arriveAt.data) wrong(`${key}-leave`, `${about}: the pupil can’t leave before arriving`);
      return [{ weekday, session, arriveAt: arriveAt.data, leaveAt: leaveAt.data }];
    });
    for (const { weekday, day } of days) {
      const [am, pm] = session.options.map((half) =>
        slots.find((each) => keyOf(each) === keyOf({ weekday, session: half })),
      );
      if (am && pm && pm.arriveAt < am.leaveAt) {
        wrong(`${keyOf(pm)}-arrive`, `${day} afternoon: it can’t begin before the morning ends`);
      }
    }
    if (!sent.some(({ isThere }) => isThere))
      wrong(keyOf({ weekday: 1, session: 'am' }), 'Choose at least one session');
    return slots;
  });

const rests: Readonly<Record<RestOfWeek, string>> = {
  taught: 'Taught in school, or with another provider',
  'not-taught': 'Not taught: the pupil is part-time',
};
export const restWords = (rest: RestOfWeek | undefined): string => (rest ? rests[rest] : 'Not said');

/** What becomes of the sessions that are not spent at the provider; where nobody says, it is not known. */
export const restForm = z
  .enum(['', 'taught', 'not-taught'])
  .catch('')
  .transform((sent): RestOfWeek | undefined => (sent === '' ? undefined : sent));
export const restField = (fields: Fields, begins?: RestOfWeek) =>
  fields.choice(
    {
      name: 'restOfWeek',
      label: 'What becomes of the other sessions of the school week?',
      hint: 'As long as nobody says, the procedure asks as if the pupil were part-time',
    },
    Object.entries(rests).map(([value, text]) => ({ value, text })),
    begins,
  );

const messageOf = ({ issues }: z.ZodError): string => {
  const message = issues[0]?.message ?? '';
  return message.charAt(0).toLowerCase() + message.slice(1);
};

type TimeInput = { readonly name: string; readonly value: string; readonly error: string | null };
export type WeekField = {
  readonly label: string;
  readonly hint: string;
  /** What is wrong with the week as a whole. */
  readonly error: string | null;
  readonly days: readonly {
    readonly day: string;
    readonly halves: readonly {
      readonly name: string;
      readonly text: string;
      readonly checked: boolean;
      /** Where else the pupil is then. */
      readonly note: string;
      readonly arrive: TimeInput;
      readonly leave: TimeInput;
    }[];
  }[];
};

export type WeekBegins = {
  /** The slots that are chosen before anything was sent. */
  readonly slots: readonly Slot[];
  /** The school's own times, which stand where no others are known. */
  readonly times: SchoolRow['sessionTimes'][number] | undefined;
  /** Where else the pupil is in a half of the week, in words, by its key. */
  readonly elsewhere: ReadonlyMap<string, string>;
};

/** The week as a field of a form. */
export function weekField(
  { label, hint }: { readonly label: string; readonly hint: string },
  { slots, times, elsewhere }: WeekBegins,
  body: unknown,
  errors: FormErrors | null,
): WeekField {
  const sent = (name: string, begins: string) => (body === undefined ? begins : field(body, name));
  const input = (name: string, begins: string): TimeInput => ({
    name,
    value: sent(name, begins),
    error: errors?.of[name]?.text ?? null,
  });
  const half = (weekday: Weekday, session: Session) => {
    const key = keyOf({ weekday, session });
    const name = nameOf(key);
    const slot = slots.find((each) => keyOf(each) === key);
    return {
      name,
      text: capital(sessionWords[session]),
      checked: sent(name, slot ? 'yes' : '') === 'yes',
      note: elsewhere.get(key) ?? '',
      arrive: input(`${name}-arrive`, slot?.arriveAt ?? times?.[session].start ?? ''),
      leave: input(`${name}-leave`, slot?.leaveAt ?? times?.[session].end ?? ''),
    };
  };
  return {
    label,
    hint,
    error: errors?.of[nameOf(keyOf({ weekday: 1, session: 'am' }))]?.text ?? null,
    days: days.map(({ weekday, day }) => ({ day, halves: session.options.map((each) => half(weekday, each)) })),
  };
}

/** The names of all inputs of the week, for what is sent along. */
export const weekNames: readonly string[] = halves.flatMap(({ key }) => {
  const name = nameOf(key);
  return [name, `${name}-arrive`, `${name}-leave`];
});

import { z } from 'zod';
import { role, slot, standing, statusValue, upn, type Role, type Slot, type Standing } from '#domain';
import { day, timeOfDay, type Day } from '#event-sourcing';

/** What a cell says, or in words what would be right. */
export type Read<T> = { readonly value: T } | { readonly wanted: string };

/** How a column's cells are read. An empty cell never gets here. */
export type Reader<T> = (text: string) => Read<T>;

const right = <T>(value: T): Read<T> => ({ value });
const wrong = (wanted: string): Read<never> => ({ wanted });

export const line =
  (max = 120): Reader<string> =>
  (text) =>
    text.length <= max ? right(text.replace(/\s+/g, ' ')) : wrong(`at most ${max} characters`);

export const words: Reader<string> = (text) => (text.length <= 2_000 ? right(text) : wrong('at most 2,000 characters'));

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as schools write it: 3/9/2026, 03-09-2026, 3 Sept 2026 or 2026-09-03. The day comes before the month. */
export const aDay: Reader<Day> = (text) => {
  const plain = text.trim().replace(/[ T]00:00(:00(\.0+)?)?$/, '');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  const english = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain);
  const spelt = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$/.exec(plain);
  const month = spelt ? months.findIndex((each) => spelt[2]?.toLowerCase().startsWith(each)) + 1 : 0;
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : english
      ? [english[3], english[2], english[1]]
      : spelt && month > 0
        ? [spelt[3], String(month), spelt[1]]
        : null;
  const read = day.safeParse(parts?.map((part) => (part ?? '').padStart(2, '0')).join('-'));
  return read.success ? right(read.data) : wrong('a day such as 03/09/2026 or 2026-09-03');
};

export const email: Reader<string> = (text) => {
  const read = z.email().safeParse(text);
  return read.success ? right(read.data) : wrong('an email address such as name@school.example');
};

/** A number that a spreadsheet has taken for one has lost its nought. */
export const telephone: Reader<string> = (text) => {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 6 || digits.length > 15 || !/^[\d\s()+./-]+( ?(ext|x)\.? ?\d+)?$/i.test(text)) {
    return wrong('a telephone number such as 01632 960123');
  }
  return right(/^[1-9]\d{9}$/.test(text) ? `0${text}` : text);
};

export const yesOrNo: Reader<boolean> = (text) => {
  const read = asStatus(text);
  return read === 'yes' || read === 'no' ? right(read === 'yes') : wrong('yes or no');
};

export const aStatus: Reader<z.output<typeof statusValue>> = (text) => {
  const read = asStatus(text);
  return read ? right(read) : wrong('yes, no or unknown');
};

function asStatus(text: string): 'yes' | 'no' | 'unknown' | null {
  const plain = text.toLowerCase();
  if (['yes', 'y', 'true', '1', 't'].includes(plain)) return 'yes';
  if (['no', 'n', 'false', '0', 'f'].includes(plain)) return 'no';
  return ['unknown', 'not known', 'u', '?'].includes(plain) ? 'unknown' : null;
}

/** A year group: 9, Y9, Year 9; R and Reception are 0. */
export const yearGroup: Reader<number> = (text) => {
  const plain = text.toLowerCase().replace(/^(year|yr|y|ncy)\.? ?/, '');
  if (plain === 'r' || plain === 'reception') return right(0);
  return /^\d{1,2}$/.test(plain) && Number(plain) <= 14
    ? right(Number(plain))
    : wrong('a year group from R or 0 to 14, such as 9');
};

export const aUpn: Reader<string> = (text) => {
  const read = upn.safeParse(text.toUpperCase());
  return read.success
    ? right(read.data)
    : wrong('a UPN, one letter and twelve digits (the last may be a letter), whose first letter fits the rest');
};

export const urn: Reader<string> = (text) =>
  /^\d{6}$/.test(text) ? right(text) : wrong('a URN, which has six digits');
export const ukprn: Reader<string> = (text) =>
  /^1\d{7}$/.test(text) ? right(text) : wrong('a UKPRN, which has eight digits and begins with 1');
export const localAuthority: Reader<string> = (text) =>
  /^\d{3}$/.test(text) ? right(text) : wrong('the number of a local authority, which has three digits');

/** What schools call the roles, besides their own names. */
const roleNames: Readonly<Record<string, Role>> = {
  head: 'headteacher',
  'head teacher': 'headteacher',
  principal: 'headteacher',
  slt: 'senior-leader',
  dsl: 'designated-safeguarding-lead',
  'ap lead': 'alternative-provision-lead',
  'attendance officer': 'attendance-lead',
  senco: 'special-needs-coordinator',
  'qoe lead': 'quality-of-education-lead',
  aim: 'attendance-intervention-manager',
};

export const aRole: Reader<Role> = (text) => {
  const plain = text.toLowerCase().replace(/[\s_]+/g, ' ');
  const read = role.safeParse(roleNames[plain] ?? plain.replaceAll(' ', '-'));
  if (read.success) return right(read.data);
  return wrong(`one of: ${role.options.map((each) => each.replaceAll('-', ' ')).join(', ')}`);
};

export const aStanding: Reader<Standing> = (text) => {
  const read = standing.safeParse(text.toLowerCase());
  return read.success ? right(read.data) : wrong('holder, deputy or cover');
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const slotsWanted = 'slots such as "Mon am 09:30-12:00; Tue pm 13:00-15:00"';

/** The slots of a week: each a weekday, morning or afternoon, and two times. */
export const aWeek: Reader<readonly Slot[]> = (text) => {
  const slots: Slot[] = [];
  for (const part of text.split(/[;|]/).map((each) => each.trim())) {
    if (part === '') continue;
    const found = /^([a-z]{3})[a-z]*\.? (am|pm) (\d{1,2}[:.]\d{2}) ?(?:-|–|to) ?(\d{1,2}[:.]\d{2})$/i.exec(part);
    const read = slot.safeParse({
      weekday: weekdays.indexOf((found?.[1] ?? '').toLowerCase()) + 1,
      session: found?.[2]?.toLowerCase(),
      arriveAt: clock(found?.[3]),
      leaveAt: clock(found?.[4]),
    });
    if (!read.success) return wrong(slotsWanted);
    if (read.data.leaveAt <= read.data.arriveAt) return wrong('slots that end after they begin');
    slots.push(read.data);
  }
  if (slots.length === 0) return wrong(slotsWanted);
  const keys = new Set(slots.map(({ weekday, session }) => `${weekday}${session}`));
  return keys.size < slots.length ? wrong('each morning and afternoon once') : right(slots);
};

export const aTime: Reader<string> = (text) => {
  const read = timeOfDay.safeParse(clock(text));
  return read.success ? right(read.data) : wrong('a time such as 08:50');
};

const clock = (text = ''): string => text.replace('.', ':').padStart(5, '0');

/** One of a few words; others for the same thing may be given. */
export const oneOf =
  <T extends string>(options: Readonly<Record<string, T>>): Reader<T> =>
  (text) => {
    const found =
      options[
        text
          .toLowerCase()
          .replace(/[\s_-]+/g, ' ')
          .trim()
      ];
    return found === undefined ? wrong(`one of: ${[...new Set(Object.values(options))].join(', ')}`) : right(found);
  };

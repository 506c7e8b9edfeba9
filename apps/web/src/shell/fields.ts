import { z } from 'zod';
import { day, timeOfDay, type Day, type TimeOfDay } from '#event-sourcing';
import { field, several, type FormErrors } from './forms.js';

/** A form as a page shows it: fields in order, placed by shell/fields.njk. */
export type FormField =
  | (Common & { readonly kind: 'day'; readonly parts: readonly DayPart[] })
  | (Common & { readonly kind: 'text' | 'words'; readonly value: string })
  | (Common & {
      readonly kind: 'choice' | 'several';
      readonly choices: readonly ShownChoice[];
      /** Side by side, for a few short answers. */
      readonly inline?: boolean;
    })
  | (Common & { readonly kind: 'select'; readonly choices: readonly ShownOption[] })
  | (Common & { readonly kind: 'files'; readonly accept: string });
type Common = { readonly name: string; readonly label: string; readonly hint: string; readonly error: string | null };
type DayPart = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly width: number;
};
export type Choice = { readonly value: string; readonly text: string; readonly hint?: string };
type ShownChoice = Choice & { readonly id: string; readonly checked: boolean };
type ShownOption = Pick<Choice, 'value' | 'text'> & { readonly checked: boolean };

type Asked = { readonly name: string; readonly label: string; readonly hint?: string };

/** What a field shows: what was sent, and what was wrong with it; before anything was sent, what it begins with. */
export class Fields {
  constructor(
    private readonly body: unknown,
    private readonly errors: FormErrors | null,
  ) {}

  text({ name, label, hint = '' }: Asked, begins = ''): FormField {
    return { kind: 'text', ...this.common(name, label, hint), value: this.sent(name, begins) };
  }

  words({ name, label, hint = '' }: Asked, begins = ''): FormField {
    return { kind: 'words', ...this.common(name, label, hint), value: this.sent(name, begins) };
  }

  choice(
    { name, label, hint = '', inline = false }: Asked & { readonly inline?: boolean },
    options: readonly Choice[],
    begins = '',
  ): FormField {
    const chosen = this.sent(name, begins);
    const choices = options.map((each, index) => ({
      ...each,
      id: index === 0 ? name : `${name}-${each.value}`,
      checked: each.value === chosen,
    }));
    return { kind: 'choice', ...this.common(name, label, hint), choices, inline };
  }

  /** Any number of options, rather than one. */
  several({ name, label, hint = '' }: Asked, options: readonly Choice[], begins: readonly string[] = []): FormField {
    const chosen = this.body === undefined ? begins : several(this.body, name);
    const choices = options.map((each, index) => ({
      ...each,
      id: index === 0 ? name : `${name}-${each.value}`,
      checked: chosen.includes(each.value),
    }));
    return { kind: 'several', ...this.common(name, label, hint), choices };
  }

  /** For what may be chosen from many; the first option is what stands there before anything is chosen. */
  select({ name, label, hint = '' }: Asked, options: readonly Choice[], begins = ''): FormField {
    const chosen = this.sent(name, begins);
    const choices = options.map(({ value, text }) => ({ value, text, checked: value === chosen }));
    return { kind: 'select', ...this.common(name, label, hint), choices };
  }

  /** Any number of files. What was chosen can't be shown again: browsers forget it. The page has to say `multipart`. */
  files({ name, label, hint = '' }: Asked, accept: string): FormField {
    return { kind: 'files', ...this.common(name, label, hint), accept };
  }

  day({ name, label, hint = '' }: Asked, begins?: Day): FormField {
    const [year = '', month = '', dayOfMonth = ''] = begins?.split('-').map((part) => part.replace(/^0/, '')) ?? [];
    const part = (suffix: string, label: string, begins: string, width: number) => ({
      // The day's own input has the field's name as its id, so that the error summary leads to it.
      id: suffix === 'day' ? name : `${name}-${suffix}`,
      name: `${name}-${suffix}`,
      label,
      width,
      value: this.sent(`${name}-${suffix}`, begins),
    });
    return {
      kind: 'day',
      ...this.common(name, label, hint),
      parts: [part('day', 'Day', dayOfMonth, 2), part('month', 'Month', month, 2), part('year', 'Year', year, 4)],
    };
  }

  private common(name: string, label: string, hint: string): Common {
    return { name, label, hint, error: this.errors?.of[name]?.text ?? null };
  }

  private sent(name: string, begins: string): string {
    return this.body === undefined ? begins : field(this.body, name);
  }
}

/** The three inputs of a day as one text, for `daySent` to read. */
export const dayParts = (body: unknown, name: string): string =>
  ['year', 'month', 'day'].map((part) => field(body, `${name}-${part}`)).join('-');

/** A day out of its three inputs: 3, 2 and 2026 are 2026-02-03. */
export const daySent = (missing: string) =>
  z.string().transform((text, context): Day => {
    if (!isBlank(text)) return readDay(text, context);
    context.addIssue({ code: 'custom', message: missing });
    return z.NEVER;
  });

/** The same where the day may be left out. */
export const dayIfSent = z
  .string()
  .transform((text, context): Day | undefined => (isBlank(text) ? undefined : readDay(text, context)));

const isBlank = (parts: string): boolean => parts.replaceAll('-', '') === '';

function readDay(parts: string, context: z.RefinementCtx): Day {
  const [year = '', month = '', dayOfMonth = ''] = parts.split('-');
  const read = day.safeParse(`${year.padStart(4, '0')}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`);
  if (read.success && year.length === 4) return read.data;
  context.addIssue({ code: 'custom', message: 'Enter a real day, such as 23 11 2026' });
  return z.NEVER;
}

/** A time as people type it: 8:50, 08:50 or 8.50. */
export const timeSent = (missing: string) =>
  z.string().transform((text, context): TimeOfDay => {
    const [, hours = '', minutes = ''] = /^(\d{1,2})[:.](\d{2})$/.exec(text) ?? [];
    const read = timeOfDay.safeParse(`${hours.padStart(2, '0')}:${minutes}`);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: text === '' ? missing : 'Enter a time, such as 8:50 or 13:10' });
    return z.NEVER;
  });

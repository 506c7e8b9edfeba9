import { z } from 'zod';
import { day, type Day } from '#event-sourcing';
import { field, type FormErrors } from './forms.js';

/** A form as a page shows it: fields in order, placed by shell/fields.njk. */
export type FormField =
  | (Common & { readonly kind: 'day'; readonly parts: readonly DayPart[] })
  | (Common & { readonly kind: 'text' | 'words'; readonly value: string })
  | (Common & { readonly kind: 'choice'; readonly choices: readonly ShownChoice[] });
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

  words({ name, label, hint = '' }: Asked): FormField {
    return { kind: 'words', ...this.common(name, label, hint), value: this.sent(name, '') };
  }

  choice({ name, label, hint = '' }: Asked, options: readonly Choice[], begins = ''): FormField {
    const chosen = this.sent(name, begins);
    const choices = options.map((each, index) => ({
      ...each,
      id: index === 0 ? name : `${name}-${each.value}`,
      checked: each.value === chosen,
    }));
    return { kind: 'choice', ...this.common(name, label, hint), choices };
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
    const [year = '', month = '', dayOfMonth = ''] = text.split('-');
    if (year + month + dayOfMonth === '') {
      context.addIssue({ code: 'custom', message: missing });
      return z.NEVER;
    }
    const read = day.safeParse(`${year.padStart(4, '0')}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`);
    if (read.success && year.length === 4) return read.data;
    context.addIssue({ code: 'custom', message: 'Enter a real day, such as 23 11 2026' });
    return z.NEVER;
  });

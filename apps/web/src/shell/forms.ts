import type { ZodError } from 'zod';

/** What went wrong with a form: beside each field, and together at the top of the page. */
export type FormErrors = {
  /** For the error summary: each links to its field, if it is about one. */
  readonly summary: readonly { readonly text: string; readonly href?: string }[];
  /** The first message of a field by the field's name. */
  readonly of: Readonly<Record<string, { readonly text: string } | undefined>>;
};

/** The errors of a form by its fields' names; the id of a field's first input is its name. */
export function formErrors(problem: Pick<ZodError, 'issues'>): FormErrors {
  const of: Record<string, { text: string }> = {};
  for (const { path, message } of problem.issues) of[path.join('-')] ??= { text: message };
  return errorsOf(of);
}

/** The same from messages that did not come from a schema. */
export function errorsOf(of: Readonly<Record<string, { readonly text: string }>>): FormErrors {
  return { summary: Object.entries(of).map(([name, { text }]) => ({ text, href: `#${name}` })), of };
}

/** What was sent in a form's field: text, without the spaces around it; empty when it was not sent, or sent twice. */
export const field = (body: unknown, name: string): string => untrimmed(body, name).trim();

/** What was chosen among several: one comes as text, more as a list. */
export function several(body: unknown, name: string): readonly string[] {
  if (typeof body !== 'object' || body === null) return [];
  const value: unknown = Object.getOwnPropertyDescriptor(body, name)?.value;
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

/** The same as it was typed: a blank at the end of a password belongs to it. */
export function untrimmed(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Object.getOwnPropertyDescriptor(body, name)?.value;
  return typeof value === 'string' ? value : '';
}

/** The page to go back to: only one of ours is gone back to, whatever was sent; else the first page. */
export const backTo = (asked: unknown): string =>
  typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : '/';

import { z } from 'zod';

/** What is read where a personal value stood whose key has been destroyed. */
export const erased: unique symbol = Symbol('erased');
export type Erased = typeof erased;

const marks = z.registry<{ personal: true }>();
const subjects = z.registry<{ subject: string }>();
const histories = z.registry<{ upcasts: readonly Upcast[] }>();

/** Brings data stored under one version of a schema to the next. It sees opened values, `erased` ones among them. */
export type Upcast = (data: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * Marks a field as being about a person. It is sealed under its subject's key wherever it is stored, and reads as its
 * value or as `erased`. The mark counts on the fields of an event or row, not deeper: mark the whole of a nested value.
 */
export function personal<T extends z.ZodType>(schema: T) {
  const marked = z.union([
    schema,
    z.custom<Erased>((value) => value === erased, { abort: true, message: 'expected a value or erased' }),
  ]);
  marks.add(marked, { personal: true });
  return marked;
}

/** Names the field whose id says under whose key an event is sealed, where that is not the subject of its stream. */
export function about<T extends z.ZodObject>(field: keyof z.output<T> & string, schema: T): T {
  const copy = schema.clone();
  subjects.add(copy, { subject: field });
  return copy;
}

/** A schema that has changed, with one line for each change, oldest first. */
export function changed<T extends z.ZodObject>(schema: T, ...upcasts: readonly Upcast[]): T {
  const copy = schema.clone();
  histories.add(copy, { upcasts });
  const subject = subjects.get(schema);
  if (subject) subjects.add(copy, subject);
  return copy;
}

/** The fields of a schema that are marked, whether they must be there or may be. */
export function personalFields(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => (marks.get(bare(field)) ? [name] : []));
}

export const subjectField = (schema: z.ZodObject): string | undefined => subjects.get(schema)?.subject;
export const upcastsOf = (schema: z.ZodObject): readonly Upcast[] => histories.get(schema)?.upcasts ?? [];

/** The value, or what to say in its place. */
export const orElse = <T, U>(value: T | Erased, otherwise: U): Exclude<T, Erased> | U =>
  value === erased ? otherwise : (value as Exclude<T, Erased>);

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? bare(schema.unwrap()) : schema;
}

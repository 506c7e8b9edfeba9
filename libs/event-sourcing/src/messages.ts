import { z } from 'zod';
import { personalFields, subjectField, upcastsOf, type Upcast } from './personal.js';

/** How long what is sealed may be kept: the retention class that a key belongs to besides its subject. */
export type Retention = 'pupil-file' | 'staff-file' | 'provider-file' | 'contact';

export type Sealed = {
  /** The field that names the subject whose key seals the personal fields. */
  readonly subject: string;
  readonly kept: Retention;
};

type Shapes = Readonly<Record<string, z.ZodObject>>;

/** A stream's events, or its commands: names and schemas. */
export type Messages<S extends Shapes = Shapes> = {
  readonly shapes: S;
  readonly sealed: Sealed | null;
};

/** Everything that is known of one type of message. */
export type MessageDefinition = {
  readonly type: string;
  readonly schema: z.ZodObject;
  readonly personal: readonly string[];
  readonly sealed: Sealed | null;
  readonly upcasts: readonly Upcast[];
};

/** Defines a stream's events or commands; `sealed` is needed as soon as one field is personal. */
export function messages<S extends Shapes>(shapes: S, sealed: Sealed | null = null): Messages<S> {
  return { shapes, sealed };
}

/** Some of a stream's messages: what a projection or a process listens to. */
export function pick<S extends Shapes, K extends keyof S & string>(
  from: Messages<S>,
  ...types: readonly K[]
): Messages<Pick<S, K>> {
  const shapes = Object.fromEntries(types.map((type) => [type, from.shapes[type]]));
  return { shapes: shapes as Pick<S, K>, sealed: from.sealed };
}

/** The union of the messages: `{ type, data }` for each name. */
export type MessageOf<M extends Messages> =
  M extends Messages<infer S>
    ? { [K in keyof S & string]: { type: K; data: z.output<S[K]> } }[keyof S & string]
    : never;

/** Any message: a name and its data. */
export type Message = { readonly type: string; readonly data: Readonly<Record<string, unknown>> };

/** The definitions of several streams' messages by type. Two messages of one name are a mistake and throw. */
export function catalogue(...sources: readonly Messages[]): ReadonlyMap<string, MessageDefinition> {
  const all = new Map<string, MessageDefinition>();
  for (const { shapes, sealed } of sources) {
    for (const [type, schema] of Object.entries(shapes)) {
      if (all.has(type)) throw new Error(`Two messages are called ${type}: rename one.`);
      const personal = personalFields(schema);
      const subject = subjectField(schema) ?? sealed?.subject;
      if (personal.length > 0 && (!sealed || !subject || !(subject in schema.shape))) {
        throw new Error(`${type} has personal fields, and no field names the subject whose key seals them.`);
      }
      all.set(type, {
        type,
        schema,
        personal,
        sealed: sealed && subject ? { ...sealed, subject } : null,
        upcasts: upcastsOf(schema),
      });
    }
  }
  return all;
}

import type { Response } from 'express';
import type { Role } from '#domain';
import { newId, type Id, type Meta } from '#event-sourcing';
import { correlationNow } from '#tracing';
import type { SchoolRow } from '#read-models';

/** A school, and what somebody is there today. */
export type OfSchool = { readonly school: SchoolRow; readonly roles: readonly Role[] };

/** Who is signed in, and what they are at which school today. */
export type SignedIn = {
  readonly personId: Id;
  readonly name: string;
  /** They look after this installation. */
  readonly operator: boolean;
  readonly schools: readonly OfSchool[];
  /** The school of the page that was asked for, when it is of one. */
  readonly here: OfSchool | null;
};

/** What is known of a request while it is answered. It lives in the response, and ends with it. */
export type RequestContext = {
  /** Ties together what is stored, logged and shown because of one request. */
  readonly correlationId: Id;
  signedIn: SignedIn | null;
};

const contexts = new WeakMap<Response, RequestContext>();

/** The context of the request that this response answers. */
export function contextOf(res: Response): RequestContext {
  const context = contexts.get(res) ?? { correlationId: correlationNow() ?? newId(), signedIn: null };
  contexts.set(res, context);
  return context;
}

/** What events say of a command that somebody signed in gives on a page. */
export function metaOf({ correlationId, signedIn }: RequestContext): Meta {
  if (!signedIn) throw new Error('A page gave a command though nobody is signed in.');
  const roles = signedIn.here?.roles ?? [];
  return { actor: { kind: 'staff', id: signedIn.personId, roles: [...roles] }, correlationId, via: 'web' };
}

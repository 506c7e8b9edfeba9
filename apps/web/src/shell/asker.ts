import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { contextOf, metaOf, type SignedIn } from './context.js';
import type { Permission } from './permissions.js';

const responseOf = (context: ExecutionContext): Response => context.switchToHttp().getResponse<Response>();

/** Who is asking, as the events of their command will say it. */
export const Asker = createParamDecorator((_: unknown, context: ExecutionContext) =>
  metaOf(contextOf(responseOf(context))),
);

/** Who is signed in; the guard has seen to it that somebody is. */
export const Reader = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { signedIn } = contextOf(responseOf(context));
  if (!signedIn) throw new Error('A page for readers who are signed in was opened without one: say what it allows.');
  return signedIn;
});

/** The school of the page, with the reader's roles there. */
export const Here = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const here = contextOf(responseOf(context)).signedIn?.here;
  if (!here) throw new Error('A page of a school was opened without one: its address needs :schoolId.');
  return here;
});

export const accessKey = 'waymark:access';
export type Access = 'open' | 'signed-in' | 'operators' | 'operators-or-demo' | Permission;

/** A page that anybody may open. */
export const Open = () => SetMetadata(accessKey, 'open' satisfies Access);
/** A page for everybody who is signed in. */
export const ForSignedIn = () => SetMetadata(accessKey, 'signed-in' satisfies Access);
/** A page for those who look after the installation, whatever their roles at its schools. */
export const ForOperators = () => SetMetadata(accessKey, 'operators' satisfies Access);
/** The same, but open to anybody in the demonstration, where everybody is made up. */
export const ForOperatorsOrDemo = () => SetMetadata(accessKey, 'operators-or-demo' satisfies Access);
/** A page for those who may do this at the school of its address. */
export const Allowed = (permission: Permission) => SetMetadata(accessKey, permission satisfies Access);

import {
  ForbiddenException,
  Injectable,
  NotFoundException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Accounts } from '#accounts';
import { Clock, orElse } from '#event-sourcing';
import { PersonById, rolesOf, SchoolsOf } from '#read-models';
import { accessKey, type Access } from './asker.js';
import { contextOf, type SignedIn } from './context.js';
import { Frames } from './frame.js';
import { paths, urlOf } from './paths.js';
import { mayDo } from './permissions.js';
import { SessionCookie } from './session-cookie.js';
import { WebOptions } from './web-options.js';
import { dayOf } from './words.js';

/** Sends whoever is not signed in to the page where they can; the way back is kept. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
  constructor(readonly backTo: string) {
    super('Nobody is signed in.');
  }

  get address(): string {
    return urlOf(paths.signIn.form, {}, { back: this.backTo === paths.home ? undefined : this.backTo });
  }
}

/**
 * Nobody opens a page unless it says who may. A page of a school is there for those who have a role at it today, and does
 * not exist for all others; what they may do there follows from the role.
 */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly cookie: SessionCookie,
    private readonly frames: Frames,
    private readonly options: WebOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const req = context.switchToHttp().getRequest<Request>();
    const res = context.switchToHttp().getResponse<Response>();
    const access = this.reflector.get<Access | undefined>(accessKey, context.getHandler());
    if (access === undefined) throw new Error(`${context.getHandler().name} does not say who may open it.`);

    const signedIn = await this.signedIn(req);
    contextOf(res).signedIn = signedIn;
    this.frames.place(req, res);
    if (access === 'open' || (access === 'operators-or-demo' && this.options.isDemo)) return true;
    if (!signedIn) throw new NotSignedIn(req.method === 'GET' ? req.originalUrl : paths.home);
    if (access === 'signed-in') return true;
    if (access === 'operators' || access === 'operators-or-demo') {
      if (!signedIn.operator) throw new ForbiddenException();
      return true;
    }
    if (!signedIn.here) throw new NotFoundException();
    if (!mayDo(signedIn.here.roles, access)) throw new ForbiddenException();
    return true;
  }

  private async signedIn(req: Request): Promise<SignedIn | null> {
    const cookie = this.cookie.read(req);
    const session = cookie === null ? null : await this.accounts.session(cookie);
    if (!session) return null;
    const { personId } = session;
    const on = dayOf(this.clock.now());
    const [person, found] = await Promise.all([
      this.queries.execute(new PersonById({ personId })),
      this.queries.execute(new SchoolsOf({ personId, on })),
    ]);
    // Whoever has left is out at once, whatever their browser still holds.
    if (!person || (person.leftOn !== undefined && person.leftOn < on)) return null;
    const schools = found.map((school) => ({ school, roles: rolesOf(school, personId, on) }));
    const here = schools.find(({ school }) => school.schoolId === req.params['schoolId']) ?? null;
    const { operator } = person;
    return { personId, name: orElse(person.name, 'Name erased'), operator, schools, here };
  }
}

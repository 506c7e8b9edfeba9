import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Refusal, type Position } from '#event-sourcing';
import { errorsOf, formErrors, type FormErrors } from './forms.js';
import { problemOf } from './problems.filter.js';
import { Saved, type Done } from './saved.js';

/** A form can't be taken as it was sent: its page is shown again, with what is wrong and what was typed. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  constructor(
    readonly errors: FormErrors,
    readonly status = 400,
  ) {
    super('A form was not taken as it was sent.');
  }
}

/** What was sent, as the form reads it. @throws {NotTaken} with what is wrong beside each field. */
export function read<T>(form: z.ZodType<T>, sent: unknown): T {
  const found = form.safeParse(sent);
  if (!found.success) throw new NotTaken(formErrors(found.error));
  return found.data;
}

/** Two parts of one form, each read in its own way. @throws {NotTaken} with what is wrong with either, all of it at once. */
export function readBoth<A, B>(first: () => A, second: () => B): readonly [A, B] {
  const one = readOrErrors(first);
  const other = readOrErrors(second);
  if ('read' in one && 'read' in other) return [one.read, other.read];
  const wrong = [one, other].flatMap((each) => ('notTaken' in each ? each.notTaken : []));
  const errors = {
    summary: wrong.flatMap((each) => each.errors.summary),
    of: Object.assign({}, ...wrong.map((each) => each.errors.of)) as FormErrors['of'],
  };
  throw new NotTaken(errors, Math.max(...wrong.map(({ status }) => status)));
}

function readOrErrors<T>(reading: () => T): { readonly read: T } | { readonly notTaken: NotTaken } {
  try {
    return { read: reading() };
  } catch (error) {
    if (error instanceof NotTaken) return { notTaken: error };
    throw error;
  }
}

/** Turns away what was sent for what no schema could know, with a message for each field; as an expression. */
export const notTaken = (of: Parameters<typeof errorsOf>[0], status?: number): never => {
  throw new NotTaken(errorsOf(of), status);
};

/** What came of a form that was taken: where it can be seen, what is said there, and what that page waits for. */
export type Taken = { readonly to: string; readonly done: Done; readonly position: Position | null };

/** How a form is answered, the same everywhere. */
@Injectable()
export class FormAnswers {
  constructor(private readonly saved: Saved) {}

  /** Shows a page that is one form. */
  ask(res: Response, page: object): void {
    res.render('shell/form', { page });
  }

  /**
   * Does the work and leads to where it can be seen. Where the work can't take what was sent, or a rule says no, the page
   * is shown again with that; the work reads what was sent by `read` and does nothing before that.
   */
  async take(
    res: Response,
    again: (errors: FormErrors) => object | Promise<object>,
    work: () => Promise<Taken>,
    template = 'shell/form',
  ): Promise<void> {
    try {
      this.seeOther(res, await work());
    } catch (error) {
      const { errors, status } = notTakenFor(error);
      res.status(status).render(template, { page: await again(errors) });
    }
  }

  /** Leads to where it can be seen what came of a form, or of a button alone. */
  seeOther(res: Response, { to, done, position }: Taken): void {
    this.saved.redirect(res, to, done, position);
  }
}

function notTakenFor(error: unknown): NotTaken {
  if (error instanceof NotTaken) return error;
  if (!(error instanceof Refusal)) throw error;
  const { status, lines, list } = problemOf(error);
  return new NotTaken({ of: {}, summary: [...lines, ...list].map((text) => ({ text })) }, status);
}

import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { isDatabaseAway } from '#database';
import { NeedsLaterVersion, Refusal, StreamMoved } from '#event-sourcing';
import { sentenceOf } from '#domain';
import { withoutPersonalData, type Logger } from '#logging';
import { QueuesAway } from '../operations/queue-looking.js';
import { evidenceText } from '../placements/timeline-words.js';
import { contextOf } from './context.js';
import { Frames } from './frame.js';
import { TooOften } from './limited.guard.js';
import { NotSignedIn } from './signed-in.guard.js';
import { capital, count } from './words.js';

/** Something that went wrong, in the words in which a person is told. */
export type Problem = {
  readonly status: number;
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly list: readonly string[];
};

const problem = (status: number, name: string, title: string, ...lines: string[]): Problem => ({
  status,
  name,
  title,
  lines,
  list: [],
});

const notFound = problem(
  404,
  'not-found',
  'Page not found',
  'If you typed the address, check that it is right. If you followed a link, what it leads to may not be yours to see.',
);
const gone = problem(
  410,
  'erased',
  'This has been erased',
  'The key with which it could be read was destroyed, as the rules for keeping records ask. Nobody can read it any more.',
);
const forbidden = problem(
  403,
  'forbidden',
  'You can’t do this',
  'Your roles at this school don’t include it. Ask the person who gives roles at your school.',
);
const anotherOrigin = problem(
  403,
  'another-origin',
  'This was not sent from Waymark',
  'For your safety nothing was done. Open the page in Waymark and try again.',
);
const moved = problem(
  409,
  'conflict',
  'Somebody else was first',
  'What you were working on was changed at the same moment. Nothing of yours was lost or half-done: go back, look again, and send it once more.',
);
const signIn = problem(401, 'not-signed-in', 'Sign in', 'You are not signed in.');
const unreadable = problem(
  400,
  'unreadable',
  'This could not be read',
  'Something that was sent is not as it should be. Go back and check it.',
);
const fault = problem(
  500,
  'fault',
  'Sorry, there is a fault in Waymark',
  'Nothing was half-done. Try again in a moment. If it happens again, tell the person who runs Waymark.',
  'If a pupil’s whereabouts depend on it, use the telephone now.',
);
const away = problem(
  503,
  'database-away',
  'Waymark can’t be used at the moment',
  'Its database does not answer, or has no room left. What you sent may not be saved: send it again in a few minutes. Nothing is recorded twice.',
  'If a pupil’s whereabouts depend on it, use the telephone now.',
);
const upgrading = problem(
  503,
  'being-upgraded',
  'Waymark is being upgraded',
  'This was changed by a later version of Waymark than the one that answers here. Nothing of yours was saved or half-done: send it again in a few minutes.',
  'If a pupil’s whereabouts depend on it, use the telephone now.',
);
const awaySeconds = 30;

const queuesAway = problem(
  503,
  'queues-away',
  'The queues can’t be seen at the moment',
  'Where the jobs are kept does not answer. The operations page says how the clock is; nothing that is due is lost with a queue.',
);

/** What a person is told of an error. What nobody expected is a fault of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return refused(error);
  if (error instanceof StreamMoved) return moved;
  if (error instanceof z.ZodError) return unreadable;
  if (error instanceof NotSignedIn) return signIn;
  if (error instanceof TooOften) return tooOften(error);
  if (error instanceof QueuesAway) return queuesAway;
  if (isDatabaseAway(error)) return away;
  if (error instanceof NeedsLaterVersion) return upgrading;
  if (!(error instanceof HttpException)) return fault;
  const status = error.getStatus();
  if (status === 404) return notFound;
  if (status === 410) return gone;
  if (status === 403) return error.message === 'another-origin' ? anotherOrigin : forbidden;
  if (status < 500) return { ...unreadable, status };
  return fault;
}

const tooOften = ({ seconds }: TooOften): Problem =>
  problem(
    429,
    'too-often',
    'Please wait a moment',
    `This was asked for too often from where you are. Try again ${inAWhile(seconds)}.`,
  );

const inAWhile = (seconds: number): string =>
  seconds < 90 ? `in ${count(seconds, 'second')}` : `in ${count(Math.ceil(seconds / 60), 'minute')}`;

function refused({ reason, details }: Refusal): Problem {
  const sentence = sentenceOf(reason) ?? 'A rule of the procedure says no.';
  return {
    status: 422,
    name: reason,
    title: 'Waymark can’t do this',
    lines: [sentence],
    list: details.map((each) => capital(evidenceText(each))),
  };
}

/** The one place where errors become answers: a page for people, problem+json (RFC 9457) for programs. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  constructor(
    private readonly frames: Frames,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const req = http.getRequest<Request>();
    const res = http.getResponse<Response>();
    const { correlationId } = contextOf(res);
    if (error instanceof NotSignedIn && wants(req) === 'html') return res.redirect(303, error.address);
    const found = problemOf(error);
    if (found.status >= 500) {
      this.logger.error({ route: routeOf(req), ...withoutPersonalData(error) }, 'A request failed.');
    }
    if (res.headersSent) {
      res.end();
      return;
    }
    res.status(found.status);
    if (error instanceof TooOften) res.set('Retry-After', String(error.seconds));
    if (found === away || found === upgrading || found === queuesAway) res.set('Retry-After', String(awaySeconds));
    if (wants(req) === 'json') {
      res.type('application/problem+json').send(
        JSON.stringify({
          type: `urn:waymark:problem:${found.name}`,
          title: found.title,
          status: found.status,
          detail: [...found.lines, ...found.list].join(' '),
          instance: `urn:uuid:${correlationId}`,
        }),
      );
      return;
    }
    this.frames.place(req, res);
    res.render('shell/problem', {
      page: {
        title: found.title,
        lines: found.lines,
        list: found.list,
        reference: found.status >= 500 ? correlationId : null,
        link: { href: '/', text: 'Go to the first page' },
      },
    });
  }
}

const wants = (req: Request) => req.accepts(['html', 'json']);

/** The pattern of the route that answers, so that no id or token gets into a log. */
export function routeOf(req: Request): string {
  const route = req.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'none';
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { AppControllerRoute, AppViewRoute, UIConfig } from '@bull-board/api/typings/app';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import type { Jobs } from '#jobs';
import { paths } from '../shell/paths.js';

/** What the page of the board places. */
export type BoardPage = {
  readonly base: string;
  /** JSON that can stand inside a script. */
  readonly config: string;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
};

type Answered = <T>(work: Promise<T>) => Promise<T>;

/**
 * bull-board over the queues, for looking only: what would change something is not there. Its page is ours, because its own
 * loads fonts from elsewhere; its scripts, styles and answers are served by `handle`, under whatever guards that.
 */
export class QueueBoard {
  readonly page: BoardPage;
  readonly handle: RequestHandler;

  constructor(jobs: Jobs, base: string, answered: Answered) {
    const adapter = new ReadingAdapter(answered);
    adapter.setBasePath(base);
    const queues = jobs.all.map(
      // Ours is what we use of BullMQ's queue, and is one.
      (queue) => new BullMQAdapter(queue as unknown as Queue, { readOnlyMode: true, allowRetries: false }),
    );
    createBullBoard({ queues, serverAdapter: adapter, options: { uiConfig } });
    this.page = { base: `${base}/`, config: adapter.config, ...assets() };
    this.handle = adapter.handler();
  }
}

const clockTime = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const monthAndDay = { day: 'numeric', month: 'short' } as const;

const uiConfig: UIConfig = {
  boardTitle: 'Queues',
  miscLinks: [{ text: 'Operations', url: paths.operations.list }],
  hideDocsLink: true,
  locale: { lng: 'en-US' },
  dateFormats: {
    short: clockTime,
    common: { ...monthAndDay, ...clockTime },
    full: { year: 'numeric', ...monthAndDay, ...clockTime },
  },
};

/** Serves what only shows. */
class ReadingAdapter extends ExpressAdapter {
  config = '';

  constructor(private readonly answered: Answered) {
    super();
    this.app.disable('x-powered-by').disable('etag');
  }

  override setViewsPath(): this {
    return this;
  }

  override setEntryRoute(entry: AppViewRoute): this {
    const { params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
    this.config = String(params['uiConfig']);
    return this;
  }

  override setErrorHandler(): this {
    this.errorHandler = (error) => {
      throw error; // To whoever called the handler, and answers there as for every page.
    };
    return this;
  }

  override setApiRoutes(routes: AppControllerRoute[]): this {
    const reading = routes.filter(({ method }) => method === 'get');
    super.setApiRoutes(
      reading.map((route) => ({
        ...route,
        handler: (request) => this.answered(Promise.resolve(route.handler(request))),
      })),
    );
    return this;
  }

  handler(): RequestHandler {
    return this.getRouter() as RequestHandler;
  }
}

/** The scripts and styles that bull-board's own page names, and nothing else of it. */
function assets(): Pick<BoardPage, 'styles' | 'scripts'> {
  const require = createRequire(createRequire(import.meta.url).resolve('@bull-board/api'));
  const html = readFileSync(join(dirname(require.resolve('@bull-board/ui/package.json')), 'dist/index.ejs'), 'utf8');
  const named = [...html.matchAll(/ (?:href|src)="(static\/[\w./-]+)"/g)].map(([, path = '']) => path);
  return {
    styles: named.filter((path) => path.endsWith('.css')),
    scripts: named.filter((path) => path.endsWith('.js')),
  };
}

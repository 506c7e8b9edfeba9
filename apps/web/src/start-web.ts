import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Readiness } from '#health';
import { addParts, openEditions, type Installation } from '#installation';
import { createLogger, NestLogger } from '#logging';
import type { Editions } from '#procedure';
import { endsUnderLoad } from './ending.js';
import { Assets } from './shell/assets.js';
import { Frames } from './shell/frame.js';
import { LimitedGuard } from './shell/limited.guard.js';
import { ProblemsFilter } from './shell/problems.filter.js';
import { requestContext } from './shell/request-context.js';
import { requestLog } from './shell/request-log.js';
import { SameOriginGuard } from './shell/same-origin.js';
import { securityHeaders } from './shell/security.js';
import { SignedInGuard } from './shell/signed-in.guard.js';
import { Views, viewsEnding, viewsFolder } from './shell/views.js';
import { WebModule } from './web.module.js';

export type WebSettings = {
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: string;
  /** Sentences that every reader who is signed in sees. */
  readonly notices?: readonly string[];
  /** Where the log goes; standard output, unless elsewhere. */
  readonly logTo?: { write(line: string): void } | undefined;
  /** That of the process, to which the pages add what they need; one of their own, unless told. */
  readonly readiness?: Readiness;
};

/** The pages, being served. */
export type RunningWeb = {
  readonly port: number;
  /** Where this process answers; links in letters begin with the configuration's `publicUrl`. */
  readonly url: string;
  /** Every route that is answered, as the router has it: `GET /schools/:schoolId/today`. */
  readonly routes: readonly string[];
  readonly editions: Editions;
  /** Answers what is under way and takes nothing new. The installation stays open: whoever opened it closes it. */
  close(): Promise<void>;
};

/** Serves the pages of an installation. @throws when the port is taken, or nothing has been built for browsers. */
export async function startWeb(
  installation: Installation,
  { port, host, notices = [], logTo, readiness = new Readiness().opened() }: WebSettings,
): Promise<RunningWeb> {
  const { config, meter } = installation;
  const logger = createLogger('web', config.logLevel, logTo);
  const assets = Assets.read();
  const editions = await openEditions(installation);
  addParts(readiness, installation);
  const module = WebModule.of({ installation, editions, assets, notices, readiness });
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });

  app.disable('x-powered-by');
  // A page of staff is never kept by a browser, so there is nothing to compare it with.
  app.disable('etag');
  app.set('trust proxy', config.trustedProxies);
  app.engine(viewsEnding, new Views().engine());
  app.set('views', viewsFolder);
  app.set('view engine', viewsEnding);

  app.use('/assets', assets.handler());
  app.use(
    requestContext,
    requestLog(logger, meter),
    ...securityHeaders({ https: config.publicUrl.startsWith('https:') }),
  );
  app.useBodyParser('urlencoded', { extended: false, limit: '256kb', parameterLimit: 2_000 });
  app.useGlobalGuards(new SameOriginGuard(), app.get(LimitedGuard), app.get(SignedInGuard));
  app.useGlobalFilters(new ProblemsFilter(app.get(Frames), logger));

  const end = endsUnderLoad(app.getHttpServer());
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = app.getHttpServer().address() as AddressInfo;
  return {
    port: address.port,
    routes: routesOf(app),
    editions,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () => {
      end();
      return app.close();
    },
  };
}

function routesOf(app: NestExpressApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance();
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
    return [...methods].map((method) => `${method} ${route.path}`);
  });
}

import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Installation } from '#installation';
import { createLogger, NestLogger } from '#logging';
import { readEditions } from '#procedure';
import { Assets } from './shell/assets.js';
import { Frames } from './shell/frame.js';
import { ProblemsFilter } from './shell/problems.filter.js';
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
};

/** The pages, being served. */
export type RunningWeb = {
  readonly port: number;
  /** Where this process answers; links in letters begin with the configuration's `publicUrl`. */
  readonly url: string;
  /** Answers what is under way and takes nothing new. The installation stays open: whoever opened it closes it. */
  close(): Promise<void>;
};

/** Serves the pages of an installation. @throws when the port is taken, or nothing has been built for browsers. */
export async function startWeb(
  installation: Installation,
  { port, host, notices = [] }: WebSettings,
): Promise<RunningWeb> {
  const { config } = installation;
  const logger = createLogger('web', config.logLevel);
  const assets = Assets.read();
  const editions = await readEditions(config.procedures);
  const module = WebModule.of({ installation, editions, assets, notices });
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });

  app.disable('x-powered-by');
  // A page of staff is never kept by a browser, so there is nothing to compare it with.
  app.disable('etag');
  // Whoever stands between us and the browser does so on this machine or in its own network.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.engine(viewsEnding, new Views().engine());
  app.set('views', viewsFolder);
  app.set('view engine', viewsEnding);

  app.use('/assets', assets.handler());
  app.use(requestLog(logger), ...securityHeaders({ https: config.publicUrl.startsWith('https:') }));
  app.useBodyParser('urlencoded', { extended: false, limit: '256kb', parameterLimit: 2_000 });
  app.useGlobalGuards(new SameOriginGuard(), app.get(SignedInGuard));
  app.useGlobalFilters(new ProblemsFilter(app.get(Frames), logger));

  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = app.getHttpServer().address() as AddressInfo;
  return {
    port: address.port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () => app.close(),
  };
}

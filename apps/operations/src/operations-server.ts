import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alive, statusOf, type Readiness } from '#health';
import { withoutPersonalData, type Logger } from '#logging';

/** What `/metrics` answers: text, and what kind of text. */
export type Exposition = { readonly contentType: string; readonly text: string };

export type OperationsServerOptions = {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: () => Promise<Exposition>;
  readonly log: Logger;
};

export type OperationsServer = {
  readonly port: number;
  close(): Promise<void>;
};

/**
 * Serves what operators and their programs ask: whether the process lives, whether it is of use, and its metrics. It asks
 * nobody who they are, so it belongs where nobody from outside can reach it.
 *
 * @throws what the operating system says, such as EADDRINUSE; `setting` then names the variables that it comes from.
 */
export async function startOperationsServer(options: OperationsServerOptions): Promise<OperationsServer> {
  const { host, port, log } = options;
  const server = createServer((request, response) => {
    answer(request, options).then(
      (found) => send(response, found, request.method === 'HEAD'),
      (error: unknown) => {
        log.error(withoutPersonalData(error), 'The operations port could not answer.');
        send(response, json(500, { status: 'fault' }), false);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(Object.assign(error, { setting: { port: 'OPERATIONS_PORT', host: 'OPERATIONS_HOST' } }));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = Exposition & { readonly status: number };

const json = (status: number, body: object): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
});

async function answer(
  { method, url = '' }: IncomingMessage,
  { readiness, metrics }: OperationsServerOptions,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { status: 'only-get' });
  const [path = ''] = url.split('?');
  switch (path) {
    case '/health/live':
      return json(200, alive);
    case '/health/ready': {
      const ready = await readiness.look();
      return json(statusOf(ready), ready);
    }
    case '/metrics':
      return { status: 200, ...(await metrics()) };
    default:
      return json(404, { status: 'not-found' });
  }
}

function send(response: ServerResponse, { status, contentType, text }: Answer, isHead: boolean): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(isHead ? undefined : text);
}

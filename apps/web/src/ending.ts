import type { Server, ServerResponse } from 'node:http';

/**
 * Lets a server come to an end while requests keep coming. Closing one takes no new connections, but whoever holds one that
 * is kept alive could go on asking for ever: so from the end on, each answer says that it is the last on its connection.
 *
 * @returns what begins the end; the server is closed by whoever opened it.
 */
export function endsUnderLoad(server: Server): () => void {
  const underWay = new Set<ServerResponse>();
  let isEnding = false;
  server.prependListener('request', (_, response: ServerResponse) => {
    if (isEnding) response.setHeader('connection', 'close');
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  return () => {
    isEnding = true;
    for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
  };
}

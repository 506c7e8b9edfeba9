import { createServer, type AddressInfo } from 'node:net';

/** A port of this machine that is free now: the one that is wanted, or another. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(wanted, '127.0.0.1', () => resolve(true));
  });
  if (!free) return freePort();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

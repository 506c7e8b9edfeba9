import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Systems give the ports above to whoever connects somewhere: what is free there now may be taken in a moment. */
const [lowest, highest] = [20_000, 32_767];

/** A port of this machine that is free now: the one that is wanted, or another. */
export async function freePort(wanted = randomInt(lowest, highest + 1)): Promise<number> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(wanted, '127.0.0.1', () => resolve(true));
  });
  if (!free) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return wanted;
}

import { createServer } from 'node:net';

/**
 * Looks whether a port can be had before anything is opened that would have to be closed again. Somebody may still be
 * quicker; then listening fails in the same way.
 *
 * @throws what the operating system says, such as EADDRINUSE, with the address and the port.
 */
export async function assertPortFree({ port, host }: { readonly port: number; readonly host: string }): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

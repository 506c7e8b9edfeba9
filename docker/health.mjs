// Asks a program of Waymark in this container whether it lives; ends with 0 when it does, with 1 when not. Node asks by
// itself, so the image needs no other program for it.
const { OPERATIONS_PORT: port, OPERATIONS_HOST: host = '127.0.0.1' } = process.env;
const anywhere = ['0.0.0.0', '::'].includes(host);
const address = `http://${anywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}/health/live`;

try {
  const { status } = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  console.log(`${address} says ${status}.`);
  process.exitCode = status === 200 ? 0 : 1;
} catch (error) {
  console.log(`${address} does not answer (${error.cause?.code ?? error.name}).`);
  process.exitCode = 1;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobsContract } from '../../../test/contracts/jobs.contract.js';

describe('jobs in Redis', () => {
  // A server of our own on a socket in a folder of our own: no port that somebody else may have.
  const folder = mkdtempSync(join(tmpdir(), 'waymark-redis-'));
  const socket = join(folder, 'redis.sock');
  let server: ChildProcess;
  beforeAll(async () => {
    const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder];
    server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const said of server.stdout ?? []) if (String(said).includes('eady to accept connections')) break;
  });
  afterAll(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  });

  jobsContract({
    queues: () => ({ redisUrl: socket }),
    bareWorker: () => `{ connection: { path: ${JSON.stringify(socket)} }, prefix: 'waymark' }`,
  });
});

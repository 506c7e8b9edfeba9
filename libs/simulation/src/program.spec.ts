import { startProcess } from './program.js';

const node = (script: string) => [process.execPath, '-e', script];

describe('a program', () => {
  it('is ready when it says so, and tells its address', async () => {
    const program = await startProcess(
      node('console.log("Waymark is at http://127.0.0.1:" + process.env.PORT); setInterval(() => {}, 1000)'),
      /is at/,
      { PORT: '4242' },
    );
    expect(program.address).toBe('http://127.0.0.1:4242');
    await program.kill();
    await program.kill();
  });

  it('ends politely when it is stopped', async () => {
    const polite = 'process.on("SIGTERM", () => process.exit(0)); console.log("ready"); setInterval(() => {}, 1000)';
    const program = await startProcess(node(polite), /ready/, {});
    expect(program.address).toBeNull();
    await program.stop();
  });

  it('that ends before it is ready is told with what it said', async () => {
    const failing = startProcess(node('console.error("There is no key."); process.exit(3)'), /ready/, {});
    await expect(failing).rejects.toThrow(/ended with 3 before it was ready\.\nThere is no key\./);
  });
});

import { startProcess } from './program.js';

const node = (script: string) => [process.execPath, '-e', script];

describe('a program', () => {
  it('is ready when it says so, and can be killed twice', async () => {
    const program = await startProcess(
      node(
        'console.log("Starting."); setTimeout(() => console.log(process.env.WORD), 20); setInterval(() => {}, 1000)',
      ),
      /ready for work/,
      { WORD: 'Now ready for work.' },
    );
    await program.kill();
    await program.kill();
  });

  it('ends politely when it is stopped', async () => {
    const polite = 'process.on("SIGTERM", () => process.exit(0)); console.log("ready"); setInterval(() => {}, 1000)';
    const program = await startProcess(node(polite), /ready/, {});
    await program.stop();
  });

  it('that ends before it is ready is told with what it said', async () => {
    const failing = startProcess(node('console.error("There is no key."); process.exit(3)'), /ready/, {});
    await expect(failing).rejects.toThrow(/ended with 3 before it was ready\.\nThere is no key\./);
  });
});

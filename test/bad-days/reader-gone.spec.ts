import { BadDay, build } from './bad-day.js';

const timeoutMs = 120_000;

/** `waymark … | head`: whoever reads goes away before the command has said all. */
describe('a command whose reader has gone', () => {
  const day = new BadDay();
  beforeAll(() => build(), timeoutMs);
  afterAll(() => day.end(), timeoutMs);

  const unread = (command: readonly string[], env = {}) =>
    day.run(command, env, ['bash', '-o', 'pipefail', '-c', '"$@" | true', 'bash']);

  it.each([['--help'], ['--version'], ['help import'], ['help'], ['doctor'], ['doctor --json']])(
    '%s ends as it would have ended, and says nothing of it',
    async (command) => {
      expect(await unread(command.split(' '))).toEqual({ code: 0, stdout: '', stderr: '' });
    },
    timeoutMs,
  );

  it(
    'still says by its code that something is wrong',
    async () => {
      expect(await unread(['doctor'], { PORT: 'http' })).toEqual({ code: 1, stdout: '', stderr: '' });
      expect(await unread(['nonsense'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Unknown command') });
    },
    timeoutMs,
  );
});

import { setTimeout as pause } from 'node:timers/promises';
import { BadDay, build, ctrlC, isAlive, type Running } from './bad-day.js';

const timeoutMs = 180_000;

describe('what serves, on a terminal', () => {
  const day = new BadDay();
  beforeAll(async () => {
    build();
    const { waymark } = await day.serve();
    waymark.signal('SIGTERM');
    expect(await waymark.ended()).toMatchObject({ code: 0 });
  }, timeoutMs);
  afterAll(() => day.end(), timeoutMs);

  async function stopped(program: Running): Promise<string> {
    program.type(ctrlC);
    const { code, stdout } = await program.ended();
    expect(stdout).toMatch(
      /\^C\r\n\d\d:\d\d:\d\d {2}Stopping: what is in hand is finished first\..*\r\n.*Stopped\.\r\n$/,
    );
    expect(stdout).not.toContain('{"level"');
    expect(code).toBe(0);
    return stdout;
  }

  it(
    'start says where the pages are, what becomes of letters, and how it is stopped',
    async () => {
      const start = day.startOnTerminal(['start']);
      const [, url = ''] = await start.says(/Waymark is at (\S+)[^]*Ctrl-C stops it\./);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      const said = await stopped(start);
      expect(said).toContain('It serves the pages, looks once a minute for what is due');
      expect(said).toContain(
        `Letters are kept at ${url}/mailbox for operators and not sent, because SMTP_URL is not set.`,
      );
    },
    timeoutMs,
  );

  it(
    'web says that it serves pages alone, and worker where letters go',
    async () => {
      const web = day.startOnTerminal(['web']);
      const [, url = ''] = await web.says(/The pages of Waymark are at (\S+)[^]*Ctrl-C stops it\./);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect(await stopped(web)).toContain('Providers are asked and letters leave while a worker runs: waymark worker');

      const mail = { SMTP_URL: 'smtp://postmaster:hush-hush@mail.school.example:587', MAIL_FROM: 'a@school.example' };
      const worker = day.startOnTerminal(['worker'], mail);
      await worker.says(/is at work: it looks once a minute for what is due[^]*Ctrl-C stops it\./);
      const said = await stopped(worker);
      expect(said).toContain('Letters leave through the mail server at mail.school.example:587.');
      expect(said).not.toContain('hush-hush');
    },
    timeoutMs,
  );

  it(
    'web and worker write a log of JSON lines where nobody looks, and nothing else',
    async () => {
      const programs = [day.start(['web']), day.start(['worker'])] as const;
      await programs[0].says(/"msg":"The pages are being served\."/);
      await programs[1].says(/"msg":"The worker has started\."/);
      for (const program of programs) {
        program.signal('SIGTERM');
        const { code, stdout, stderr } = await program.ended();
        const messages = stdout
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { msg: string }).msg);
        expect(messages.at(-1)).toBe('Stopped.');
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      }
    },
    timeoutMs,
  );

  it(
    'is stopped in order when its terminal is closed',
    async () => {
      const start = day.startOnTerminal(['start']);
      await start.says(/Ctrl-C stops it/);
      const server = day.serverPid() ?? 0;
      expect(isAlive(server)).toBe(true);
      await start.kill(); // The terminal, not what runs on it.
      while (isAlive(server)) await pause(50);
      expect(day.serverPid()).toBeNull();
    },
    timeoutMs,
  );
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '#database';
import { MailServer } from '#simulation';
import { BadDay, build, isAlive, Running } from '../bad-days/bad-day.js';
import { eventually } from '../support/eventually.js';
import { KurrentStandIn } from '../support/kurrentdb/index.js';
import { OwnPostgres } from '../support/own-postgres.js';
import { RedisServer } from '../support/redis-server.js';

/** The machine may be busy with other tests, and what is started compiles nothing but opens a lot. */
const timeoutMs = 240_000;

type Block = { readonly language: string; readonly code: string };

/** The blocks of commands of the page, by the heading that they stand under; those for containers left out. */
function commandsOf(page: string): ReadonlyMap<string, readonly Block[]> {
  return new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language = '', code = '']) => ({
          language,
          code,
        }));
        const title = section.slice(0, section.indexOf('\n'));
        return [title, blocks.filter(({ code }) => !code.includes('docker'))] as const;
      }),
  );
}

const commands = commandsOf(readFileSync('docs/topologies.md', 'utf8'));
const under = (heading: string): readonly Block[] => commands.get(heading) ?? [];
const serves = ({ code }: Block): boolean =>
  /^(npm start|node --env-file=\.env bin\/waymark\.js (web|worker))$/m.test(code);

/** A clone, in which the commands of the page are given: its programs are those of this one, its data are its own. */
class Clone {
  private readonly day = new BadDay();
  private readonly serving: Running[] = [];

  private constructor(
    readonly port: number,
    readonly postgres: OwnPostgres,
    readonly redis: RedisServer,
    private readonly mail: MailServer,
    readonly kurrentDb: KurrentStandIn,
  ) {
    for (const name of ['package.json', 'bin']) symlinkSync(resolve(name), join(this.day.folder, name));
  }

  static async make(): Promise<Clone> {
    const [postgres, redis] = [await OwnPostgres.start(), await RedisServer.start()];
    return new Clone(await freePort(), postgres, redis, await MailServer.start(), await KurrentStandIn.start());
  }

  /** Runs a block to its end. @throws with what it said when it fails. */
  async give({ language, code }: Block): Promise<string> {
    if (language === 'sql') {
      // One after another, because a database is made in no transaction.
      for (const statement of code.split(';\n').filter((each) => each.trim() !== '')) {
        await this.postgres.asAdmin('postgres', (admin) => admin.query(statement));
      }
      return '';
    }
    const { code: status, stdout, stderr } = await this.begin(code).ended();
    if (status !== 0) throw new Error(`These commands ended with ${status}:\n${code}\n${stderr}`);
    return stdout;
  }

  /** Starts a block that goes on, and gives what it has said when it serves. */
  async serve({ code }: Block): Promise<string> {
    const running = this.begin(code);
    this.serving.push(running);
    await running.says(/Ctrl-C stops it|The pages are being served|The worker has started/);
    return running.stdout;
  }

  /** Gives the blocks in their order, and starts those that go on; what all of them said. */
  async giveAll(blocks: readonly Block[]): Promise<string> {
    let said = '';
    for (const block of blocks) said += await (serves(block) ? this.serve(block) : this.give(block));
    return said;
  }

  async doctor(): Promise<{ state: string; name: string; sentence: string }[]> {
    const settings = existsSync(join(this.day.folder, '.env')) ? '--env-file=.env' : '';
    const { stdout } = await this.begin(`node ${settings} bin/waymark.js doctor --json`).ended();
    return (JSON.parse(stdout) as { findings: { state: string; name: string; sentence: string }[] }).findings;
  }

  async end(): Promise<void> {
    for (const each of this.serving) {
      if (isAlive(each.pid)) process.kill(-each.pid, 'SIGTERM');
      await each.ended();
    }
    await this.day.end();
    await Promise.all([this.mail.stop(), this.redis.stop(), this.kurrentDb.goAway()]);
    await this.postgres.stop();
  }

  /** In a group of its own, because a shell and npm stand between it and us. */
  private begin(code: string): Running {
    const env = { PATH: process.env['PATH'], HOME: this.day.folder, PORT: String(this.port) };
    return new Running(
      spawn('sh', ['-e', '-c', this.here(code)], {
        cwd: this.day.folder,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** The servers of this machine, in the places of those that the page names. */
  private here(code: string): string {
    return code
      .replaceAll('db.example.org:5432', `127.0.0.1:${this.postgres.port}`)
      .replaceAll('mail.example.org:587', `127.0.0.1:${this.mail.port}`)
      .replaceAll('redis.example.org:6379', `127.0.0.1:${this.redis.port}`)
      .replaceAll('kurrentdb.example.org:2113', `127.0.0.1:${this.kurrentDb.port}`);
  }
}

describe('the README’s table', () => {
  it('gives commands of this page, and no others', () => {
    const table = /\| you have +\| commands.*?\n\n/s.exec(readFileSync('README.md', 'utf8'))?.[0] ?? '';
    const given = [...table.matchAll(/`((?:npm|node|echo) [^`]+)`/g)].map(([, command = '']) => command);
    const lines = [...commands.values()].flat().flatMap(({ code }) => code.split('\n'));
    expect(given).toHaveLength(5);
    expect(given.filter((command) => !lines.includes(command))).toEqual([]);
  });
});

describe('the commands for', () => {
  let clone: Clone;
  beforeAll(() => build(), timeoutMs);
  beforeEach(async () => (clone = await Clone.make()), timeoutMs);
  afterEach(() => clone.end(), timeoutMs);

  /** That somebody can begin by the link that was printed, and that the doctor finds what should be there, and nothing amiss. */
  const expectServed = async (said: string, environment: string) => {
    const [link = ''] = /http:\S+\/first-run\/\S+/.exec(said) ?? [];
    expect((await fetch(link)).status).toBe(200);
    await eventually(async () => {
      const findings = await clone.doctor();
      expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
      const sentences = findings.map(({ name, sentence }) => `${name}: ${sentence}`);
      expect(sentences).toEqual(
        expect.arrayContaining([
          expect.stringContaining(environment),
          expect.stringContaining('1 worker is at work'),
          expect.stringContaining(`Waymark answers on port ${clone.port}`),
        ]),
      );
    }, 60_000);
  };

  /** The blocks of a trust, with a line more in its settings. */
  const trustWith = (...lines: readonly Block[]): Block[] => {
    const [logins, settings, ...rest] = under('A trust');
    return [logins, settings, ...lines, ...rest].filter((block) => block !== undefined);
  };

  it(
    'a laptop serve it from nothing',
    async () => {
      const said = await clone.giveAll(under('A laptop'));
      await expectServed(said, 'environment: Not in production, on an embedded PostgreSQL, jobs in PostgreSQL');
    },
    timeoutMs,
  );

  it(
    'a trust serve it from an empty PostgreSQL',
    async () => {
      const said = await clone.giveAll(trustWith());
      await expectServed(said, 'on the PostgreSQL of DATABASE_URL, jobs in PostgreSQL, with a mail server');
    },
    timeoutMs,
  );

  it(
    'more of them keep jobs in Redis',
    async () => {
      const said = await clone.giveAll(trustWith(...under('Redis')));
      await expectServed(said, 'on the PostgreSQL of DATABASE_URL, jobs in Redis');
    },
    timeoutMs,
  );

  it(
    'KurrentDB keep events there',
    async () => {
      const said = await clone.giveAll(trustWith(...under('KurrentDB')));
      await expectServed(said, 'on the PostgreSQL of DATABASE_URL');
      // What the worker's followers note when they begin.
      expect(clone.kurrentDb.log.all.map(({ type }) => type)).toContain('ReactorStarted');
    },
    timeoutMs,
  );
});

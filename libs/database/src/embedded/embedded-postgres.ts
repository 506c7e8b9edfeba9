import { setTimeout as sleep } from 'node:timers/promises';
import pg, { escapeLiteral } from 'pg';
import { isConnectionLost } from '../faults.js';
import { passwordOf, urlAt, type EmbeddedRole } from './passwords.js';
import { preparePlace, type Place } from './place.js';
import type { Address } from './postmaster.js';
import { ensureRunning, stopServer, type ServerSettings } from './server.js';

/** What a process that works on a data directory is. */
export type Attendance = 'start' | 'web' | 'worker' | 'command';

export type AttachOptions = {
  readonly dataDir: string;
  readonly as?: Attendance | undefined;
  /** Server settings over the defaults, for a server that is started now. */
  readonly settings?: ServerSettings | undefined;
  /** Whoever leaves last leaves the server running, for the next. */
  readonly staysUp?: boolean;
  /** Told why the server that went away under us does not come back yet; each reason once. */
  readonly onTrouble?: OnTrouble | undefined;
};

/** Hears of trouble in a sentence that holds nothing personal. */
export type OnTrouble = (sentence: string) => void;

/** A second set of processes must not work on the same embedded database. */
export class DataDirectoryInUse extends Error {
  constructor(dataDir: string, part: string, holder: string | undefined) {
    super(
      `Another Waymark${holder === undefined ? '' : ` (${holder})`} already works as ${part} on ${dataDir}. Stop it ` +
        'first, or set WAYMARK_DATA to another folder. To run several at once, give them one DATABASE_URL.',
    );
    this.name = 'DataDirectoryInUse';
  }
}

const databaseName = 'waymark';
/** A server that works through what a crash left is not ready at once. */
const comesWithinMs = 60_000;
const againAfterMs = 1_000;
/** The server lets go of what a killed process held as soon as it sees that it is gone. */
const letsGoWithinMs = 2_000;
/** The first of the two numbers of our advisory locks; the second is one of these. */
const locks = { space: 0x57_41_59, presence: 1, web: 2, worker: 3, settingUp: 4 };
const partsOf: Record<Attendance, readonly ('web' | 'worker')[]> = {
  start: ['web', 'worker'],
  web: ['web'],
  worker: ['worker'],
  command: [],
};

/**
 * The server that lives in a data directory. Who is there is known by advisory locks in the server itself, so a process
 * that dies is gone at once: everyone holds `presence` shared; `web` and `worker` are held by one process each.
 */
export class EmbeddedPostgres {
  private address: Address = { host: '', port: 0 };
  private present: pg.Client | undefined;
  private comingBack: Promise<void> = Promise.resolve();
  private leaving = false;

  private constructor(
    private readonly dataDir: string,
    private readonly place: Place,
    private readonly as: Attendance,
    private readonly settings: ServerSettings,
    private readonly staysUp: boolean,
    private readonly onTrouble: OnTrouble,
  ) {}

  /** Starts the server or finds it running, and is there. @throws {DataDirectoryInUse} @throws {EmbeddedRefused} */
  static async attach({
    dataDir,
    as = 'command',
    settings = {},
    staysUp = false,
    onTrouble = () => undefined,
  }: AttachOptions): Promise<EmbeddedPostgres> {
    const embedded = new EmbeddedPostgres(dataDir, preparePlace(dataDir), as, settings, staysUp, onTrouble);
    await embedded.come(true);
    return embedded;
  }

  /** The URL for a role; `waymark` is the database unless another one is named. */
  url(role: EmbeddedRole, database = databaseName): string {
    return urlAt(this.address, this.place.secret, role, database);
  }

  /** Goes away, and stops the server if nobody else is there. */
  async leave(): Promise<void> {
    if (this.leaving) return;
    this.leaving = true;
    // A server that is just being started again would be left running by nobody: it is waited for, and then left.
    await this.comingBack;
    const client = this.present;
    if (!client) return;
    try {
      await client.query('SELECT pg_advisory_unlock_shared($1, $2)', [locks.space, locks.presence]);
      // Held until the server has stopped: whoever comes now waits for this lock, loses the connection, and starts it anew.
      if (!this.staysUp && (await tryLock(client, locks.presence))) await stopServer(this.place);
    } catch (error) {
      if (!isConnectionLost(error)) throw error; // Without a connection there is nothing to leave.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async come(mayMake: boolean): Promise<void> {
    for (const giveUpAt = Date.now() + comesWithinMs; ;) {
      this.address = await ensureRunning(this.place, this.settings, mayMake);
      const client = this.client();
      try {
        await client.connect();
        await this.takeParts(client);
        await client.query('SELECT pg_advisory_lock_shared($1, $2)', [locks.space, locks.presence]);
        await setUp(client, this.place.secret);
        this.present = client;
        if (!this.staysUp) client.on('end', () => void (this.comingBack = this.comeBack()));
        return;
      } catch (error) {
        await client.end().catch(() => undefined);
        // Whoever left last has stopped the server between our finding and our asking.
        if (!isConnectionLost(error) || Date.now() > giveUpAt || this.leaving) throw error;
        await sleep(50);
      }
    }
  }

  /** The server went away under us: somebody stopped it by hand, or it crashed. It is started again, and our place taken. */
  private async comeBack(): Promise<void> {
    this.present = undefined;
    let told = '';
    while (!this.leaving) {
      try {
        return await this.come(false);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (why !== told) this.onTrouble(`The database went away and is not back yet. ${why}`);
        told = why;
        await sleep(againAfterMs, undefined, { ref: false });
      }
    }
  }

  private async takeParts(client: pg.Client): Promise<void> {
    for (const part of partsOf[this.as]) {
      if (await lockInTime(client, locks[part])) continue;
      throw new DataDirectoryInUse(this.dataDir, part, await holderOf(client, locks[part]));
    }
  }

  private client(): pg.Client {
    const client = new pg.Client({
      connectionString: this.url('postgres', 'postgres'),
      application_name: `process ${process.pid}, ${this.as}`,
    });
    client.on('error', () => undefined); // 'end' follows.
    return client;
  }
}

async function tryLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS taken', [locks.space, lock]);
  return rows[0].taken === true;
}

/** Waits a moment for whoever is just going. */
async function lockInTime(client: pg.Client, lock: number): Promise<boolean> {
  for (const giveUpAt = Date.now() + letsGoWithinMs; ; await sleep(100)) {
    if (await tryLock(client, lock)) return true;
    if (Date.now() > giveUpAt) return false;
  }
}

async function holderOf(client: pg.Client, lock: number): Promise<string | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND granted`,
    [locks.space, lock],
  );
  return rows[0]?.application_name;
}

/** The roles and the database, made when they are missing. */
async function setUp(admin: pg.Client, secret: string): Promise<void> {
  const { rows } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
  if (rows.length === 1) return;
  await admin.query('SELECT pg_advisory_lock($1, $2)', [locks.space, locks.settingUp]);
  try {
    for (const role of ['waymark_owner', 'waymark_service'] as const) {
      const there = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      if (there.rowCount === 1) continue;
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD ${escapeLiteral(passwordOf(secret, role))}`);
    }
    const there = await admin.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (there.rowCount === 0) await admin.query(`CREATE DATABASE ${databaseName} OWNER waymark_owner`);
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1, $2)', [locks.space, locks.settingUp]);
  }
}

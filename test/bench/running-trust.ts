import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idFrom, type Id, type Instant, type Message } from '#event-sourcing';
import { endOfLink, lastDayOfLink, ProviderLinks } from '#letters';
import { londonInstant } from '#procedure';
import { environmentOf, MailServer, startProcess, untilQuiet, Visitor, World, type Program } from '#simulation';
import type { BenchServer } from './server.js';

/** The command line, as a process of its own runs it. */
export const waymarkCommand = [process.execPath, '--enable-source-maps', 'dist/apps/cli/src/main.js'];

export const trustDay = '2026-11-16';
const opening: Instant = londonInstant('2026-11-12', '10:00');
/** In the morning session, when every pupil is expected and each provider has been asked. */
export const morning: Instant = londonInstant(trustDay, '09:10');

export const school = idFrom('bench', 'school');
const person = idFrom('bench', 'person');

/** A pupil of the bench: one placement at a site of its own, whose contact has a link. */
export type BenchPupil = { readonly placementId: Id; readonly linkPath: string };

/** One school with its pupils at as many sites, on a held morning; web and worker as two processes. */
export class RunningTrust {
  private constructor(
    readonly world: World,
    readonly pupils: readonly BenchPupil[],
    readonly web: Program,
    readonly worker: Program,
    private readonly mail: MailServer,
    private readonly folder: string,
  ) {}

  static async start(server: BenchServer, name: string, pupilCount: number): Promise<RunningTrust> {
    const database = await server.database(name, []);
    const { serviceUrl, ownerUrl } = database;
    await database.close();
    const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-trust-'));
    const mail = await MailServer.start();
    const env = await environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl: mail.url });
    const world = await World.open({ ...env, LOG_LEVEL: 'warn' }, opening);
    const web = await startProcess([...waymarkCommand, 'web'], /are being served/, env);
    const worker = await startProcess([...waymarkCommand, 'worker'], /worker has started/, env);
    const pupils = Array.from({ length: pupilCount }, (_, index) => pupilOf(world, index));
    for (const command of [...schoolCommands(), ...pupils.flatMap((_, index) => pupilCommands(world, index))]) {
      await world.send(command, person);
    }
    world.moveTo(morning);
    await world.tick();
    await untilQuiet(world);
    return new RunningTrust(world, pupils, web, worker, mail, folder);
  }

  /** Somebody who is signed in as the attendance lead. */
  async signedIn(): Promise<Visitor> {
    const visitor = new Visitor(this.world.config.publicUrl);
    const path = await this.world.signInPath(person);
    const page = await visitor.get(path);
    const form = page.forms.find(({ action, method }) => method === 'post' && action === path);
    if (!form) throw new Error('The sign-in page has no form.');
    const signedIn = await visitor.send(page, form, {});
    if (signedIn.status !== 200) throw new Error(`Signing in answered ${signedIn.status}.`);
    return visitor;
  }

  async stop(): Promise<void> {
    await Promise.all([this.web.stop(), this.worker.stop()]);
    await this.world.close();
    await this.mail.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The memory that a process has resident, in MB (2^20 bytes), as Linux counts it. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

function idsOf(index: number) {
  const id = (what: string) => idFrom('bench', what, index);
  return {
    placementId: id('placement'),
    subjectId: id('pupil'),
    providerId: id('provider'),
    siteId: id('site'),
    adultId: id('adult'),
  };
}

function pupilOf({ installation, config }: World, index: number): BenchPupil {
  const { placementId, siteId, adultId } = idsOf(index);
  const links = new ProviderLinks(installation.masterKey.derive('provider-links'), config.publicUrl);
  const endsAt = endOfLink(lastDayOfLink(trustDay, []));
  return { placementId, linkPath: `/p/${links.tokenOf({ siteId, on: trustDay, recipientId: adultId, endsAt })}` };
}

function schoolCommands(): Message[] {
  const about = { schoolId: school };
  const line = { telephone: '01632 960100', attendanceMailbox: 'attendance@school.example' };
  const times = { am: { start: '08:50', end: '12:10' }, pm: { start: '13:10', end: '15:10' } };
  const role = (name: string) => ({
    type: 'GiveRole',
    data: { ...about, role: name, personId: person, standing: 'holder', from: '2026-09-01' },
  });
  return [
    { type: 'AddPerson', data: { personId: person, name: 'Alex Marsh', email: 'alex.marsh@school.example' } },
    { type: 'OpenSchool', data: { ...about, name: 'Bench School', ...line } },
    { type: 'SetSessionTimes', data: { ...about, from: '2026-09-01', ...times } },
    { type: 'SetTerm', data: { ...about, name: 'Autumn', from: '2026-09-02', to: '2026-12-18' } },
    ...['attendance-lead', 'designated-safeguarding-lead', 'headteacher'].map(role),
  ];
}

function pupilCommands({ edition }: World, index: number): Message[] {
  const { placementId, subjectId, providerId, siteId, adultId } = idsOf(index);
  const at = { providerId, siteId };
  const about = { placementId, subjectId, schoolId: school };
  const slots = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }));
  const address = { name: `Site ${index}`, address: `${index} Lane`, telephone: '01632 960200' };
  const adult = { ...at, adultId, name: `Contact ${index}`, email: `contact.${index}@provider.example` };
  const identity = { subjectId, schoolId: school, givenName: `Given${index}`, familyName: `Family${index}` };
  const procedure = { id: edition.id, edition: edition.edition };
  return [
    { type: 'EnterProvider', data: { providerId, name: `Provider ${index}` } },
    { type: 'OpenSite', data: { ...at, ...address } },
    { type: 'NameAdult', data: { ...adult, attendanceContact: true } },
    { type: 'EnterPupil', data: { ...identity, bornOn: '2011-03-04', yearGroup: 10 } },
    { type: 'ProposePlacement', data: { ...about, ...at, purpose: 'Workshop', startOn: trustDay, slots, procedure } },
    { type: 'FindPlacementStarted', data: { ...about, startedOn: trustDay, required: [] } },
  ];
}

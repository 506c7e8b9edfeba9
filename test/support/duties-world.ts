import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { CommandsModule, Send } from '#commands';
import type { DueTogether, WakeBook } from '#duties';
import {
  allEvents,
  allProcesses,
  dutyKind,
  eventsByCategory,
  isRecurring,
  type DutyKind,
  type LetterKind,
  type Role,
  type Slot,
  type Standing,
  type Status,
} from '#domain';
import {
  bySystem,
  HeldClock,
  idFrom,
  Journal,
  type Day,
  type EventStore,
  type Id,
  type Instant,
  type Message,
  type Meta,
  type Position,
  type Process,
} from '#event-sourcing';
import { Editions, readEditions, shippedProcedures, type Edition } from '#procedure';
import { MemoryKeys, MemoryUpnClaims, SealingCodec, UpnClaims } from '#sealing';
import { Look } from '../../libs/duties/src/look.js';
import { workOut } from '../../libs/duties/src/wake.js';

const meta: Meta = { actor: { kind: 'staff', id: 'office', roles: [] }, correlationId: idFrom('office'), via: 'web' };
const from = '2026-09-01';
const noStatuses: readonly Status[] = ['looked-after', 'child-protection', 'child-in-need', 'known-risk'];

/** Ids by short names: whose they are shows in a failed test. */
export const named = (name: string): Id => idFrom('duties-world', name);
export const monday: Day = '2026-11-23';

type PupilAtSite = {
  readonly pupil: string;
  readonly school: string;
  readonly site: string;
  readonly slots: readonly Slot[];
  readonly statuses?: Partial<Record<Status, 'yes' | 'unknown'>>;
  /** Whether the checks and the agreement were missing when it was found to have begun. */
  readonly gaps?: boolean;
};

/** What is owed once, of sessions and of what was missing: a test that is about nothing else has no more of it. */
const owedOnce: readonly DutyKind[] = dutyKind.options.filter((kind) => !isRecurring(kind));

/** The shipped editions with some of what they have owed, behind a gate that asks for the checks and the agreement alone. */
function behindTwo({ all }: Editions, owed: readonly DutyKind[]): Editions {
  const require = [
    { evidence: 'pre-admission-checks', before: 'start' },
    { evidence: 'agreement-signed', before: 'start' },
  ] as const;
  const gates = new Map([['start', [{ require }]]] as const);
  const dutiesOf = ({ duties }: Edition) =>
    Object.fromEntries(Object.entries(duties).filter(([kind]) => owed.some((each) => each === kind)));
  return new Editions(all.map((each) => ({ ...each, gates, duties: dutiesOf(each) })));
}

/** Schools, sites and pupils over some event store, through the real doors and processes, with the clock held. */
export class DutiesWorld {
  private heardUpTo: Position = 0n;
  private readonly states = new Map<string, unknown>();
  /** The placements that were entered, in order. */
  readonly placementIds: Id[] = [];

  private constructor(
    readonly journal: Journal,
    readonly clock: HeldClock,
    readonly editions: Editions,
    private readonly door: Send,
  ) {}

  static async over(store: EventStore, clock: HeldClock, owed = owedOnce): Promise<DutiesWorld> {
    const journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
    const editions = behindTwo(await readEditions(shippedProcedures()), owed);

    @Global()
    @Module({
      providers: [
        { provide: Journal, useValue: journal },
        { provide: Editions, useValue: editions },
        { provide: UpnClaims, useValue: new MemoryUpnClaims() },
      ],
      exports: [Journal, Editions, UpnClaims],
    })
    class Parts {}
    const module = await Test.createTestingModule({ imports: [CqrsModule.forRoot(), Parts, CommandsModule] }).compile();
    await module.init();
    return new DutiesWorld(journal, clock, editions, module.get(Send));
  }

  async send(command: Message, by: Meta = meta): Promise<unknown> {
    return this.door.send(command, by);
  }

  /** Lets every process hear what has happened, and what follows from that, until it is quiet. */
  async hear(): Promise<void> {
    for (;;) {
      const stored = await this.journal.store.readAll(this.heardUpTo, 500);
      const last = stored.at(-1);
      if (!last) return;
      this.heardUpTo = last.position;
      for (const event of await this.journal.codec.open(stored)) {
        for (const process of allProcesses as readonly unknown[] as readonly Process<Message, unknown, Message>[]) {
          if (!process.hears.some(({ shapes }) => event.type in shapes)) continue;
          const instance = process.instance(event);
          if (instance === null) continue;
          const key = `${process.name} ${instance}`;
          const state = process.evolve(this.states.get(key) ?? process.initial, event);
          this.states.set(key, state);
          for (const command of process.react(event, state)) {
            await this.send(command, bySystem(process.name, idFrom('cause', event.id)));
          }
        }
      }
    }
  }

  async school(name: string, roles: readonly (readonly [Role, string, Standing?])[]): Promise<void> {
    const schoolId = named(name);
    const attendanceMailbox = 'attendance@example.org';
    await this.send({ type: 'OpenSchool', data: { schoolId, name, telephone: '01632 960100', attendanceMailbox } });
    const times = { am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:00' } };
    await this.send({ type: 'SetSessionTimes', data: { schoolId, from, ...times } });
    await this.send({ type: 'SetTerm', data: { schoolId, name: 'Autumn', from, to: '2026-12-18' } });
    for (const [role, who, standing = 'holder'] of roles) {
      const personId = named(who);
      await this.send({ type: 'AddPerson', data: { personId, name: who, email: `${who}@example.org` } });
      await this.send({ type: 'GiveRole', data: { schoolId, role, personId, standing, from } });
    }
  }

  async site(name: string, contact: string | null): Promise<void> {
    const at = { providerId: named(`provider ${name}`), siteId: named(name) };
    await this.send({ type: 'EnterProvider', data: { providerId: at.providerId, name } });
    await this.send({ type: 'OpenSite', data: { ...at, name, address: '1 The Street', telephone: '01632 960200' } });
    if (contact !== null) await this.contact(name, contact);
  }

  async contact(site: string, name: string): Promise<void> {
    const at = { providerId: named(`provider ${site}`), siteId: named(site) };
    const adult = { adultId: named(name), name, email: `${name}@example.org`, attendanceContact: true };
    await this.send({ type: 'NameAdult', data: { ...at, ...adult } });
  }

  async close(site: string, on: Day): Promise<void> {
    const at = { providerId: named(`provider ${site}`), siteId: named(site) };
    await this.send({ type: 'CloseSite', data: { ...at, on, because: 'The boiler.' } });
  }

  /** A pupil whose placement has begun. */
  async place({ pupil, school, site, slots, statuses = {}, gaps = false }: PupilAtSite): Promise<void> {
    const about = { subjectId: named(pupil), schoolId: named(school) };
    const names = { givenName: pupil, familyName: 'Example', bornOn: '2012-01-01', yearGroup: 9 };
    const upnUnknownBecause = 'Not issued yet.';
    await this.send({ type: 'EnterPupil', data: { ...about, ...names, upnUnknownBecause } });
    for (const status of noStatuses) {
      const value = statuses[status] ?? 'no';
      await this.send({ type: 'NoteStatus', data: { ...about, status, value, on: from } });
    }
    const placement = { ...about, placementId: named(`placement ${pupil}`) };
    const [edition] = this.editions.all;
    const procedure = { id: edition?.id, edition: edition?.edition };
    const parties = { providerId: named(`provider ${site}`), siteId: named(site), purpose: 'A practical course.' };
    const data = { ...placement, ...parties, startOn: '2026-11-02', slots, procedure };
    await this.send({ type: 'ProposePlacement', data });
    if (!gaps) {
      const gathered = { ...placement, evidence: 'pre-admission-checks', on: from };
      await this.send({ type: 'GatherEvidence', data: gathered });
      await this.send({ type: 'AgreePlacement', data: { ...placement, agreedOn: from, signedBy: 'A parent' } });
    }
    await this.send({ type: 'FindPlacementStarted', data: { ...placement, startedOn: '2026-11-02', required: [] } });
    this.placementIds.push(placement.placementId);
  }

  session(pupil: string, school: string, site: string, on: Day = monday, session: 'am' | 'pm' = 'am') {
    const placementId = named(`placement ${pupil}`);
    return { placementId, subjectId: named(pupil), schoolId: named(school), siteId: named(site), on, session };
  }

  /** A mail server refuses the first letter of a kind for good. */
  async refuse(kind: LetterKind): Promise<void> {
    const composed = (await this.told()).find(
      ({ type, data }) => type === 'LetterComposed' && (data as { kind: string }).kind === kind,
    );
    if (!composed) throw new Error(`No letter ${kind} was composed.`);
    const { letterId, recipientId } = composed.data as Record<'letterId' | 'recipientId', Id>;
    const about = { letterId, kind, recipientId };
    const now = this.clock.now();
    await this.send({ type: 'BeginHandingOver', data: { ...about, attempt: 1, begunAt: now } });
    const refusal = { refusedAt: now, permanent: true, reply: '550 No such mailbox' };
    await this.send({ type: 'RefuseLetter', data: { ...about, ...refusal } });
  }

  /** Everything that has been stored, without what is different each time: ids of events and when they were recorded. */
  async told(): Promise<{ readonly stream: string; readonly type: string; readonly data: object }[]> {
    const stored = await this.journal.store.readAll(0n, 100_000);
    const opened = await this.journal.codec.open(stored);
    return opened.map(({ stream, type, data }) => ({ stream, type, data }));
  }
}

/** Rows that are worked out whenever somebody asks, over any store. */
export class FreshWakes implements WakeBook {
  constructor(
    private readonly world: DutiesWorld,
    /** Everything before this day is another story. */
    private readonly settledUntil: Day,
  ) {}

  /** Everything that is due, whatever the site and session, and when something will be due next. */
  async all(now: Instant): Promise<{ readonly due: readonly DueTogether[]; readonly wakeAt: Instant | null }> {
    const wakes = await this.workOut(this.world.placementIds, now);
    const due = wakes.flatMap(({ siteId, schoolId, next, matters }): DueTogether[] => [
      ...(next && next.at <= now ? [{ siteId, ...next }] : []),
      ...(matters.next && matters.next.at <= now ? [{ schoolId, ...matters.next }] : []),
    ]);
    const ats = wakes.flatMap(({ next, matters }) => [next?.at ?? [], matters.next?.at ?? []].flat());
    return { due, wakeAt: ats.filter((at) => at > now).sort()[0] ?? null };
  }

  async dueIn(together: Parameters<WakeBook['dueIn']>[0], now: Instant) {
    const wakes = await this.workOut(this.world.placementIds, now);
    if ('schoolId' in together) {
      return wakes.flatMap(({ placementId, schoolId, matters: { next } }) =>
        next && next.at <= now && schoolId === together.schoolId ? [placementId] : [],
      );
    }
    const { siteId, on, session } = together;
    return wakes.flatMap(({ placementId, siteId: site, next }) =>
      next && next.at <= now && site === siteId && next.on === on && next.session === session ? [placementId] : [],
    );
  }

  async recompute(placementIds: readonly Id[], now: Instant) {
    const wakes = await this.workOut(placementIds, now);
    return wakes.some(({ next, matters }) => [next, matters.next].some((each) => each !== null && each.at <= now));
  }

  private async workOut(placementIds: readonly Id[], now: Instant) {
    const look = new Look(this.world.journal, this.world.editions);
    const known = { settledUntil: this.settledUntil, open: [] };
    const wakes = await Promise.all(placementIds.map((id) => workOut(look, id, known, now)));
    return wakes.filter((wake) => wake !== null);
  }
}

/** The categories of streams that the clock writes to. */
export const writtenByTheClock = (stream: string): boolean =>
  ['duty', 'letter', 'whereabouts'].some(
    (category) => stream.startsWith(`${category}-`) && category in eventsByCategory,
  );

export const instantOn = (on: Day, time: string): Instant => `${on}T${time}:00.000Z`;

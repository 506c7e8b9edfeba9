import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import {
  allEvents,
  attendanceIdOf,
  dutyIdOf,
  eventsByCategory,
  installationId,
  whereaboutsIdOf,
  type SchoolCommand,
} from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, type Message } from '#event-sourcing';
import { Editions } from '#procedure';
import { MemoryKeys, MemoryUpnClaims, SealingCodec, UpnClaims } from '#sealing';
import { HeldClock, ids } from '#testing';
import { CommandsModule } from './commands.module.js';
import { Send } from './send.js';
import { doors, handlers, ToOperations, ToSchool } from './streams.js';

const { schoolId, otherSchoolId, correlationId } = ids('schoolId', 'otherSchoolId', 'correlationId');
const details = {
  schoolId,
  name: 'Northfield',
  telephone: '01632 960 100',
  attendanceMailbox: 'attendance@northfield.example',
};
const open: SchoolCommand = { type: 'OpenSchool', data: details };
const meta = bySystem('test', correlationId);

async function start() {
  const store = new MemoryEventStore(new HeldClock('2026-11-24T09:00:00.000Z'));
  const journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));

  @Global()
  @Module({
    providers: [
      { provide: Journal, useValue: journal },
      { provide: Editions, useValue: new Editions([]) },
      { provide: UpnClaims, useValue: new MemoryUpnClaims() },
    ],
    exports: [Journal, Editions, UpnClaims],
  })
  class Installation {}

  const module = await Test.createTestingModule({
    imports: [CqrsModule.forRoot(), Installation, CommandsModule],
  }).compile();
  await module.init();
  return { bus: module.get(CommandBus), send: module.get(Send), journal, store };
}

describe('a command in an envelope', () => {
  it('is carried out, and says what was decided and which position to wait for', async () => {
    const { bus, journal } = await start();
    const { position, events } = await bus.execute(new ToSchool(schoolId, open, meta));
    expect(position).toBe(1n);
    expect(events).toEqual([{ type: 'SchoolOpened', data: details }]);
    expect(await journal.read(`school-${schoolId}`)).toMatchObject([{ type: 'SchoolOpened', meta: { via: 'job' } }]);
  });

  it('decides nothing the second time, and says which position to wait for all the same', async () => {
    const { bus } = await start();
    await bus.execute(new ToSchool(schoolId, open, meta));
    expect(await bus.execute(new ToSchool(schoolId, open, meta))).toEqual({ position: 1n, events: [] });
  });

  it('is read by its schema before anybody decides', async () => {
    const { bus } = await start();
    const nameless = new ToSchool(schoolId, { type: 'OpenSchool', data: { ...details, name: '   ' } }, meta);
    await expect(bus.execute(nameless)).rejects.toThrow(z.ZodError);

    const wide = { ...details, name: ' Northfield ', colour: 'red' };
    const { events } = await bus.execute(new ToSchool(schoolId, { type: 'OpenSchool', data: wide }, meta));
    expect(events).toEqual([{ type: 'SchoolOpened', data: details }]);
  });

  it('brings a refusal back to its sender', async () => {
    const { bus } = await start();
    const early = new ToSchool(schoolId, { type: 'LiftDayOff', data: { schoolId, on: '2026-11-24' } }, meta);
    await expect(bus.execute(early)).rejects.toThrow(new Refusal('school-not-opened'));
  });

  it('goes to the stream that it is about, or nowhere', async () => {
    const { bus, store } = await start();
    await expect(bus.execute(new ToSchool(otherSchoolId, open, meta))).rejects.toThrow('is for school-');
    expect(await store.head()).toBe(0n);
  });
});

describe('sending', () => {
  it('finds the stream by the command', async () => {
    const { send, journal } = await start();
    await send.send(open, meta);
    await send.send({ type: 'StartReactor', data: { reactor: 'meet-duty-when-recorded', after: '0' } }, meta);
    expect(await journal.read(`school-${schoolId}`)).toHaveLength(1);
    expect(await journal.read(`operations-${installationId}`)).toHaveLength(1);
  });

  it('finds the stream that is named by what it is about', async () => {
    const { send, journal } = await start();
    const about = {
      ...ids('placementId', 'subjectId', 'schoolId', 'siteId'),
      on: '2026-11-24',
      session: 'am' as const,
    };
    const whereaboutsId = whereaboutsIdOf(about.subjectId, about.on, about.session);
    const search = { ...about, whereaboutsId, because: 'absence', openedAt: '2026-11-24T09:05:00.000Z' };
    const answer = {
      ...about,
      ...ids('byId'),
      answer: 'absent',
      answeredAt: '2026-11-24T09:05:00.000Z',
      channel: 'link',
      sessionBeginsAt: '2026-11-24T09:00:00.000Z',
    };
    const met = {
      ...about,
      dutyId: dutyIdOf('attendance-check', attendanceIdOf(about)),
      kind: 'attendance-check',
      fact: `attendance-${attendanceIdOf(about)}`,
      doneAt: '2026-11-24T09:05:00.000Z',
      factRecordedAt: '2026-11-24T09:05:00.000Z',
    };
    await send.send({ type: 'RecordAnswer', data: answer }, meta);
    await send.send({ type: 'OpenWhereabouts', data: search }, meta);
    expect(await journal.read(`attendance-${attendanceIdOf(about)}`)).toHaveLength(1);
    expect(await journal.read(`whereabouts-${whereaboutsId}`)).toHaveLength(1);
    expect(await send.send({ type: 'MeetDuty', data: met }, meta)).toEqual({ position: 0n, events: [] });
  });

  it('refuses what no stream takes, and what is not valid', async () => {
    const { send } = await start();
    await expect(send.send({ type: 'OpenSesame', data: {} }, meta)).rejects.toThrow('No stream takes a OpenSesame');
    const bad: Message = { type: 'OpenSchool', data: { ...details, schoolId: 'northfield' } };
    await expect(send.send(bad, meta)).rejects.toThrow(z.ZodError);
  });
});

describe('the doors', () => {
  it('are one for each kind of stream', () => {
    expect(doors).toHaveLength(Object.keys(eventsByCategory).length);
    expect(handlers).toHaveLength(doors.length);
    const types = doors.flatMap(({ commands }) => Object.keys(commands.shapes));
    expect(new Set(types).size).toBe(types.length);
  });

  it('lead to the one stream of operations whatever is sent there', async () => {
    const { bus, journal } = await start();
    const command = { type: 'StartReactor' as const, data: { reactor: 'meet-duty-when-recorded', after: '0' } };
    await bus.execute(new ToOperations(installationId, command, meta));
    expect(await journal.read('operations-installation')).toHaveLength(1);
  });
});

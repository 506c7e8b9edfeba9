import { HttpException, type ExecutionContext } from '@nestjs/common';
import { role } from '#domain';
import { newId, type Id } from '#event-sourcing';
import { placementId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { WebWorld } from '../../../../test/support/web-world.js';
import { SignedInGuard } from '../shell/signed-in.guard.js';
import { roleWords } from '../shell/permissions.js';
import { readPermissionTable } from './permission-table.js';

const table = readPermissionTable();
const hollinBank = schoolId('hollin-bank');

/** What stands for each part of an address: all of it is Hollin Bank's. */
const parts: Readonly<Record<string, string>> = {
  schoolId: hollinBank,
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  siteId: siteId('wheelhouse'),
  on: '2026-11-16',
  session: 'am',
};
const addressOf = (route: string): string =>
  (route.split(' ')[1] ?? '').replaceAll(/:(\w+)/g, (_, part: string) => parts[part] ?? newId());

/** What the guard let through comes back as this, before anything is done: the rows ask who may, not what happens then. */
const opened = 418;

let places = 0;
const anotherPlace = (): string => `2001:db8:0:${(places += 1).toString(16)}::1`;

/** What an answer means in the words of the table. */
function cellOf({ status, location }: { status: number; location: string | null }): string {
  if (status === opened) return 'yes';
  if (status === 403) return 'no';
  if (status === 404) return 'not there';
  if (status === 303 && location?.startsWith('/sign-in')) return 'sign in';
  return `answers ${status}`;
}

describe('who may open what', () => {
  let world: WebWorld;
  const people = new Map<string, Id | null>();
  const decide = Object.getOwnPropertyDescriptor(SignedInGuard.prototype, 'canActivate')?.value as (
    this: SignedInGuard,
    context: ExecutionContext,
  ) => Promise<boolean>;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    Object.assign(SignedInGuard.prototype, {
      async canActivate(this: SignedInGuard, context: ExecutionContext) {
        await decide.call(this, context);
        throw new HttpException('opened', opened);
      },
    });
    const add = async (asker: string, given: { school?: Id; role?: string } = {}) => {
      const personId = newId();
      people.set(asker, personId);
      const email = `${asker.replaceAll(' ', '.')}@trust.example`;
      await world.send({ type: 'AddPerson', data: { personId, name: asker, email } });
      const held = { personId, standing: 'holder', from: '2026-11-01' };
      if (given.role !== undefined) {
        await world.send({
          type: 'GiveRole',
          data: { schoolId: given.school ?? hollinBank, role: given.role, ...held },
        });
      }
      return personId;
    };
    for (const each of role.options) await add(roleWords[each], { role: each });
    await add('head of another school', { school: schoolId('millrace'), role: 'headteacher' });
    await add('without a role');
    const leaver = await add('head who has left', { role: 'headteacher' });
    await world.send({ type: 'LeavePerson', data: { personId: leaver, on: '2026-11-13' } });
    const operator = await add('operator without a role');
    await world.send({ type: 'MakeOperator', data: { personId: operator } });
    people.set('nobody', null);
    await world.caughtUp();
  }, 120_000);
  afterAll(async () => {
    Object.assign(SignedInGuard.prototype, { canActivate: decide });
    await world.close();
  });

  it('is written down for every role, and for those who have none', () =>
    expect([...table.askers].sort()).toEqual([...people.keys()].sort()));

  it('is written down for every route that there is, and for no other', () =>
    expect([...table.cells.keys()].sort()).toEqual([...world.web.routes].sort()));

  it.each([...table.cells].map(([route, row]) => [route, row] as const))(
    '%s',
    async (route, row) => {
      const found: Record<string, string> = {};
      for (const asker of table.askers) {
        const personId = people.get(asker);
        const cookie = personId ? await world.cookieFor(personId) : '';
        const answer = await fetch(world.web.url + addressOf(route), {
          method: route.split(' ')[0] ?? '',
          // Everybody asks from a place of their own, or the count of requests would answer before the guard.
          headers: { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html', 'x-forwarded-for': anotherPlace() },
          redirect: 'manual',
        });
        await answer.arrayBuffer();
        found[asker] = cellOf({ status: answer.status, location: answer.headers.get('location') });
      }
      expect(found).toEqual(Object.fromEntries(row));
    },
    60_000,
  );
});

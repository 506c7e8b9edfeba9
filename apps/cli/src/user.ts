import { z } from 'zod';
import { Accounts } from '#accounts';
import { readConfig } from '#config';
import { role, type Role } from '#domain';
import { newId, orElse, type Found, type Id } from '#event-sourcing';
import { londonDay } from '#procedure';
import {
  AllPeople,
  AllSchools,
  operatorsOn,
  PersonByEmail,
  rolesOf,
  type PersonRow,
  type SchoolRow,
} from '#read-models';
import { commanding, type Commanding } from './commanding.js';
import type { Frame } from './frame.js';
import { assertThere } from './opened.js';
import { Misused, Refused } from './tell.js';

export type NewUser = {
  readonly name: string;
  readonly email: string;
  readonly school: string;
  readonly role: readonly string[];
};

/** Somebody who may sign in, as they are shown. */
type User = {
  readonly personId: Id;
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly operator: boolean;
  readonly leftOn: string | null;
  readonly roles: readonly { readonly school: string; readonly roles: readonly Role[] }[];
};

/** Prints everybody, with their roles. */
export const listUsers = (frame: Frame): Promise<void> =>
  acting(async (here) => {
    const found = await users(here);
    if (found.length === 0)
      frame.say('Nobody is entered yet: waymark user first-run says how the first person comes in.');
    for (const each of found) for (const line of inLines(each)) frame.say(line);
    frame.result({ users: found });
  });

/** Adds somebody, or gives somebody who is known by the address further roles. */
export const addUser = (asked: NewUser, frame: Frame): Promise<void> =>
  acting(async (here) => {
    const { personId, known } = await add(here, asked);
    frame.say(known ? 'Somebody is known by this address already, and has the roles now.' : 'Added.');
    frame.say(`They come in by a link: waymark user link ${asked.email}`);
    frame.result({ personId, known });
  });

/** Prints a link that signs somebody in once. */
export const linkUser = (email: string, frame: Frame): Promise<void> =>
  acting(async (here) => {
    const { url, endsAt } = await link(here, email);
    frame.say(url);
    frame.note(`It works once, until ${endsAt}. Whoever has it comes in as them: give it to nobody else.`);
    frame.result({ url, endsAt });
  });

/** Lets somebody look after the installation, or takes it from them. */
export const operatorUser = (email: string, { remove = false }: { remove?: boolean }, frame: Frame): Promise<void> =>
  acting(async (here) => {
    const personId = await setOperator(here, email, !remove);
    frame.say(remove ? 'They no longer look after this installation.' : 'They look after this installation now.');
    frame.result({ personId, operator: !remove });
  });

/** Signs somebody out everywhere. */
export const signOutUser = (email: string, frame: Frame): Promise<void> =>
  acting(async (here) => {
    const personId = await signOut(here, email);
    frame.say('They are signed out everywhere, and no link that was made for them works any more.');
    frame.result({ personId });
  });

/** Everybody, by name, as they stand today. */
export async function users(here: Commanding): Promise<User[]> {
  const [people, schools] = await Promise.all([
    here.queries.execute(new AllPeople({})),
    here.queries.execute(new AllSchools({})),
  ]);
  const withAccount = await accountsOf(here).withAccount(people.map(({ personId }) => personId));
  const on = todayOf(here);
  return people
    .map(({ personId, name, email, operator, leftOn = null }) => ({
      personId,
      name: orElse(name, 'Name erased'),
      email: orElse(email, 'address erased'),
      hasPassword: withAccount.has(personId),
      operator,
      leftOn,
      roles: schools.flatMap((school) => {
        const roles = rolesOf(school, personId, on);
        return roles.length === 0 ? [] : [{ school: school.name, roles }];
      }),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Adds somebody with roles from today on. @throws {Refused} when the school, a role or the person is not as it should be. */
export async function add(here: Commanding, asked: NewUser): Promise<{ personId: Id; known: boolean }> {
  const roles = asked.role.map(aRole);
  if (!z.email().safeParse(asked.email).success) {
    throw new Misused(`${asked.email} is no email address. It should be like name@school.example.`);
  }
  const { schoolId } = schoolCalled(await here.queries.execute(new AllSchools({})), asked.school);
  const found = await here.queries.execute(new PersonByEmail({ email: asked.email }));
  if (found?.leftOn !== undefined) throw new Refused(`Whoever signed in with ${asked.email} left on ${found.leftOn}.`);
  const personId = found?.personId ?? newId();
  if (!found) await here.send({ type: 'AddPerson', data: { personId, name: asked.name, email: asked.email } });
  const from = todayOf(here);
  for (const each of roles) {
    await here.send({ type: 'GiveRole', data: { schoolId, role: each, personId, standing: 'holder', from } });
  }
  await here.caughtUp();
  return { personId, known: found !== null };
}

/** A link that signs somebody in once. @throws {Refused} when nobody who is here is known by the address. */
export async function link(here: Commanding, email: string): Promise<{ url: string; endsAt: string }> {
  const { personId, leftOn } = await known(here, email);
  if (leftOn !== undefined && leftOn < todayOf(here))
    throw new Refused(`Whoever signed in with ${email} left on ${leftOn}.`);
  const { token, endsAt } = await accountsOf(here).makeLink('sign-in', personId);
  return { url: `${here.installation.config.publicUrl}/sign-in/${token}`, endsAt };
}

/** @throws {Refused} when nobody is known by the address, or nobody would be left to look after the installation. */
export async function setOperator(here: Commanding, email: string, operator: boolean): Promise<Id> {
  const { personId } = await known(here, email);
  await accountsOf(here).alone('operators', async () => {
    await here.caughtUp();
    const operators = operatorsOn(await here.queries.execute(new AllPeople({})), todayOf(here));
    if (!operator && operators.every((each) => each.personId === personId)) {
      throw new Refused('Nobody else looks after this installation. Make somebody else an operator first.');
    }
    await here.send({ type: operator ? 'MakeOperator' : 'UnmakeOperator', data: { personId } });
    await here.caughtUp();
  });
  return personId;
}

/** Ends a person's sessions and links. @throws {Refused} when nobody is known by the address. */
export async function signOut(here: Commanding, email: string): Promise<Id> {
  const { personId } = await known(here, email);
  await accountsOf(here).endAllOf(personId);
  return personId;
}

async function known({ queries }: Commanding, email: string): Promise<Found<PersonRow>> {
  const found = await queries.execute(new PersonByEmail({ email }));
  if (!found) throw new Refused(`Nobody is known by ${email}. waymark user list shows everybody.`);
  return found;
}

function aRole(text: string): Role {
  const read = role.safeParse(text);
  if (!read.success) throw new Misused(`There is no role called ${text}: there are ${role.options.join(', ')}.`);
  return read.data;
}

function schoolCalled(schools: readonly Found<SchoolRow>[], called: string): Found<SchoolRow> {
  const found = schools.filter(
    ({ schoolId, urn, name }) =>
      schoolId === called || urn === called || name.toLowerCase() === called.trim().toLowerCase(),
  );
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  const list = schools.map(({ name, schoolId }) => `  ${name} (${schoolId})`).join('\n');
  if (only) throw new Refused(`Several schools are called ${called}: say which by its id.\n${list}`);
  throw new Refused(
    list === '' ? 'No school is entered yet.' : `There is no school called ${called}. There are:\n${list}`,
  );
}

function inLines({ name, email, hasPassword, operator, leftOn, roles }: User): string[] {
  const notes = [
    ...(operator ? ['operator'] : []),
    ...(hasPassword ? [] : ['no password yet']),
    ...(leftOn === null ? [] : [`left on ${leftOn}`]),
  ];
  return [
    `${name} <${email}>${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
    ...roles.map((each) => `  ${each.school}: ${each.roles.join(', ')}`),
  ];
}

const todayOf = ({ installation }: Commanding): string => londonDay(installation.clock.now());

const accountsOf = ({ installation: { database, clock, masterKey } }: Commanding): Accounts =>
  new Accounts(database.pool('accounts'), clock, masterKey);

async function acting(work: (here: Commanding) => Promise<void>): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  assertThere(config);
  await commanding(config, async (here) => {
    await here.caughtUp();
    await work(here);
  });
}

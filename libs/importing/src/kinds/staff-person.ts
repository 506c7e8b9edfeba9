import type { Day, Id, Message } from '#event-sourcing';
import type { PersonRow } from '#read-models';
import { plain } from '#sealing';
import { personKey, type Known } from '../known.js';

/** What a row says of the person in it. */
type Said = { readonly name: string; readonly email: string; readonly previousEmail?: string | undefined };

/** Whom a row means, and what has to be done for them to be as the row says. */
export type Meant = {
  readonly personId: Id;
  readonly row: PersonRow | null;
  readonly commands: readonly Message[];
  readonly details: readonly string[];
};

/** What is wrong with a cell, and what would be right. */
export type Wrong = { readonly column: string; readonly value: string; readonly wanted: string };

export const isWrong = (found: object): found is Wrong => 'wanted' in found;

/**
 * The person of a row: known by the address, or by the one that they had before. Whoever has another address signs in with
 * it, so it is changed by those alone who may do that on the person's page.
 */
export function personMeant({ name, email, previousEmail }: Said, known: Known): Meant | Wrong {
  const [now, before] = [email, previousEmail].map((each) =>
    each === undefined ? undefined : known.people.get(personKey(each)),
  );
  if (now && before && now.personId !== before.personId) {
    return { column: 'Email', value: email, wanted: 'an address that nobody else has' };
  }
  const found = now ?? before;
  if (!found && previousEmail !== undefined) {
    return { column: 'Previous email', value: previousEmail, wanted: 'the address of somebody who is entered' };
  }
  const personId = found?.personId ?? known.newId();
  if (!found?.row) {
    // The same id each time that the file is read.
    known.people.set(personKey(email), { personId, name, row: null });
    return { personId, row: null, commands: [{ type: 'AddPerson', data: { personId, name, email } }], details: [] };
  }
  const { row } = found;
  const moves = !now;
  // Of somebody who has left nothing is changed: whether it is the same person shows below.
  if (hasLeft(row, known) || (row.name === name && !moves)) return { personId, row, commands: [], details: [] };
  if (!known.mayChange(row)) {
    const [column, value] = moves ? ['Email', email] : ['Name', name];
    return {
      column,
      value,
      wanted: 'what is entered: it is changed by an operator, or by who manages people where they work',
    };
  }
  const kept = moves ? email : String(row.email);
  return {
    personId,
    row: { ...row, name, email: kept },
    commands: [{ type: 'ChangePersonDetails', data: { personId, name, email: kept } }],
    details: [
      ...(row.name === name ? [] : [`name: ${String(row.name)} → ${name}`]),
      ...(moves ? [`email: ${String(row.email)} → ${email}`] : []),
    ],
  };
}

/** The role of a row, as far as it matters to somebody who leaves. */
type Given = { readonly name: string; readonly from: Day | undefined; readonly until: Day | undefined };

/**
 * What a role does to somebody who leaves. Whoever was to leave stays, where it goes on after that; whoever has left comes
 * back by one that begins later, and what they had before stays ended. A file that still has them as they were brings
 * nobody back.
 */
export function afterLeaving(row: PersonRow | null, given: Given, known: Known): Omit<Meant, 'personId'> | Wrong {
  if (row?.leftOn === undefined) return { row, commands: [], details: [] };
  const { leftOn, ...here } = row;
  const { personId } = row;
  const { name, from, until } = given;
  if (!hasLeft(row, known)) {
    if (until !== undefined && until <= leftOn) return { row, commands: [], details: [] };
    return { row: here, commands: [{ type: 'KeepPerson', data: { personId } }], details: [`stays after ${leftOn}`] };
  }
  if (plain(String(row.name)) !== plain(name)) {
    const wanted =
      'the name of whoever had this address before: somebody else who has it now is added on the page People';
    return { column: 'Name', value: name, wanted };
  }
  if (from === undefined || from <= leftOn) {
    const wanted = `a day after ${leftOn}, on which they left, if they come back; else leave this row out`;
    return { column: 'From', value: from ?? '', wanted };
  }
  return {
    row: here,
    commands: [
      ...known.rolesAfter(personId, leftOn).map((held) => ({ type: 'EndRole', data: { ...held, on: leftOn } })),
      { type: 'RejoinPerson', data: { personId, on: from } },
    ],
    details: [`comes back on ${from}, after leaving on ${leftOn}`],
  };
}

const hasLeft = ({ leftOn }: PersonRow, { today }: Known): boolean => leftOn !== undefined && leftOn < today;

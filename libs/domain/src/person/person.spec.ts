import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { person, type PersonCommand, type PersonEvent } from './person.js';

const { personId } = ids('personId');
const details = { personId, name: 'Rosalind Marsh', email: 'r.marsh@northfield.example' };
const married = { ...details, name: 'Rosalind Hale' };
const week = { personId, from: '2026-11-23', to: '2026-11-27' };

const added: PersonEvent = { type: 'PersonAdded', data: details };
const changed: PersonEvent = { type: 'PersonDetailsChanged', data: married };
const away: PersonEvent = { type: 'PersonAway', data: week };
const left: PersonEvent = { type: 'PersonLeft', data: { personId, on: '2026-12-18' } };
const add: PersonCommand = { type: 'AddPerson', data: details };
const change: PersonCommand = { type: 'ChangePersonDetails', data: married };
const noteAway: PersonCommand = { type: 'NoteAway', data: week };
const leave: PersonCommand = { type: 'LeavePerson', data: { personId, on: '2026-12-18' } };

describe('a person', () => {
  const after = given(person);

  it('is added', () => after().when(add).then(added));
  it('is added once, however often, and whatever has changed since', () => {
    after(added).when(add).thenNothing();
    after(added, changed).when(add).thenNothing();
    after(added, changed).when({ type: 'AddPerson', data: married }).thenNothing();
  });
  it('has one entry', () =>
    after(added).when({ type: 'AddPerson', data: married }).thenRefused('person-already-added'));
  it('is added before anything is said of them', () => {
    for (const command of [change, noteAway, leave]) after().when(command).thenRefused('person-not-added');
  });
  it('is not known anew after erasure', () =>
    after({ type: 'PersonAdded', data: { personId, name: erased, email: erased } })
      .when(add)
      .thenNothing());

  it('may have other details', () => after(added).when(change).then(changed));
  it('has them changed once, however often', () => after(added, changed).when(change).thenNothing());

  it('may be away', () => after(added).when(noteAway).then(away));
  it('is away once, however often it is noted', () => after(added, away).when(noteAway).thenNothing());
  it('may be away for one day, and again', () => {
    const oneDay = { personId, from: '2026-12-01', to: '2026-12-01' };
    after(added, away).when({ type: 'NoteAway', data: oneDay }).then({ type: 'PersonAway', data: oneDay });
  });
  it('may come back on another day than was said, and change back', () => {
    const shorter = { ...week, to: '2026-11-24' };
    const back: PersonEvent = { type: 'PersonAway', data: shorter };
    after(added, away).when({ type: 'NoteAway', data: shorter }).then(back);
    after(added, away, back).when(noteAway).then(away);
  });
  it('does not come back before going away', () =>
    after(added)
      .when({ type: 'NoteAway', data: { ...week, to: '2026-11-22' } })
      .thenRefused('away-ends-before-it-begins'));

  it('may leave', () => after(added).when(leave).then(left));
  it('leaves once, however often', () => after(added, left).when(leave).thenNothing());
  it('may leave on another day than was said', () => {
    const sooner = { personId, on: '2026-12-11' };
    after(added, left).when({ type: 'LeavePerson', data: sooner }).then({ type: 'PersonLeft', data: sooner });
  });

  it('has another address, which is said for itself, as they sign in with it', () => {
    const moved = { ...details, email: 'r.hale@northfield.example' };
    after(added)
      .when({ type: 'ChangePersonDetails', data: moved })
      .then({ type: 'PersonAddressChanged', data: { personId } }, { type: 'PersonDetailsChanged', data: moved });
    const capitals = { ...details, email: 'R.Marsh@northfield.example' };
    after(added)
      .when({ type: 'ChangePersonDetails', data: capitals })
      .then({ type: 'PersonDetailsChanged', data: capitals });
  });

  it('may stay after all', () => {
    const keep: PersonCommand = { type: 'KeepPerson', data: { personId } };
    const stays: PersonEvent = { type: 'PersonStays', data: { personId } };
    after(added, left).when(keep).then(stays);
    after(added, left, stays).when(keep).thenNothing();
    after(added, left, stays).when(leave).then(left);
  });

  it('may leave though nobody follows yet, which says why', () => {
    const schoolId = personId;
    const open = {
      personId,
      schoolId,
      on: '2026-12-18',
      roles: ['attendance-lead' as const],
      placements: [],
      actions: [],
    };
    const because = 'The post is advertised.';
    const said: PersonEvent = { type: 'LeavingLeftOpen', data: { ...open, because } };
    const say: PersonCommand = { type: 'LeaveOpen', data: { ...open, because } };
    after(added).when(say).then(said);
    after(added, said, left).when(say).thenNothing();
    const other = { ...open, because: 'The head does it until Easter.' };
    after(added, said).when({ type: 'LeaveOpen', data: other }).then({ type: 'LeavingLeftOpen', data: other });
  });

  it('may come back after the last day, as nobody’s operator', () => {
    const rejoin: PersonCommand = { type: 'RejoinPerson', data: { personId, on: '2027-04-12' } };
    const rejoined: PersonEvent = { type: 'PersonRejoined', data: { personId, on: '2027-04-12' } };
    const made: PersonEvent = { type: 'PersonMadeOperator', data: { personId } };
    after(added, left).when(rejoin).then(rejoined);
    after(added, left, rejoined).when(rejoin).thenNothing();
    after(added, left, rejoined).when(leave).then(left);
    after(added).when(rejoin).thenNothing();
    after(added, made, left).when(rejoin).then(rejoined, { type: 'PersonNoLongerOperator', data: { personId } });
    const onTheDay = { personId, on: '2026-12-18' };
    after(added, left).when({ type: 'RejoinPerson', data: onTheDay }).thenRefused('rejoins-before-leaving');
  });

  it('may look after the installation, until they no longer do', () => {
    const make: PersonCommand = { type: 'MakeOperator', data: { personId } };
    const unmake: PersonCommand = { type: 'UnmakeOperator', data: { personId } };
    const made: PersonEvent = { type: 'PersonMadeOperator', data: { personId } };
    const unmade: PersonEvent = { type: 'PersonNoLongerOperator', data: { personId } };
    after(added).when(make).then(made);
    after(added, made).when(make).thenNothing();
    after(added, made).when(unmake).then(unmade);
    after(added).when(unmake).thenNothing();
    after(added, made, unmade).when(make).then(made);
    after().when(make).thenRefused('person-not-added');
  });
});

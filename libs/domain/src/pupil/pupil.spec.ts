import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { assertUpnMayBeTaken, pupil, type Pupil, type PupilCommand, type PupilEvent } from './pupil.js';

const { subjectId, schoolId, contactId, otherSchoolId } = ids('subjectId', 'schoolId', 'contactId', 'otherSchoolId');
const identity = {
  subjectId,
  schoolId,
  givenName: 'Ivo',
  familyName: 'Larch',
  upn: 'T123456789012',
  bornOn: '2011-05-04',
  yearGroup: 10,
};
const renamed = { ...identity, familyName: 'Birch' };
const lookedAfter = { subjectId, schoolId, status: 'looked-after' as const, value: 'yes' as const, on: '2026-09-01' };
const mother = {
  subjectId,
  schoolId,
  contactId,
  order: 1,
  name: 'Mia Larch',
  relation: 'mother',
  telephone: '01632 960 200',
  mayBeRung: true,
  mayBeTold: true,
};

const entered: PupilEvent = { type: 'PupilEntered', data: identity };
const changed: PupilEvent = { type: 'PupilDetailsChanged', data: renamed };
const noted: PupilEvent = { type: 'StatusNoted', data: lookedAfter };
const named: PupilEvent = { type: 'ContactNamed', data: mother };
const enter: PupilCommand = { type: 'EnterPupil', data: identity };
const change: PupilCommand = { type: 'ChangePupilDetails', data: renamed };
const note: PupilCommand = { type: 'NoteStatus', data: lookedAfter };
const name: PupilCommand = { type: 'NameContact', data: mother };

describe('a pupil', () => {
  const after = given(pupil);

  it('is entered', () => after().when(enter).then(entered));
  it('is entered once, however often, and whatever has changed since', () => {
    after(entered).when(enter).thenNothing();
    after(entered, changed).when(enter).thenNothing();
    after(entered, changed).when({ type: 'EnterPupil', data: renamed }).thenNothing();
  });
  it('has one entry', () =>
    after(entered).when({ type: 'EnterPupil', data: renamed }).thenRefused('pupil-already-entered'));
  it('is entered before anything is said of them', () => {
    for (const command of [change, note, name]) after().when(command).thenRefused('pupil-not-entered');
  });
  it('is nobody else’s to speak of', () => {
    const other = { schoolId: otherSchoolId };
    after(entered)
      .when({ type: 'ChangePupilDetails', data: { ...renamed, ...other } })
      .thenRefused('pupil-of-another-school');
    after(entered)
      .when({ type: 'NoteStatus', data: { ...lookedAfter, ...other } })
      .thenRefused('pupil-of-another-school');
    after(entered)
      .when({ type: 'NameContact', data: { ...mother, ...other } })
      .thenRefused('pupil-of-another-school');
  });

  it('may have other details', () => after(entered).when(change).then(changed));
  it('has them changed once, however often', () => after(entered, changed).when(change).thenNothing());
  it('gets a number when the school has learnt it', () => {
    const { upn: _unknown, ...unnumbered } = identity;
    const awaited = { ...unnumbered, upnUnknownBecause: 'The last school has not answered.' };
    after({ type: 'PupilEntered', data: awaited })
      .when({ type: 'ChangePupilDetails', data: identity })
      .then({ type: 'PupilDetailsChanged', data: identity });
  });

  it('gets a permanent number in place of a temporary one, and of that another one with a reason alone', () => {
    const temporary = { ...identity, upn: 'X12345678901A' };
    const wrong = { ...identity, upn: 'A123456789012' };
    const because = { upnChangedBecause: 'It was the sister’s.' };
    after({ type: 'PupilEntered', data: temporary })
      .when({ type: 'ChangePupilDetails', data: wrong })
      .then({ type: 'PupilDetailsChanged', data: wrong });
    const given: PupilEvent = { type: 'PupilDetailsChanged', data: wrong };
    after(entered, given).when(change).thenRefused('upn-changed-without-reason');
    const mended = { ...renamed, ...because };
    after(entered, given)
      .when({ type: 'ChangePupilDetails', data: mended })
      .then({ type: 'PupilDetailsChanged', data: mended });
    const mending: PupilEvent = { type: 'PupilDetailsChanged', data: mended };
    after(entered, given, mending).when(change).thenNothing();
  });
  it('loses a wrong number with the reason why the right one is not known', () => {
    const { upn: _wrong, ...unnumbered } = identity;
    const lost = { ...unnumbered, upnUnknownBecause: 'The number was another pupil’s.' };
    after(entered).when({ type: 'ChangePupilDetails', data: lost }).then({ type: 'PupilDetailsChanged', data: lost });
  });

  it('has a number or the reason why it is not known: not both, and not neither', () => {
    const { upn: _unknown, ...unnumbered } = identity;
    const because = { upnUnknownBecause: 'The last school has not answered.' };
    after().when({ type: 'EnterPupil', data: unnumbered }).thenRefused('upn-or-reason');
    after()
      .when({ type: 'EnterPupil', data: { ...identity, ...because } })
      .thenRefused('upn-or-reason');
    after(entered).when({ type: 'ChangePupilDetails', data: unnumbered }).thenRefused('upn-or-reason');
    after()
      .when({ type: 'EnterPupil', data: { ...unnumbered, ...because } })
      .then({ type: 'PupilEntered', data: { ...unnumbered, ...because } });
  });

  it('has a status', () => after(entered).when(note).then(noted));
  it('has it noted once, however often', () => after(entered, noted).when(note).thenNothing());
  it('may lose it, and may have had it since another day', () => {
    const ended = { ...lookedAfter, value: 'no' as const, on: '2026-11-23' };
    after(entered, noted).when({ type: 'NoteStatus', data: ended }).then({ type: 'StatusNoted', data: ended });
    const before = { ...lookedAfter, on: '2026-06-01' };
    after(entered, noted).when({ type: 'NoteStatus', data: before }).then({ type: 'StatusNoted', data: before });
  });
  it('has each status apart', () => {
    const plan = { ...lookedAfter, status: 'ehc-plan' as const };
    after(entered, noted).when({ type: 'NoteStatus', data: plan }).then({ type: 'StatusNoted', data: plan });
  });

  it('has contacts', () => after(entered).when(name).then(named));
  it('has each once, however often named', () => after(entered, named).when(name).thenNothing());
  it('has them removed, and named again', () => {
    const removal = { subjectId, schoolId, contactId };
    const remove: PupilCommand = { type: 'RemoveContact', data: removal };
    const removed: PupilEvent = { type: 'ContactRemoved', data: removal };
    after(entered, named).when(remove).then(removed);
    after(entered).when(remove).thenNothing();
    after(entered, named, removed).when(remove).thenNothing();
    after(entered, named, removed).when(name).then(named);
  });
  it('may be told otherwise of a contact', () => {
    const silent = { ...mother, mayBeTold: false };
    after(entered, named).when({ type: 'NameContact', data: silent }).then({ type: 'ContactNamed', data: silent });
  });
});

describe('a number that another pupil claimed', () => {
  const taking = (holder: Pupil, isOnItsWay: boolean) => () => assertUpnMayBeTaken(holder, identity.upn, isOnItsWay);
  const holder = { entered: identity, identity, statuses: {}, contacts: {} };

  it('is theirs if they have it', () => {
    expect(taking(holder, false)).toThrow(expect.objectContaining({ reason: 'upn-of-another-pupil' }));
  });
  it('may be taken over if they don’t, but not while it may be on its way to them', () => {
    expect(taking(null, true)).toThrow(expect.objectContaining({ reason: 'upn-being-entered' }));
    expect(taking(null, false)).not.toThrow();
    expect(taking({ ...holder, identity: { ...identity, upn: erased } }, false)).not.toThrow();
  });
});

describe('a pupil whose data has been erased', () => {
  const after = given(pupil);
  const enteredThen: PupilEvent = {
    type: 'PupilEntered',
    data: { ...identity, givenName: erased, familyName: erased, upn: erased, bornOn: erased, yearGroup: erased },
  };
  const notedThen: PupilEvent = { type: 'StatusNoted', data: { ...lookedAfter, status: erased, value: erased } };

  it('is not entered anew, nor changed, by an old order', () => {
    after(enteredThen).when(enter).thenNothing();
    after(enteredThen).when(change).thenNothing();
  });
  it('has no status that anybody could read', () =>
    after(enteredThen, notedThen)
      .when({ type: 'NoteStatus', data: { ...lookedAfter, status: erased } })
      .thenNothing());
  it('keeps contacts whose own data is not erased', () => after(enteredThen, named).when(name).thenNothing());
});

import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { assertUpnMayBeTaken, pupil, type Pupil, type PupilCommand, type PupilEvent } from './pupil.js';

const { subjectId, schoolId, contactId, otherSchoolId, keyAdultId, entryId } = ids(
  'subjectId',
  'schoolId',
  'contactId',
  'otherSchoolId',
  'keyAdultId',
  'entryId',
);
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

  // Procedure: S14.9
  it('is looked after by an authority, which nobody else has', () => {
    const cared = { ...lookedAfter, caringAuthority: 'Northshire' };
    after(entered, noted).when({ type: 'NoteStatus', data: cared }).then({ type: 'StatusNoted', data: cared });
    for (const other of [{ status: 'child-in-need' }, { value: 'no' }] as const) {
      after(entered)
        .when({ type: 'NoteStatus', data: { ...cared, ...other } })
        .thenRefused('authority-without-care');
    }
  });

  // Procedure: S14.3, S14.5
  it('has an ethnicity and a gender, or none that anybody knows or would say', () => {
    const first = { subjectId, schoolId, ethnicity: 'refused' as const, gender: 'unknown' as const };
    const later = { ...first, gender: 'girl' as const };
    const told: PupilEvent = { type: 'CharacteristicsNoted', data: first };
    after(entered).when({ type: 'NoteCharacteristics', data: first }).then(told);
    after(entered, told).when({ type: 'NoteCharacteristics', data: first }).thenNothing();
    after(entered, told)
      .when({ type: 'NoteCharacteristics', data: later })
      .then({ type: 'CharacteristicsNoted', data: later });
  });

  // Procedure: S14.14, S14.15
  describe('who had provision before', () => {
    const data = { subjectId, schoolId, entryId, where: 'The Forge', from: '2025-01-06', until: '2025-04-04' };
    const had: PupilEvent = { type: 'EarlierProvisionEntered', data };
    const enterThis = (changes: Partial<typeof data> & { schoolYear?: string }): PupilCommand => ({
      type: 'EnterEarlierProvision',
      data: { ...data, ...changes },
    });
    it('had it on days, or in a school year, and not both', () => {
      after(entered).when({ type: 'EnterEarlierProvision', data }).then(had);
      after(entered, had).when({ type: 'EnterEarlierProvision', data }).thenNothing();
      const { from: _from, until: _until, ...undated } = data;
      const inYear = { ...undated, schoolYear: '2024/25' };
      after(entered)
        .when({ type: 'EnterEarlierProvision', data: inYear })
        .then({ type: 'EarlierProvisionEntered', data: inYear });
      after(entered).when({ type: 'EnterEarlierProvision', data: undated }).thenRefused('earlier-provision-when');
      after(entered)
        .when(enterThis({ schoolYear: '2024/25' }))
        .thenRefused('earlier-provision-when');
    });
    it('had it in order', () =>
      after(entered)
        .when(enterThis({ until: '2025-01-05' }))
        .thenRefused('earlier-provision-ends-before-it-begins'));
    it('may turn out not to have had it', () => {
      const removal = { subjectId, schoolId, entryId };
      const remove: PupilCommand = { type: 'RemoveEarlierProvision', data: removal };
      const removed: PupilEvent = { type: 'EarlierProvisionRemoved', data: removal };
      after(entered, had).when(remove).then(removed);
      after(entered, had, removed).when(remove).thenNothing();
    });
  });

  // Procedure: S14.13, S14.17, S14.19, S14.20, S14.21, S14.22
  describe('with key adults', () => {
    const data = { subjectId, schoolId, keyAdultId, part: 'social-worker' as const, name: 'Sol Weaver' };
    const known: PupilEvent = { type: 'KeyAdultNamed', data };
    it('has each once, as they were named last', () => {
      after(entered).when({ type: 'NameKeyAdult', data }).then(known);
      after(entered, known).when({ type: 'NameKeyAdult', data }).thenNothing();
      const reached = { ...data, telephone: '01632 960 555', agency: 'Northshire children’s services' };
      after(entered, known)
        .when({ type: 'NameKeyAdult', data: reached })
        .then({ type: 'KeyAdultNamed', data: reached });
    });
    it('knows them by a name or an agency', () => {
      const { name: _name, ...nameless } = data;
      after(entered).when({ type: 'NameKeyAdult', data: nameless }).thenRefused('key-adult-without-name');
      const agency = { ...nameless, part: 'outside-agency' as const, agency: 'Youth justice team' };
      after(entered).when({ type: 'NameKeyAdult', data: agency }).then({ type: 'KeyAdultNamed', data: agency });
    });
    it('says which part it is where the part has no name', () =>
      after(entered)
        .when({ type: 'NameKeyAdult', data: { ...data, part: 'other' } })
        .thenRefused('part-without-words'));
    it('has them removed', () => {
      const removal = { subjectId, schoolId, keyAdultId };
      const remove: PupilCommand = { type: 'RemoveKeyAdult', data: removal };
      const removed: PupilEvent = { type: 'KeyAdultRemoved', data: removal };
      after(entered, known).when(remove).then(removed);
      after(entered).when(remove).thenNothing();
      after(entered, known, removed).when(remove).thenNothing();
    });
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
  // Procedure: S14.16, X4
  it('has contacts of whom more is known, and some who must not learn where the pupil is', () => {
    const more = { parentalResponsibility: 'yes', maySign: true, language: 'Igbo', interpreterNeeded: true } as const;
    after(entered, named)
      .when({ type: 'NameContact', data: { ...mother, ...more } })
      .then({ type: 'ContactNamed', data: { ...mother, ...more } });
    const withheld = { ...mother, mayBeTold: false, whereaboutsWithheld: true };
    after(entered, named).when({ type: 'NameContact', data: withheld }).then({ type: 'ContactNamed', data: withheld });
    after(entered, named)
      .when({ type: 'NameContact', data: { ...withheld, mayBeTold: true } })
      .thenRefused('told-though-withheld');
  });
  it('may be told otherwise of a contact', () => {
    const silent = { ...mother, mayBeTold: false };
    after(entered, named).when({ type: 'NameContact', data: silent }).then({ type: 'ContactNamed', data: silent });
  });
});

describe('a number that another pupil claimed', () => {
  const taking = (holder: Pupil, isOnItsWay: boolean) => () => assertUpnMayBeTaken(holder, identity.upn, isOnItsWay);
  const lists = { statuses: {}, contacts: {}, keyAdults: {}, earlier: {} };
  const schools = { changes: [], ordered: {}, takenBack: [] };
  const nothing = { ...lists, schools, described: null, merged: null, unmerged: null };
  const holder = { entered: identity, identity, ...nothing };

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

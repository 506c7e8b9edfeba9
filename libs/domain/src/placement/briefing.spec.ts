import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { pupil, type PupilEvent } from '../pupil/pupil.js';
import { briefingVersion, whoMayBeRung, type Briefing, type Rung } from './briefing.js';
import { isBriefed } from './evidence.js';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { siteId, adultId, personId, contactId, otherId } = ids('siteId', 'adultId', 'personId', 'contactId', 'otherId');
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    ...ids('providerId'),
    siteId,
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2025-01' },
  },
};
const says: Briefing = {
  health: 'Asthma.',
  medication: 'A blue inhaler, in the rucksack.',
  allergies: 'None known.',
  needs: 'Short instructions.',
  risks: [{ risk: 'Runs when it is loud.', met: 'A quiet place.' }],
  reviewOn: '2026-12-14',
  transport: { travel: 'taxi', operator: 'Beck Cars', times: '8:20', telephone: '01632 960400', ifItFails: 'Ring us.' },
};
const home: Rung = {
  subjectId: about.subjectId,
  contactId,
  order: 1,
  name: 'Mia Larch',
  relation: 'mother',
  telephone: '01632 960345',
  mayBeRung: true,
  mayBeTold: true,
};
const version = briefingVersion(says, [home]) ?? '';
const written: PlacementEvent = { type: 'BriefingWritten', data: { ...about, says } };
const letter = { ...about, siteId, sending: 1, recipientId: adultId, personId, on: '2026-11-16' };
const sent: PlacementEvent = { type: 'BriefingSent', data: letter };
const reading = { ...about, adultId, channel: 'link', acknowledgedOn: '2026-11-17', version } as const;
const acknowledged: PlacementEvent = { type: 'BriefingAcknowledged', data: reading };
const ended: PlacementEvent = { type: 'PlacementEnded', data: { ...about, endedOn: '2026-12-11', because: 'Over.' } };
const write: PlacementCommand = { type: 'WriteBriefing', data: { ...about, says } };
const send: PlacementCommand = { type: 'SendBriefing', data: letter };
const acknowledge: PlacementCommand = { type: 'AcknowledgeBriefing', data: reading };

const after = (...events: readonly PlacementEvent[]) => given(placement)(proposed, ...events);
const standsAfter = (...events: readonly PlacementEvent[]) =>
  [proposed, ...events].reduce((state, event) => placement.evolve(state, event), placement.initial);

describe('what a provider must know', () => {
  // Procedure: S8.14, S8.21, S13.6, X7
  it('is written, and written anew when it is another', () => {
    after().when(write).then(written);
    after(written).when(write).thenNothing();
    const other = { ...about, says: { ...says, allergies: 'Nuts.' } };
    after(written).when({ type: 'WriteBriefing', data: other }).then({ type: 'BriefingWritten', data: other });
  });

  // Procedure: S13.9
  it('is sent once it is written, and each letter once', () => {
    after().when(send).thenRefused('briefing-not-written');
    after(written).when(send).then(sent);
    after(written, sent)
      .when({ type: 'SendBriefing', data: { ...letter, on: '2026-11-17' } })
      .thenNothing();
    const next = { ...letter, sending: 2 };
    after(written, sent).when({ type: 'SendBriefing', data: next }).then({ type: 'BriefingSent', data: next });
  });

  // Procedure: S13.9, X7
  it('is evidence from the day on which somebody acknowledged it, and by no name alone', () => {
    after(written).when(acknowledge).then(acknowledged);
    after(written, acknowledged).when(acknowledge).thenNothing();
    after().when(acknowledge).thenRefused('briefing-not-written');
    const { version: _version, ...unseen } = reading;
    after(written).when({ type: 'AcknowledgeBriefing', data: unseen }).thenRefused('briefing-not-written');
    expect(standsAfter(written, acknowledged)).toMatchObject({ evidence: { 'briefing-acknowledged': '2026-11-17' } });
    const byName = { ...about, evidence: 'briefing-acknowledged', on: '2026-11-17' };
    after(written).when({ type: 'GatherEvidence', data: byName }).thenRefused('evidence-needs-its-content');
  });

  it('is nothing that changes after the end', () => {
    after(written, ended).when(acknowledge).thenRefused('placement-ended');
    after(written, ended).when(send).thenRefused('placement-ended');
  });

  // Procedure: S13.9
  it('stands acknowledged until it is written otherwise, or somebody else is to be rung', () => {
    const named: PupilEvent = { type: 'ContactNamed', data: { ...home, schoolId: about.schoolId } };
    const entered: PupilEvent = {
      type: 'PupilEntered',
      data: { ...about, givenName: 'Ivo', familyName: 'Larch', bornOn: '2011-05-04', yearGroup: 9 },
    };
    const roll = (...events: readonly PupilEvent[]) =>
      [entered, named, ...events].reduce((state, event) => pupil.evolve(state, event), pupil.initial);
    const holds = (events: readonly PlacementEvent[], of = roll()) => {
      const known = standsAfter(...events);
      return known.stage !== 'unproposed' && isBriefed(known, of);
    };
    expect(holds([written])).toBe(false);
    expect(holds([written, acknowledged])).toBe(true);
    const other: PlacementEvent = { type: 'BriefingWritten', data: { ...about, says: { ...says, needs: 'Quiet.' } } };
    expect(holds([written, acknowledged, other])).toBe(false);
    expect(holds([written, acknowledged, other, written])).toBe(true);
    const moved: PupilEvent = { type: 'ContactNamed', data: { ...named.data, telephone: '01632 960999' } };
    expect(holds([written, acknowledged], roll(moved))).toBe(false);
    const { subjectId, schoolId } = about;
    const removed: PupilEvent = { type: 'ContactRemoved', data: { subjectId, schoolId, contactId } };
    expect(holds([written, acknowledged], roll(removed))).toBe(false);
    // Of somebody who is not to be rung, nothing is shown, so nothing of them counts.
    const silent: PupilEvent = { type: 'ContactNamed', data: { ...named.data, contactId: otherId, mayBeRung: false } };
    expect(holds([written, acknowledged], roll(silent))).toBe(true);
    expect(whoMayBeRung(roll(silent)).map((each) => each.contactId)).toEqual([contactId]);
  });

  it('has no version before it is written, nor once it is erased', () => {
    expect(briefingVersion(undefined, [home])).toBeNull();
    expect(briefingVersion(erased, [home])).toBeNull();
  });

  it('is another version with every word that somebody reads, and the same one however often it is asked for', () => {
    const text = fc.string({ minLength: 1, maxLength: 12 });
    const briefings = fc.record<Briefing>({
      health: text,
      medication: text,
      allergies: text,
      needs: text,
      risks: fc.array(fc.record({ risk: text, met: text }), { minLength: 1, maxLength: 3 }),
      reviewOn: fc.constantFrom('2026-12-14', '2027-01-11'),
      transport: fc.record(
        {
          travel: fc.constantFrom('taxi', 'on-foot'),
          operator: text,
          times: text,
          escort: text,
          telephone: text,
          ifItFails: text,
        },
        { requiredKeys: ['travel', 'times', 'telephone', 'ifItFails'] },
      ),
    });
    const contact = fc.record({ name: text, relation: text, telephone: text, mayBeTold: fc.boolean() });
    const shown = fc.tuple(
      briefings,
      fc.array(
        contact.map((each): Rung => ({ ...home, ...each })),
        { maxLength: 3 },
      ),
    );
    fc.assert(
      fc.property(shown, shown, ([one, rung], [other, others]) => {
        const same = JSON.stringify([one, rung]) === JSON.stringify([other, others]);
        expect(briefingVersion(structuredClone(one), rung)).toBe(briefingVersion(one, rung));
        expect(briefingVersion(one, rung) === briefingVersion(other, others)).toBe(same);
        expect(briefingVersion(one, rung)).not.toBe(briefingVersion({ ...one, needs: `${one.needs}!` }, rung));
        expect(briefingVersion(one, [home, ...rung])).not.toBe(briefingVersion(one, rung));
      }),
    );
  });
});

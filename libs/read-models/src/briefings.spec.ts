import type { Briefing } from '#domain';
import type { Message } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import { BriefingOf, BriefingOfAnswers, briefings, type BriefingRow } from './briefings.js';
import { SharingOf, SharingOfAnswers } from './sharing.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { siteId, adultId, personId, version, providerId, otherId } = ids(
  'siteId',
  'adultId',
  'personId',
  'version',
  'providerId',
  'otherId',
);
const says: Briefing = {
  health: 'Asthma.',
  medication: 'A blue inhaler.',
  allergies: 'None known.',
  needs: 'Short instructions.',
  risks: [{ risk: 'Runs when it is loud.', met: 'A quiet place.' }],
  reviewOn: '2026-12-14',
  transport: { travel: 'on-foot', times: '8:20', telephone: '01632 960400', ifItFails: 'Ring us.' },
};
const written = { type: 'BriefingWritten' as const, data: { ...about, says } };
const letter = { sending: 1, recipientId: adultId, personId, on: '2026-11-16' };
const sent = { type: 'BriefingSent' as const, data: { ...about, siteId, ...letter } };
const reading = { adultId, channel: 'link', acknowledgedOn: '2026-11-17', version } as const;
const acknowledged = { type: 'BriefingAcknowledged' as const, data: { ...about, ...reading } };

describe('the row of what a provider must know', () => {
  const writtenAt = heard(written).meta.recordedAt;
  const row: BriefingRow = { ...about, says, writtenAt, sent: [] };
  const of = given(briefings);

  it('says what was written last', () => {
    of(heard(written)).then(row);
    const other = { ...written, data: { ...written.data, says: { ...says, needs: 'Quiet.' } } };
    of(heard(written), heard(sent), heard(other)).then({ ...row, says: other.data.says, sent: [letter] });
  });

  it('says who acknowledged it, what that was, and after which letter', () => {
    const read = { acknowledgedBy: adultId, acknowledgedOn: '2026-11-17', channel: 'link', version } as const;
    of(heard(written), heard(acknowledged)).then({ ...row, ...read, afterSending: 0 });
    of(heard(written), heard(sent), heard(acknowledged)).then({ ...row, sent: [letter], ...read, afterSending: 1 });
  });

  it('is found by its placement', async () => {
    const rows = rowsOf(written, sent);
    const ask = (placementId: string) => new BriefingOfAnswers(rows).execute(new BriefingOf({ placementId }));
    expect(await ask(about.placementId)).toMatchObject({ says, sent: [letter] });
    expect(await ask(otherId)).toBeNull();
  });
});

describe('the row of a data sharing agreement', () => {
  it('is found by school and provider, and is what was recorded last', async () => {
    const agreement = { providerId, schoolId: about.schoolId, personId, from: '2026-09-01' };
    const record = (data: Message['data']) => ({ type: 'SharingAgreementRecorded', data });
    const rows = rowsOf(record(agreement), record({ ...agreement, until: '2026-12-18' }));
    const ask = (schoolId: string) => new SharingOfAnswers(rows).execute(new SharingOf({ schoolId, providerId }));
    expect(await ask(about.schoolId)).toMatchObject({ from: '2026-09-01', until: '2026-12-18' });
    expect(await ask(otherId)).toBeNull();
  });
});

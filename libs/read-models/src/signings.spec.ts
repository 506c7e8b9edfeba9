import { erased } from '#event-sourcing';
import { given, heard, ids } from '#testing';
import { signings } from './signings.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { contactId, personId, documentId } = ids('contactId', 'personId', 'documentId');
const on = '2026-11-16';
const at = '2026-11-16T18:20:00.000Z';
const asked = { type: 'SignatureAsked', data: { ...about, contactId, asking: 1, personId, on, version: '1' } } as const;
const who = { contactId, asking: 1, personId, on };
const agreed = (more: object) =>
  heard({ type: 'PlacementAgreed', data: { ...about, agreedOn: on, signedBy: 'Ms Khan', ...more } } as never, {
    meta: { recordedAt: at },
  });
const nothing = { contactId: undefined, receivedOn: undefined, receivedById: undefined, documents: [] };

// Procedure: S16.5
describe('how an agreement comes to be signed', () => {
  it('begins with whoever is asked', () => given(signings)(heard(asked)).then({ ...about, asked: [who] }));

  it('keeps that it was signed by a link, by whom and when', () =>
    given(signings)(heard(asked), agreed({ channel: 'link', contactId, asking: 1 })).then({
      ...about,
      asked: [who],
      agreed: { ...nothing, on, at, channel: 'link', contactId },
      fileNames: undefined,
    }));

  it('keeps who received it on paper, and the scan', () => {
    const documents = [{ documentId, mediaType: 'application/pdf', bytes: 4, sealedHash: 'a'.repeat(64) }];
    const paper = { channel: 'paper', receivedOn: on, receivedById: personId };
    given(signings)(agreed({ ...paper, documents, fileNames: ['form.pdf'] })).then({
      ...about,
      asked: [],
      agreed: { ...nothing, on, at, ...paper, documents } as never,
      fileNames: ['form.pdf'],
    });
  });

  it('tells of one from before how it came was kept, and of erased names', () => {
    given(signings)(agreed({ fileNames: erased })).then({
      ...about,
      asked: [],
      agreed: { ...nothing, on, at, channel: null },
      fileNames: erased,
    });
  });
});

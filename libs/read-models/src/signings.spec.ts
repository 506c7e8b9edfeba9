import { erased } from '#event-sourcing';
import { given, heard, ids } from '#testing';
import { signings } from './signings.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { contactId, personId, documentId } = ids('contactId', 'personId', 'documentId');
const on = '2026-11-16';
const at = '2026-11-16T18:20:00.000Z';
const asked = { type: 'SignatureAsked', data: { ...about, contactId, asking: 1, personId, on, version: '1' } } as const;
const who = { contactId, asking: 1, personId, on, takenBackSince: false };
const agreed = (more: object) =>
  heard({ type: 'PlacementAgreed', data: { ...about, agreedOn: on, signedBy: 'Ms Khan', ...more } } as never, {
    meta: { recordedAt: at },
  });
const nothing = { contactId: undefined, receivedOn: undefined, receivedById: undefined, documents: [] };

// Procedure: S16.5
describe('how an agreement comes to be signed', () => {
  it('begins with whoever is asked', () =>
    given(signings)(heard(asked)).then({ ...about, asked: [who], withdrawn: [], signatories: [] }));

  it('keeps that it was signed by a link, by whom and when', () =>
    given(signings)(heard(asked), agreed({ channel: 'link', contactId, asking: 1 })).then({
      ...about,
      asked: [who],
      withdrawn: [],
      signatories: [],
      agreed: { ...nothing, on, at, channel: 'link', contactId },
      fileNames: undefined,
    }));

  it('keeps who received it on paper, and the scan', () => {
    const documents = [{ documentId, mediaType: 'application/pdf', bytes: 4, sealedHash: 'a'.repeat(64) }];
    const paper = { channel: 'paper', receivedOn: on, receivedById: personId };
    given(signings)(agreed({ ...paper, documents, fileNames: ['form.pdf'] })).then({
      ...about,
      asked: [],
      withdrawn: [],
      signatories: [],
      agreed: { ...nothing, on, at, ...paper, documents } as never,
      fileNames: ['form.pdf'],
    });
  });

  it('tells of one from before how it came was kept, and of erased names', () => {
    given(signings)(agreed({ fileNames: erased })).then({
      ...about,
      asked: [],
      withdrawn: [],
      signatories: [],
      agreed: { ...nothing, on, at, channel: null },
      fileNames: erased,
    });
  });

  const withdrawal = { ...about, withdrawnOn: on, how: 'by-telephone', personId, withdrawnBy: 'Ms Khan' } as const;
  const withdrawn = heard({ type: 'AgreementWithdrawn', data: withdrawal } as const);
  const takenBack = { on, how: 'by-telephone', personId } as const;

  it('keeps what was taken back, with its scan, and that the letters from before are of no use', () => {
    const documents = [{ documentId, mediaType: 'application/pdf', bytes: 4, sealedHash: 'a'.repeat(64) }];
    const paper = agreed({ channel: 'paper', documents, fileNames: ['form.pdf'] });
    given(signings)(heard(asked), paper, withdrawn).then({
      ...about,
      asked: [{ ...who, takenBackSince: true }],
      agreed: undefined,
      fileNames: undefined,
      withdrawn: [{ ...takenBack, signature: { ...nothing, on, at, channel: 'paper', documents } as never }],
      signatories: [],
      withdrawnFileNames: [['form.pdf']],
    });
  });

  it('is asked for anew after that, and settled by another signature', () => {
    const again = heard({ type: 'SignatureAsked', data: { ...asked.data, asking: 2 } } as const);
    const anew = agreed({ channel: 'link', contactId, asking: 2 });
    given(signings)(agreed({}), withdrawn, again, anew).then({
      ...about,
      asked: [{ ...who, asking: 2 }],
      agreed: { ...nothing, on, at, channel: 'link', contactId },
      fileNames: undefined,
      withdrawn: [{ ...takenBack, signature: { ...nothing, on, at, channel: null } }],
      signatories: [],
      withdrawnFileNames: [[]],
    });
  });

  it('is told again and otherwise of the same signature, and of none where none was', () => {
    const otherwise = heard({ type: 'AgreementWithdrawn', data: { ...withdrawal, how: 'in-writing' } } as const);
    given(signings)(agreed({}), withdrawn, otherwise).then({
      ...about,
      asked: [],
      agreed: undefined,
      fileNames: undefined,
      withdrawn: [{ ...takenBack, how: 'in-writing', signature: { ...nothing, on, at, channel: null } }],
      signatories: [],
      withdrawnFileNames: [[]],
    });
    given(signings)(withdrawn).then({ ...about, asked: [], withdrawn: [], signatories: [] });
  });

  // Procedure: S16.10, S16.11, S16.12
  it('keeps who was asked to sign for themselves, and when they did', () => {
    const keyAdultId = contactId;
    const letter = { signatory: 'social-worker', keyAdultId, asking: 1, personId, on } as const;
    const signed = { signatory: 'social-worker', keyAdultId, asking: 1, signedOn: on, signedBy: 'Sol Weaver' } as const;
    const form = { version: '1', statements: ['I have read it.'], arrangements: [] };
    const askedFor = heard({ type: 'SignatoryAsked', data: { ...about, ...letter } } as const);
    const again = heard({ type: 'SignatoryAsked', data: { ...about, ...letter, asking: 2 } } as const);
    const itself = heard({ type: 'SignatorySigned', data: { ...about, ...signed, signed: form } } as const, {
      meta: { recordedAt: at },
    });
    given(signings)(askedFor, again, itself).then({
      ...about,
      asked: [],
      withdrawn: [],
      signatories: [
        { ...letter, signed: { on, at } },
        { ...letter, asking: 2 },
      ],
    });
  });
});

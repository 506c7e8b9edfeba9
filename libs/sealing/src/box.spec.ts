import { createSecretKey, randomBytes } from 'node:crypto';
import { BoxTampered, openBytes, openText, sealBytes, sealText } from './box.js';

const key = createSecretKey(randomBytes(32));
const place = '2f1f7a52-9f6c-4b8e-8a51-0d3d0f6c2a11';

/** From the GCM specification's test vectors (McGrew and Viega, test case 15), laid out as a box. */
const vector = {
  key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
  nonce: 'cafebabefacedbaddecaf888',
  sealed:
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
  tag: 'b094dac5d93471bdec1a502270e3cc6c',
  text: 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
};

describe('a box', () => {
  it('opens with its key at its place', () => {
    expect(JSON.parse(openText(key, sealText(key, '{"name":"Zoë"}', place), place))).toEqual({ name: 'Zoë' });
  });

  it('is never the same twice', () => {
    expect(sealText(key, '{}', place)).not.toBe(sealText(key, '{}', place));
  });

  it('does not open at another place', () => {
    const box = sealText(key, '{"answer":"absent"}', place);
    expect(() => openText(key, box, 'elsewhere')).toThrow(BoxTampered);
  });

  it('does not open with another key', () => {
    const box = sealText(key, '{"answer":"absent"}', place);
    expect(() => openText(createSecretKey(randomBytes(32)), box, place)).toThrow(BoxTampered);
  });

  it('does not open when any of its bits has been changed', () => {
    const box = sealBytes(key, Buffer.from('{}'), place);
    for (let at = 0; at < box.length; at += 1) {
      const changed = Buffer.from(box);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openBytes(key, changed, place)).toThrow(BoxTampered);
    }
  });

  it('does not open when it was cut short', () => {
    const box = sealBytes(key, Buffer.from('{}'), place);
    for (let length = 0; length < box.length; length += 1) {
      expect(() => openBytes(key, box.subarray(0, length), place)).toThrow(BoxTampered);
    }
  });

  it('does not tell a short answer from a long one by its length', () => {
    const lengths = ['present', 'late', 'absent'].map(
      (answer) => sealText(key, JSON.stringify({ answer }), place).length,
    );
    expect(new Set(lengths).size).toBe(1);
  });

  it('is AES-256-GCM as others know it', () => {
    const box = Buffer.concat([
      Buffer.of(1),
      ...[vector.nonce, vector.sealed, vector.tag].map((hex) => Buffer.from(hex, 'hex')),
    ]);
    const opened = openBytes(createSecretKey(Buffer.from(vector.key, 'hex')), box, '');
    expect(opened.toString('hex')).toBe(vector.text);
  });

  it('never uses a nonce twice, over many boxes', () => {
    const nonces = Array.from({ length: 2_000 }, () =>
      sealBytes(key, Buffer.from('{}'), place).subarray(1, 13).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(2_000);
  });
});

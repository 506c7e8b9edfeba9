import fc from 'fast-check';
import { z } from 'zod';
import {
  beginning,
  canonical,
  catalogue,
  changed,
  erased,
  messages,
  personal,
  Unacceptable,
  UnknownEventType,
  type RecordedMeta,
  type StoredEvent,
} from '#event-sourcing';
import { BoxTampered } from './box.js';
import { MemoryKeys } from './memory-keys.js';
import { SealingCodec } from './sealing-codec.js';

const subjectId = '7b1c1f5e-52a7-4c5f-9c44-3a1c0d9f0a01';
const otherId = '7b1c1f5e-52a7-4c5f-9c44-3a1c0d9f0a02';
const eventId = '0e0f7f0a-3f6f-4b55-8d3e-7a2f9a1f0b01';

const said = z.object({
  subjectId: z.uuid(),
  on: z.iso.date(),
  answer: personal(z.string()),
  words: personal(z.string().trim()).optional(),
});
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;
const known = catalogue(messages({ Said: said }, sealed), messages({ DayOpened: z.object({ on: z.iso.date() }) }));
const data = { subjectId, on: '2026-11-23', answer: 'absent', words: 'Not seen today.' };

const meta = (schema = 1): RecordedMeta => ({
  recordedAt: '2026-11-23T09:00:00.000Z',
  actor: { kind: 'staff', id: 'somebody', roles: [] },
  correlationId: eventId,
  schema,
  via: 'web',
});
const stored = (type: string, text: string, { id = eventId, schema = 1 } = {}): StoredEvent => ({
  id,
  stream: 'attendance-1',
  revision: 0n,
  position: beginning + 1n,
  type,
  data: text,
  meta: canonical(meta(schema)),
});

describe('the sealing codec', () => {
  let keys: MemoryKeys;
  let codec: SealingCodec;
  beforeEach(() => {
    keys = new MemoryKeys();
    codec = new SealingCodec(known, keys);
  });
  const opened = async (event: StoredEvent) => (await codec.open([event]))[0]?.data;

  it('leaves open fields readable and seals all personal ones together', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data });
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['on', 'sealed', 'subjectId']);
    expect(text).not.toMatch(/absent|Not seen/);
    expect(await opened(stored('Said', text))).toEqual(data);
  });

  it('gives canonical text', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data });
    expect(text).toBe(canonical(JSON.parse(text)));
  });

  it('stores what has nothing personal as it is', async () => {
    expect(await codec.seal(eventId, { type: 'DayOpened', data: { on: '2026-11-23' } })).toBe('{"on":"2026-11-23"}');
  });

  it('gives back any text that can be stored', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\u0000', '').toWellFormed()),
        async (answer) => {
          const text = await codec.seal(eventId, { type: 'Said', data: { ...data, answer } });
          expect(await opened(stored('Said', text))).toEqual({ ...data, answer });
        },
      ),
    ));

  it('keeps an absent field absent', async () => {
    const { words: _, ...without } = data;
    const text = await codec.seal(eventId, { type: 'Said', data: without });
    expect(await opened(stored('Said', text))).toEqual(without);
  });

  it('stores the parsed value: trimmed, and without fields that no schema knows', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data: { ...data, words: '  Ill. ', name: 'Ann' } });
    expect(await opened(stored('Said', text))).toEqual({ ...data, words: 'Ill.' });
    expect(text).not.toContain('Ann');
  });

  it('refuses bad input with a ZodError', async () => {
    await expect(codec.seal(eventId, { type: 'Said', data: { ...data, on: 'today' } })).rejects.toThrow(z.ZodError);
  });

  it.each(['a\u0000b', 'half a \ud83d'])(
    'refuses in a box the text that no store takes in the open: %j',
    async (words) => {
      await expect(codec.seal(eventId, { type: 'Said', data: { ...data, words } })).rejects.toThrow(Unacceptable);
    },
  );

  it('reads as erased once the key is destroyed, and says so of fields that may not have been there', async () => {
    const { words: _, ...without } = data;
    const text = await codec.seal(eventId, { type: 'Said', data: without });
    keys.destroy(subjectId);
    expect(await opened(stored('Said', text))).toEqual({ subjectId, on: data.on, answer: erased, words: erased });
  });

  it('seals nothing for a destroyed subject: the box is empty and reads as erased', async () => {
    keys.destroy(subjectId);
    const text = await codec.seal(eventId, { type: 'Said', data });
    expect(text).toBe(`{"on":"2026-11-23","sealed":"","subjectId":"${subjectId}"}`);
    expect(await opened(stored('Said', text))).toEqual({ subjectId, on: data.on, answer: erased, words: erased });
  });

  it('leaves others readable when one key is destroyed', async () => {
    const mine = stored('Said', await codec.seal(eventId, { type: 'Said', data }));
    const theirs = stored('Said', await codec.seal(eventId, { type: 'Said', data: { ...data, subjectId: otherId } }));
    keys.destroy(subjectId);
    const [first, second] = await codec.open([mine, theirs]);
    expect(first?.data['answer']).toBe(erased);
    expect(second?.data['answer']).toBe('absent');
  });

  it('keeps what was erased already, beside what was not', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data: { ...data, words: erased } });
    expect(await opened(stored('Said', text))).toEqual({ ...data, words: erased });
  });

  it('takes a box that was moved to another event for tampering, not for erasure', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data });
    await expect(codec.open([stored('Said', text, { id: otherId })])).rejects.toThrow(BoxTampered);
  });

  it('takes a missing key for a loss, not for erasure', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data });
    const elsewhere = new SealingCodec(known, new MemoryKeys());
    await expect(elsewhere.open([stored('Said', text)])).rejects.toThrow(/restore the keys/);
  });

  it('does not open a type that it does not know, nor a later shape of one that it does', async () => {
    await expect(codec.open([stored('Unheard', '{}')])).rejects.toThrow(UnknownEventType);
    const text = await codec.seal(eventId, { type: 'Said', data });
    await expect(codec.open([stored('Said', text, { schema: 2 })])).rejects.toThrow(UnknownEventType);
  });

  it('does not open what a later version allows and this one does not, such as a value more in a closed list', async () => {
    await expect(codec.open([stored('DayOpened', '{"on":"the second Monday"}')])).rejects.toThrow(UnknownEventType);
  });

  it('brings old shapes to the present one, with opened values and with erased ones', async () => {
    const text = await codec.seal(eventId, { type: 'Said', data });
    const now = changed(
      z.object({ subjectId: z.uuid(), on: z.iso.date(), answer: personal(z.string()), remark: personal(z.string()) }),
      ({ words, ...rest }) => ({ ...rest, remark: words ?? 'None.' }),
    );
    codec = new SealingCodec(catalogue(messages({ Said: now }, sealed)), keys);
    expect(await opened(stored('Said', text))).toEqual({
      subjectId,
      on: data.on,
      answer: 'absent',
      remark: data.words,
    });
    keys.destroy(subjectId);
    expect(await opened(stored('Said', text))).toEqual({ subjectId, on: data.on, answer: erased, remark: erased });
  });

  it('refuses a catalogue in which a field stands where the box goes', () => {
    const clash = catalogue(messages({ Clashed: z.object({ sealed: z.string() }) }));
    expect(() => new SealingCodec(clash, keys)).toThrow(/rename it/);
  });
});

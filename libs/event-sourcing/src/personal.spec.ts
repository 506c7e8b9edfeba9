import { z } from 'zod';
import { catalogue, messages } from './messages.js';
import { about, changed, erased, orElse, personal, personalFields } from './personal.js';

const visit = z.object({
  visitId: z.string(),
  subjectId: z.string(),
  notes: personal(z.string()),
  seen: personal(z.boolean()).optional(),
});

describe('what is about a person', () => {
  it('is known by its mark, whether it must be there or may be', () => {
    expect(personalFields(visit)).toEqual(['notes', 'seen']);
  });

  it('stays marked when it is described, alone or with its event', () => {
    const note = z.object({
      words: personal(z.string()).describe('As they were said.').optional().describe('If any.'),
    });
    expect(personalFields(note.describe('A note.'))).toEqual(['words']);
  });

  it('reads as its value or as erased, and as nothing else', () => {
    expect(visit.shape.notes.parse('at ease')).toBe('at ease');
    expect(visit.shape.notes.parse(erased)).toBe(erased);
    expect(visit.shape.notes.safeParse(7).success).toBe(false);
    expect(visit.shape.notes.safeParse(Symbol('erased')).success).toBe(false);
  });

  it('can be replaced where it is shown', () => {
    expect(orElse<string, string>(erased, 'no longer kept')).toBe('no longer kept');
    expect(orElse('at ease', 'no longer kept')).toBe('at ease');
  });
});

describe('a catalogue of messages', () => {
  const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

  it('knows whose key seals each', () => {
    const contact = about('contactId', z.object({ contactId: z.string(), name: personal(z.string()) }));
    const all = catalogue(messages({ VisitRecorded: visit, ContactNamed: contact }, sealed));
    expect(all.get('VisitRecorded')?.sealed).toEqual(sealed);
    expect(all.get('ContactNamed')?.sealed).toEqual({ subject: 'contactId', kept: 'pupil-file' });
  });

  it('refuses personal fields without a subject', () => {
    expect(() => catalogue(messages({ VisitRecorded: visit }))).toThrow('no field names the subject');
    expect(() => catalogue(messages({ Noted: z.object({ note: personal(z.string()) }) }, sealed))).toThrow('Noted');
  });

  it('refuses two messages of one name', () => {
    const one = messages({ VisitRecorded: visit }, sealed);
    expect(() => catalogue(one, messages({ VisitRecorded: visit }, sealed))).toThrow('Two messages are called');
  });

  it('keeps a changed message’s upcasts, and whose key seals it', () => {
    const contact = about('contactId', z.object({ contactId: z.string(), name: personal(z.string()) }));
    const renamed = changed(contact, ({ nom, ...rest }) => ({ ...rest, name: nom }));
    const [definition] = catalogue(messages({ ContactNamed: renamed }, sealed)).values();
    expect(definition?.sealed?.subject).toBe('contactId');
    expect(definition?.upcasts.map((upcast) => upcast({ nom: 'Ada' }))).toEqual([{ name: 'Ada' }]);
    expect(definition?.personal).toEqual(['name']);
  });
});

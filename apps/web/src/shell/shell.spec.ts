import { z } from 'zod';
import { refusals, role } from '#domain';
import { Refusal, StreamMoved, UnknownEventType } from '#event-sourcing';
import { NotFoundException } from '@nestjs/common';
import { dayParts, daySent } from './fields.js';
import { backTo, errorsOf, field, formErrors } from './forms.js';
import { paths, urlOf } from './paths.js';
import { allowed, mayDo, permissions } from './permissions.js';
import { problemOf } from './problems.filter.js';
import { TooOften } from './limited.guard.js';
import { noticeOf } from './saved.js';

describe('addresses', () => {
  it('are filled in and encoded', () => {
    expect(urlOf(paths.provider.link, { token: 'a/b.c' })).toBe('/p/a%2Fb.c');
    expect(urlOf(paths.today.board, { schoolId: 'x' }, { at: '9:40', not: undefined })).toBe(
      '/schools/x/today?at=9%3A40',
    );
  });

  it('lead back to pages of ours alone', () => {
    expect(backTo('/schools/x/today?at=1')).toBe('/schools/x/today?at=1');
    for (const bad of ['//elsewhere', '/\\elsewhere', 'https://elsewhere', '', undefined, ['/a']]) {
      expect(backTo(bad)).toBe('/');
    }
  });
});

describe('what roles may do', () => {
  it('is said of every role, and everything can be done by somebody', () => {
    expect(Object.keys(allowed).sort()).toEqual([...role.options].sort());
    for (const permission of permissions) expect(role.options.some((each) => mayDo([each], permission))).toBe(true);
  });

  it('lets whoever is told of a missing pupil look for them', () => {
    for (const told of [
      'attendance-lead',
      'designated-safeguarding-lead',
      'headteacher',
      'alternative-provision-lead',
    ]) {
      expect(mayDo([told], 'search-for-pupils')).toBe(true);
    }
  });

  it('gives nothing to a role that is not known', () => {
    expect(mayDo(['toString', 'caretaker'], 'see-board')).toBe(false);
    expect(mayDo([], 'see-board')).toBe(false);
  });
});

describe('forms', () => {
  it('are read field by field, and nothing but text is taken', () => {
    expect(field({ name: '  Ada ' }, 'name')).toBe('Ada');
    for (const body of [undefined, null, 'name', { name: ['a', 'b'] }, { name: 1 }])
      expect(field(body, 'name')).toBe('');
    expect(field({}, 'toString')).toBe('');
  });

  it('give the first fault of each field, with the way to it', () => {
    const { error } = z
      .object({ a: z.string().min(1, 'Enter a'), b: z.enum(['x'], { error: 'Choose b' }) })
      .safeParse({ a: '' });
    expect(formErrors(error ?? { issues: [] })).toEqual({
      summary: [
        { text: 'Enter a', href: '#a' },
        { text: 'Choose b', href: '#b' },
      ],
      of: { a: { text: 'Enter a' }, b: { text: 'Choose b' } },
    });
    expect(errorsOf({}).summary).toEqual([]);
  });

  it('take a day as people write it', () => {
    const read = ([day, month, year]: readonly string[]) =>
      daySent('Enter the day').safeParse(dayParts({ 'on-day': day, 'on-month': month, 'on-year': year }, 'on'));
    expect(read(['3', '2', '2026']).data).toBe('2026-02-03');
    expect(read(['', '', '']).error?.issues[0]?.message).toBe('Enter the day');
    for (const wrong of [
      ['31', '2', '2026'],
      ['3', '2', '26'],
      ['x', '2', '2026'],
      ['3', '', '2026'],
    ]) {
      expect(read(wrong).error?.issues[0]?.message).toBe('Enter a real day, such as 23 11 2026');
    }
  });
});

describe('problems', () => {
  it('tell every refusal of the domain in its sentence', () => {
    for (const [reason, sentence] of Object.entries(refusals)) {
      expect(problemOf(new Refusal(reason))).toMatchObject({ status: 422, name: reason, lines: [sentence] });
    }
  });

  it('list what a refusal lists, in words', () => {
    const { list } = problemOf(new Refusal('evidence-missing', ['agreement-signed']));
    expect(list).toEqual(['The signed agreement']);
  });

  it('are named for what they are', () => {
    expect(problemOf(new UnknownEventType('Snowed', 1n))).toMatchObject({ status: 503, name: 'being-upgraded' });
    expect(problemOf(new StreamMoved('placement-1', 1n, 2n))).toMatchObject({ status: 409, name: 'conflict' });
    expect(problemOf(new NotFoundException('secret'))).toMatchObject({ status: 404, name: 'not-found' });
    expect(problemOf(z.string().safeParse(1).error)).toMatchObject({ status: 400, name: 'unreadable' });
    expect(problemOf(new TypeError('secret'))).toMatchObject({ status: 500, name: 'fault' });
    const full = Object.assign(new Error('could not extend file'), { code: '53100' });
    expect(problemOf(full)).toMatchObject({ status: 503, name: 'database-away' });
    expect(problemOf(new Error('Connection terminated unexpectedly'))).toMatchObject({ status: 503 });
    expect(JSON.stringify(problemOf(new TypeError('secret')))).not.toContain('secret');
  });
});

describe('whoever asks too often', () => {
  it('is told when to ask again', () => {
    expect(problemOf(new TooOften(40))).toMatchObject({
      status: 429,
      lines: [expect.stringContaining('in 40 seconds.')],
    });
    expect(problemOf(new TooOften(841)).lines[0]).toContain('in 15 minutes.');
  });
});

describe('notices', () => {
  it('are those that we know, and say when a page has yet to catch up', () => {
    expect(noticeOf('marked', true)).toEqual({ title: 'Saved', text: 'The marks are recorded.' });
    expect(noticeOf('marked', false)?.title).toBe('Saved and on its way');
    expect(noticeOf('<b>anything</b>', true)).toBeNull();
    expect(noticeOf('constructor', true)).toBeNull();
  });
});

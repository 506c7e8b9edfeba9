import { z } from 'zod';
import type { AttendedMark } from '../placement/register.js';

/**
 * What a mark of the register rests on, and what only a person can say: in words, with where it is written and how sure we
 * are of it. Where a rule is known from others' accounts alone, that is said wherever it is shown.
 */

/** What a proposed code rests on. */
export const ground = z.enum([
  'school-not-meeting',
  'part-time-plan',
  'suspension-first-days',
  'dual-registered',
  'authority-arranged',
  'visit-attended',
  'work-experience-attended',
  'sport-attended',
  'activity-attended',
  'reason-known',
  'reason-not-known',
  'no-word',
  'not-explained-in-time',
]);
export type Ground = z.output<typeof ground>;

/** What only a person can say. */
export const question = z.enum([
  'at-school',
  'two-places',
  'provider-closed',
  'online-at-home',
  'provider-stopped',
  'not-educational',
  'not-approved',
  'not-supervised',
  'not-in-session',
  'what-activity',
  'came-late',
]);
export type Question = z.output<typeof question>;

type Basis = { readonly words: string; readonly source: string; readonly certainty: AttendedMark['certainty'] };
const regulation = 'Regulation 10 of the School Attendance (Pupil Registration) (England) Regulations 2024';
const guidance = 'Working together to improve school attendance, by others’ accounts of it';
const seen = { source: regulation, certainty: 'seen' } as const;
const told = { source: guidance, certainty: 'second-hand' } as const;

/** What a code rests on, in words, with where that is written and how sure we are of it. */
export const grounds: Readonly<Record<Ground, Basis>> = {
  'school-not-meeting': { words: 'The school does not meet in this session.', ...told },
  'part-time-plan': {
    words: 'The pupil’s week plan has agreed part-time leave in this session.',
    source: 'Regulation 11 of the School Attendance (Pupil Registration) (England) Regulations 2024',
    certainty: 'seen',
  },
  'suspension-first-days': { words: 'Suspended, and it is one of the first five days.', ...told },
  'dual-registered': { words: 'The pupil is on the roll of the other school too, which marks this session.', ...seen },
  'authority-arranged': {
    words: 'The local authority arranged it, and the provider said that the pupil was there.',
    source: `${regulation}; sections 42(2) and 61(1) of the Children and Families Act 2014`,
    certainty: 'seen',
  },
  'visit-attended': { words: 'A visit that the school’s own staff supervised, and the pupil was there.', ...seen },
  'work-experience-attended': { words: 'Work experience, and the provider said that the pupil was there.', ...seen },
  'sport-attended': { words: 'A sporting activity, and the provider said that the pupil was there.', ...seen },
  'activity-attended': {
    words:
      'Neither sport nor work: another activity that the school approved, and the provider said that the pupil was there.',
    ...seen,
  },
  'reason-known': { words: 'The reason for the absence is known.', ...seen },
  'reason-not-known': { words: 'The provider said that the pupil is absent, and nobody knows yet why.', ...told },
  'no-word': { words: 'The provider has not said whether the pupil was there. That is no attendance.', ...told },
  'not-explained-in-time': { words: 'No reason was found in five school days.', ...told },
};

/** What a person is asked, and why it can't be worked out. */
export const questions: Readonly<Record<Question, Basis>> = {
  'at-school': { words: 'The pupil was seen at school, so the school’s own register says what they are.', ...seen },
  'two-places': { words: 'Two arrangements expect the pupil in this session. Where were they?', ...told },
  'provider-closed': {
    words:
      'The provider was closed while the school met. Nothing we know of says which code that has: where was the pupil?',
    ...told,
  },
  'online-at-home': {
    words:
      'Taught online at home. Guidance has that as an absence, whoever teaches; one local authority’s page lets schools use K once its tutor has taught the session.',
    ...told,
  },
  'provider-stopped': {
    words: 'A stop is set there. May this still count as education that the school approves?',
    ...told,
  },
  'not-educational': { words: 'It is not recorded that the activity is educational. Is it?', ...seen },
  'not-approved': { words: 'It is not recorded that the school approved that the pupil goes there. Did it?', ...seen },
  'not-supervised': {
    words:
      'No written assurance that counts on this day names an adult there. Who supervised, and is the school satisfied with them?',
    ...seen,
  },
  'not-in-session': { words: 'The pupil is not due there within the school’s own session.', ...seen },
  'what-activity': { words: 'What did the pupil do there?', ...seen },
  'came-late': {
    words: 'The pupil came late. Nothing we know of says what that is at a provider: the school’s own rule decides.',
    ...told,
  },
};

import { type ReturnAttendance, type ReturnCheck } from '#domain';
import { erased } from '#event-sourcing';
import type { ReturnWeek } from '#procedure';
import { shortDay } from '../shell/words.js';

export const attendedWords: Readonly<Record<ReturnAttendance, string>> = {
  'every-session': 'There in every session',
  'some-sessions': 'There in some sessions',
  'no-session': 'Not there',
};

export const weekTag: Readonly<Record<ReturnWeek['state'], { text: string; colour: string }>> = {
  done: { text: 'Done', colour: 'green' },
  owed: { text: 'Owed this week', colour: 'yellow' },
  overdue: { text: 'Overdue', colour: 'red' },
  ahead: { text: 'To come', colour: 'grey' },
};

/** "On 18 Nov 2026: There in every session. Calm in lessons. No concerns. Next: …" */
export function lookWords(look: Omit<ReturnCheck, 'placementId' | 'subjectId' | 'schoolId'>): string {
  const { checkedOn, attended, goes, concerns, nextStep } = look;
  if (attended === erased || goes === erased || concerns === erased || nextStep === erased) {
    return `On ${shortDay(checkedOn)}: what was seen is erased.`;
  }
  const worry = concerns ? 'There are concerns: the safeguarding lead is to know of them.' : 'No concerns.';
  return `On ${shortDay(checkedOn)}: ${attendedWords[attended]}. ${goes} ${worry} Next: ${nextStep}`;
}

import type { DutyEvent } from '#domain';
import type { DutyOfSession } from './session-row.js';

/** A session's duties after an event about one of them; an event about a duty that was never raised changes nothing. */
export function dutiesAfter(duties: readonly DutyOfSession[], event: DutyEvent): DutyOfSession[] {
  if (event.type !== 'DutyRaised') {
    return duties.map((duty) => (duty.dutyId === event.data.dutyId ? after(duty, event) : duty));
  }
  const { dutyId, kind, raisedAt, dueAt, missedAt, late } = event.data;
  const others = duties.filter((duty) => duty.dutyId !== dutyId);
  return [...others, { dutyId, kind, status: 'open', raisedAt, dueAt, missedAt, late, steps: [] }];
}

function after(duty: DutyOfSession, { type, data }: Exclude<DutyEvent, { type: 'DutyRaised' }>): DutyOfSession {
  switch (type) {
    case 'DutyStepTaken': {
      const { step, takenAt, told, letters, stale } = data;
      return { ...duty, steps: [...duty.steps, { step, takenAt, told, letters, stale, failed: false }] };
    }
    case 'DutyStepFailed': {
      // The same step is taken again for somebody else, so the letter tells which taking it was that failed.
      const failed = (letters: readonly string[]) => letters.includes(data.letterId);
      return {
        ...duty,
        steps: duty.steps.map((each) => (failed(each.letters) ? { ...each, failed: true } : each)),
      };
    }
    case 'DutyTaken':
      return { ...duty, takenBy: data.personId, takenAt: data.takenAt };
    case 'DutyMet':
      return { ...duty, status: 'met' };
    case 'DutyMissed':
      return { ...duty, status: 'missed' };
    case 'DutyShownDoneOnTime':
      return { ...duty, status: 'shown-done-on-time' };
    case 'DutyWithdrawn':
      return { ...duty, status: 'withdrawn' };
  }
}

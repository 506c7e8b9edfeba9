import type { DutyEvent } from '#domain';
import type { DutyOfSession } from './session-row.js';

type DutyEventOf<T> = Extract<DutyEvent, { type: T }>;

/** A session's duties after an event about one of them; an event about a duty that was never raised changes nothing. */
export function dutiesAfter(duties: readonly DutyOfSession[], event: DutyEvent): DutyOfSession[] {
  const known = duties.find(({ dutyId }) => dutyId === event.data.dutyId);
  const after = dutyAfter(known, event);
  if (!after) return [...duties];
  return known ? duties.map((duty) => (duty === known ? after : duty)) : [...duties, after];
}

/** A duty after an event about it; nothing is known of one that was never raised. */
export function dutyAfter(known: DutyOfSession | undefined, event: DutyEvent): DutyOfSession | undefined {
  if (event.type === 'DutyRaised') return raisedBy(event.data, known);
  return known && after(known, event);
}

/** A duty that was withdrawn and is owed after all keeps what was done about it. */
function raisedBy(data: DutyEventOf<'DutyRaised'>['data'], known?: DutyOfSession): DutyOfSession {
  const { dutyId, kind, raisedAt, dueAt, missedAt, late } = data;
  return { steps: [], ...known, dutyId, kind, status: 'open', raisedAt, dueAt, missedAt, late };
}

function after(duty: DutyOfSession, { type, data }: Exclude<DutyEvent, DutyEventOf<'DutyRaised'>>): DutyOfSession {
  switch (type) {
    case 'DutyStepTaken': {
      const { step, takenAt, told, letters, stale } = data;
      return { ...duty, steps: [...duty.steps, { step, takenAt, told, letters, stale, failedLetters: [] }] };
    }
    case 'DutyStepFailed': {
      // The same step is taken again for somebody else, so the letter tells which taking it was that failed.
      const { letterId } = data;
      const steps = duty.steps.map((each) =>
        each.letters.includes(letterId) ? { ...each, failedLetters: [...each.failedLetters, letterId] } : each,
      );
      return { ...duty, steps };
    }
    case 'DutyMoved': {
      // Missed by the old date, it stays so: another day is another day by which it is still owed.
      const missedAt = duty.status === 'missed' ? duty.missedAt : data.missedAt;
      return { ...duty, dueAt: data.dueAt, missedAt };
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

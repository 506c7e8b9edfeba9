import type { DutyCommand, DutySubject, MatterDutyKind } from '#domain';
import type { Id, Instant } from '#event-sourcing';
import type { AboutMatter, Moment } from '#procedure';

/** A duty about a matter, as a command names it. */
type OfMatter = DutySubject & { readonly dutyId: Id; readonly kind: MatterDutyKind };

/** What the clock orders at a moment of a matter, without anybody to tell. @throws {Error} where evidence is gathered. */
export function dutyCommand(moment: Moment<AboutMatter>, of: OfMatter, fact: string, now: Instant): DutyCommand {
  switch (moment.do) {
    case 'raise': {
      const { at: raisedAt, dueAt, missedAt, late } = moment;
      return { type: 'RaiseDuty', data: { ...of, raisedAt, dueAt, missedAt, late } };
    }
    case 'move':
      return { type: 'MoveDuty', data: { ...of, dueAt: moment.dueAt, missedAt: moment.missedAt, movedAt: moment.at } };
    case 'step': {
      const step = { step: moment.rung.step, takenAt: now, told: [], letters: [], stale: moment.stale };
      return { type: 'TakeStep', data: { ...of, ...step } };
    }
    case 'miss':
      return { type: 'LetTimePass', data: { ...of, clockAt: now } };
    case 'meet': {
      const { doneAt, recordedAt } = moment.fact;
      return { type: 'MeetDuty', data: { ...of, fact, doneAt, factRecordedAt: recordedAt } };
    }
    case 'withdraw':
      return { type: 'WithdrawDuty', data: { ...of, because: moment.because } };
    case 'gather':
      throw new Error('Nothing is looked at elsewhere here.');
  }
}

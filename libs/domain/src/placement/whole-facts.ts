import { erased } from '#event-sourcing';
import { no } from '../refusals.js';
import type { EvidenceEvent } from './evidence-facts.js';
import { standsAlone } from './passing-on.js';

/** Refuses an account that leaves out what makes it one. */
export function assertWhole({ type, data }: EvidenceEvent): void {
  if (type === 'AgreementMeetingHeld' && !data.parentPresent && data.withoutParent === undefined) {
    no('parent-absent-without-reason');
  }
  if (type === 'ArrangementsAgreed' && standsAlone(data)) {
    no('stands-in-for-themselves');
  }
  if (type === 'SignatureReceived' && data.receivedOn < data.signedOn) no('received-before-signed');
  if (type === 'PlacementAgreed' && data.receivedOn !== undefined && data.receivedOn < data.agreedOn) {
    no('received-before-signed');
  }
  if (type !== 'NoticeServed' || data.says === erased) return;
  const { startAt, finishAt, break: pause } = data.says.times;
  const inOrder = pause ? [startAt, pause.from, pause.until, finishAt] : [startAt, finishAt];
  if (inOrder.some((each, index) => index > 0 && each <= (inOrder[index - 1] ?? ''))) no('notice-times-out-of-order');
}

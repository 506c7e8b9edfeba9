import { refuse } from '#event-sourcing';

/** Every reason for which a rule of the domain says no, with what a person is told. One word for one thing, here as well. */
export const refusals = {
  'school-already-opened': 'This school is entered already, with other details.',
  'school-not-opened': 'This school is not entered yet.',
  'session-times-out-of-order': 'A session ends after it begins, and the afternoon follows the morning.',
  'term-ends-before-it-begins': 'A term can’t end before it begins.',
  'role-not-given': 'This person was never given this role at this school.',
  'role-ends-before-it-begins': 'A role can’t end before it begins.',

  'owner-before-the-last-one': 'Somebody owns the procedure from a later day on. Choose that day, or one after it.',

  'person-already-added': 'This person is entered already, with other details.',
  'person-not-added': 'This person is not entered yet.',
  'rejoins-before-leaving': 'Nobody comes back before their last day is over.',
  'away-ends-before-it-begins': 'An absence can’t end before it begins.',

  'pupil-already-entered': 'This pupil is entered already, with other details.',
  'pupil-not-entered': 'This pupil is not entered yet.',
  'upn-or-reason': 'A pupil is entered with a UPN, or with the reason why the school does not know it.',
  'upn-of-another-pupil': 'Another pupil has this UPN. Check it, and find that pupil first.',
  'upn-being-entered':
    'Somebody is giving this UPN to another pupil at this moment. Look for that pupil, or try again in two minutes.',
  'pupil-merged':
    'This record was merged into another one of the same pupil, and takes nothing new. Its page leads to the record that is kept: enter it there.',
  'pupil-not-merged': 'This record is not merged into that one.',
  'merged-into-itself': 'These are not two records: choose another one to merge.',
  'merged-across-schools': 'Two records are merged within one school. Let the pupil change school first.',
  'kept-record-merged': 'The record that you want to keep was itself merged into another one. Merge into that one.',
  'merged-status-lost':
    'A status that applies by the record that is given up is not known on the one that you keep. Note it there first, yes or no, so that it does not get lost.',
  'merged-placement-runs':
    'A placement of the record that is given up still runs. Keep that record instead, or end the placement first, so that nobody falls out of sight.',
  'merged-crosswise': 'Somebody merged these records the other way round at the same moment. Look at both again.',
  'pupil-left':
    'This pupil is recorded as having left the schools of the trust. If they are back, let their school record that first.',
  'pupil-not-left': 'This pupil has not left: they are on the roll of this school.',
  'moved-to-same-school': 'The pupil is on the roll of this school already: choose another one.',
  'moved-to-unknown-school': 'There is no such school in this trust: choose another one.',
  'left-for-a-school-and-not':
    'The name of a school is entered for a pupil alone who left for a school outside the trust.',
  'school-change-before-the-last':
    'A later move, leaving or coming back is recorded already. Enter that day or a later one; or take that back first, if it is wrong.',
  'school-change-recorded': 'This is recorded already, otherwise than this. Look at the pupil’s page.',
  'school-change-not-the-last': 'Only the last change of school can be taken back. Look at the pupil’s page.',
  'upn-changed-without-reason': 'A permanent UPN is for good: it is changed with a reason alone.',
  'told-though-withheld': 'Somebody from whom the pupil’s whereabouts are withheld can’t be one who may be told.',
  'authority-without-care': 'A caring local authority is entered for a pupil who is looked after alone.',
  'key-adult-without-name': 'A key adult is entered with their name, or with the agency that they are of.',
  'part-without-words': 'Say in words which part this key adult plays.',
  'earlier-provision-when':
    'Earlier provision is entered with the day it began, or with its school year: one of the two.',
  'earlier-provision-ends-before-it-begins': 'Earlier provision can’t end before it begins.',
  'pupil-of-another-school': 'This pupil is on the roll of another school.',

  'provider-already-entered': 'This provider is entered already, under another name.',
  'provider-not-entered': 'This provider is not entered yet.',
  'site-already-opened': 'This site is entered already, with other details.',
  'site-not-opened': 'This provider has no such site.',
  'adult-not-named': 'This adult was never named as working at the provider.',
  'registration-needs-number': 'A registration as a school is entered with its number and its inspectorate.',
  'inspection-needs-report':
    'An inspection is entered with the day of its report, its outcome, and what the school makes of it.',
  'approval-needs-authority': 'An approval is entered with the local authority that gave it.',
  'no-reason-without-approval': 'That a provider is not approved is entered with the reason why it is used.',
  'sharing-ends-before-it-begins': 'A data sharing agreement can’t end before it begins.',
  'policy-ends-before-it-begins': 'An insurance or policy can’t end before it begins.',
  'stop-already-set': 'This stop is set already, otherwise than this.',
  'stop-not-set': 'There is no such stop.',
  'stop-of-another-school': 'Another school has set this stop. What it is about is with that school.',
  'stop-already-lifted': 'This stop is lifted already.',
  'stop-lifted-by-who-set-it': 'A stop is lifted by somebody else than who set it.',
  'provider-stopped':
    'A school has stopped new starts there. See the provider’s page, and speak to the safeguarding lead before anything else.',

  'check-over-when-seen': 'What had run out on the day of looking does not meet a check. Record it as not met.',

  'assurance-already-asked': 'This provider is asked already, and has not answered: ask again by a reminder.',
  'reply-by-before-asked': 'The day by which to reply can’t be before the day on which it is asked.',
  'assurance-not-asked': 'This provider has not been asked for written assurance.',
  'assurance-round-over': 'The school has asked anew since then. Only the last letter counts.',
  'assurance-accepted': 'The school has accepted these answers, so they can’t be changed any more.',
  'assurance-not-answered': 'There is no answer yet that could be accepted.',
  'assurance-blocked':
    'The answers can’t be accepted while something is missing that the procedure needs, or somebody is there of whom they say nothing.',
  'assurance-answer-unknown': 'The procedure does not ask for this, or not for such an answer.',
  'evaluation-already-recorded':
    'The school has evaluated this site by this form on this day already, and found otherwise. Enter the other day, or agree an action on the evaluation that is there.',
  'evaluation-not-recorded': 'This evaluation is not recorded yet.',
  'evaluation-rows-not-distinct': 'A row of an evaluation is answered once.',
  'nothing-looked-at': 'An evaluation in which no row was looked at is none: say what you found in one of them.',
  'looked-at-without-evidence': 'What was looked at is recorded with what that was.',
  'action-already-agreed': 'This action is agreed already, otherwise than this.',
  'action-not-agreed': 'This action is not agreed yet.',
  'action-of-another-row': 'This evaluation has no such row.',
  'action-due-in-the-past': 'An action can’t be due before the day on which that is entered.',
  'action-closed': 'This action is closed already. What was done is on the page of its evaluation.',
  'action-done-later-than-said': 'What is done later than today can’t be closed yet.',

  'plan-sessions-not-distinct': 'Each session of the school week is planned once.',
  'other-sessions-without-words':
    'Something else than school or leave is planned with what it is, and nothing else is.',
  'leave-without-rationale':
    'Part-time leave is planned with the reason, who agreed, and the days of its review and end; and no other week is.',
  'leave-without-evidence': 'Part-time leave is planned with its evidence: say what was seen, or add a document.',
  'leave-ends-before-it-begins': 'Part-time leave can’t end before the plan begins.',
  'leave-reviewed-outside-it': 'Part-time leave is looked at again between its first day and its last.',
  'leave-agreed-after-it-begins': 'Part-time leave is agreed with a parent before it begins, or on its first day.',
  'week-of-another-pupil': 'One of these placements is another pupil’s.',
  'week-not-whole':
    'Each session of the school week has to be exactly one thing: school, a placement, part-time leave or something else. See the pupil’s week.',

  'placement-already-proposed': 'This placement is proposed already, otherwise than this.',
  'placement-of-another-school': 'This is a placement of another school, which is responsible for it.',
  'placement-of-another-pupil': 'This is another pupil’s placement.',
  'placement-not-proposed': 'This placement is not proposed yet.',
  'slots-not-distinct': 'A session of the school week appears twice.',
  'leaves-before-arriving': 'A pupil can’t leave before arriving.',
  'ends-before-it-starts': 'A placement can’t end before it starts.',
  'agreement-needs-signature': 'An agreement is recorded with who signed it and when.',
  'evidence-needs-its-content': 'This is recorded with what it says: who, when and what, on a form of its own.',
  'parent-absent-without-reason':
    'A meeting without a parent is recorded with what was tried to have one there, and why it went on without.',
  'received-before-signed': 'A signature can’t be received before it is given.',
  'notice-times-out-of-order': 'The times of a notice follow one another through the day.',
  'briefing-not-written': 'What the provider must know is not written yet.',
  'nobody-to-ring':
    'Nobody may be rung about this pupil. Enter whom to ring on the pupil’s page: the provider needs it as well.',
  'briefing-changed':
    'What the provider must know has changed since this page was opened. Read it as it is now, and then acknowledge it.',
  'placement-not-directed': 'This placement is not directed: a review on request is of a direction alone.',
  'review-already-requested': 'This request is recorded already, otherwise than this.',
  'review-request-open': 'A request for a review is open already. See to that one first.',
  'review-not-requested': 'Nobody has asked for this review.',
  'review-steps-missing': 'This comes after what is still missing of the review:',
  'review-already-held': 'This review is recorded as held already, otherwise than this.',
  'review-already-notified': 'Notice of this review is recorded already, otherwise than this.',
  'review-days-out-of-order':
    'The days of a review follow one another: the request, its answer and the invitations, the review, the notice.',
  'signature-not-asked': 'Nobody has been asked for this signature.',
  'signatory-has-signed': 'This person, or somebody in their stead, has signed already.',
  'key-adult-may-not-sign':
    'The pupil’s page does not name this person in a part that signs: the social worker, the SEN key worker or the virtual school.',
  'signature-taken-back':
    'What was signed has been taken back since this letter. Nothing has been signed: the school sends another letter to sign anew.',
  'agreement-not-signed': 'There is no agreement to take back: none is recorded as signed.',
  'withdrawn-before-signed': 'An agreement can’t be taken back before the day on which it was signed.',
  'signed-before-withdrawal':
    'The agreement was taken back after that day. What counts now is one that was signed since.',
  'contact-may-not-sign':
    'The pupil’s page does not say that this person may sign: somebody signs who has parental responsibility, or who may sign for whoever has it.',
  'whereabouts-withheld':
    'This person must not learn where the pupil is, so they can’t be shown what is signed. Nothing has been sent or signed.',
  'contact-without-email':
    'No email address of this person is entered, so no letter reaches them. Use the paper form, or enter the address on the pupil’s page.',
  'arrangements-changed':
    'What is signed has changed since this page was opened. Nothing has been signed: read it as it is now, and then sign.',
  'no-sharing-agreement':
    'No data sharing agreement with this provider is recorded for that day. Nothing about a pupil goes there without one: record it on the provider’s page first.',
  'placement-already-agreed': 'This placement is agreed already, otherwise than this.',
  'evidence-missing': 'The placement can’t start while evidence is missing.',
  'before-start-day': 'The placement can’t start before its first day.',
  'placement-already-started': 'This placement has started already, on another day.',
  'placement-not-started': 'This placement has not started.',
  'placement-not-ended': 'This placement has not ended: it is judged when it has.',
  'next-place-before-the-end': 'Where the pupil is next is entered for a day after the last one.',
  'return-checked-before-the-end': 'How the return goes is looked at after the last day of the placement.',
  'recorded-otherwise': 'This record is there already, and says something else. Add a note to it instead.',
  'record-not-known': 'There is no such record of this placement.',
  'no-concern-in-record':
    'There are no concerns in this record. If there are some now, add a note, and tell the safeguarding lead.',
  'concern-not-handed-over': 'Nobody has been told of this concern yet. Record first whom you told, and when.',
  'follow-up-due-too-early': 'The day must not be before that of the record.',
  'follow-up-not-known': 'There is no such follow-up of this placement.',
  'incident-told-otherwise': 'This incident is there already, and says something else. Correct it instead.',
  'incident-told-before-it-was': 'The school can’t have been told of it before it happened. Check both days and times.',
  'incident-not-known': 'There is no such incident.',
  'incident-withdrawn': 'This incident was entered in error. If it did happen, enter it anew.',
  'incident-not-seen': 'Say first that you have seen this incident, as it is now.',
  'incident-decided-both-ways': 'Choose no further action alone, or what is to be done.',
  'complaint-received-otherwise': 'This complaint is there already, and says something else. Add a step to it instead.',
  'complaint-not-known': 'There is no such complaint.',
  'complaint-step-too-early': 'The day must not be before the complaint came, nor before what was done about it last.',
  'complaint-closed': 'This complaint is closed. If somebody does not accept that, record that it was taken further.',
  'judged-before-the-end': 'A placement can’t be judged before its last day.',
  'targets-not-all-judged': 'Each target that was set is judged, and no other.',
  'placement-ended': 'This placement has ended.',
  'edition-of-another-procedure': 'A placement goes on under the procedure that it was proposed under, and no other.',
  'edition-adopted-already': 'This placement is under that edition already.',
  'edition-is-older': 'A placement adopts a newer edition alone, never an older one.',
  'edition-changed-meanwhile':
    'Somebody has decided about the edition of this placement meanwhile. Look again at what changes, and decide then.',
  'edition-not-here': 'There is no such edition. Ask whoever runs Waymark whether its file is there.',
  'edition-not-in-force': 'This edition is not in force yet.',
  'placement-suspended':
    'This placement is suspended already at that time. Record first when the pupil goes there again.',
  'arrangements-not-agreed': 'The arrangements of this placement are not recorded yet.',
  'not-named-in-arrangements': 'This person is not named in the arrangements of the placement on that day.',
  'stands-in-for-themselves': 'Whoever stands in is somebody else than the person for whom they do.',
  'placement-not-suspended': 'This placement is not suspended.',
  'suspended-before-it-starts': 'A placement can’t be suspended before its first day.',
  'resumed-before-suspended': 'The pupil can’t go there again before the suspension begins.',
  'no-gaps': 'Nothing is missing for this placement.',
  'gaps-due-before-today': 'The date by which everything is to be there can’t be in the past.',
  'no-reason-for-another-day': 'A date that is set already is moved with a reason.',
  'week-before-start-day': 'A week can’t be planned from a day before the placement’s first day.',

  'session-not-begun': 'Nobody can be present before the session begins.',
  'mark-before-session': 'A session is marked once it has begun.',
  'code-not-in-force': 'This code can’t be entered for this day.',
  'attendance-unconfirmed':
    'The provider has not said that the pupil was there in this session. Without that there is no code of attendance.',
  'mark-without-nature': 'Say what the pupil did there: the register says it beside this code.',
  'leave-not-in-plan': 'Part-time leave is in the pupil’s week plan, or it is not leave.',
  'absence-not-authorised': 'An absence is authorised by somebody whose role may do so. Until then it is N.',
  'amended-without-reason': 'This session has another mark already. Say why it changes.',
  'mark-not-decided': 'Nobody has decided on the mark of this session yet.',
  'mark-decided-otherwise': 'The mark of this session has changed meanwhile. Look at it again before it is entered.',
  'search-not-opened': 'No search for this pupil was opened in this session.',
  'pupil-accounted-for': 'Somebody has said already where this pupil is.',
  'already-taken': 'Somebody else has taken this already.',

  'letter-already-composed': 'This letter is composed already, and does not carry all of these duties.',
  'letter-not-composed': 'This letter is not composed yet.',
  'attempt-not-next': 'Attempts to hand over a letter are counted one by one.',
  'handing-over-not-begun': 'Handing over this letter has not begun.',
  'no-next-attempt': 'A letter that was refused for now needs a time at which it goes again.',
} as const;

export type RefusalReason = keyof typeof refusals;

/** Refuses for one of the domain's reasons, as an expression. */
export const no = (reason: RefusalReason, details: readonly string[] = []): never => refuse(reason, details);

/** What a person is told of a refusal, or null when the reason is not one of the domain's. */
export const sentenceOf = (reason: string): string | null =>
  Object.hasOwn(refusals, reason) ? refusals[reason as RefusalReason] : null;

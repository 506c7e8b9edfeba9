import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Position } from '#event-sourcing';
import { followerName, Progress } from '#followers';
import { allProjections } from '#read-models';

/** What the page after a command says of it. */
export type Notice = { readonly title: string; readonly text: string };

const done = {
  passwordChanged: 'Your password is saved. Everywhere else you are signed out.',
  sessionEnded: 'You are signed out there.',
  othersEnded: 'You are signed out everywhere else.',
  trustChanged: 'What the trust is called and who owns its procedure are saved.',
  operatorMade: 'They look after this installation now.',
  operatorUnmade: 'They do not look after this installation any more.',
  taken: 'You are looking for this pupil. Say where the pupil is as soon as you know.',
  ringing: 'The others can see that you are ringing this provider.',
  placed: 'It is recorded where the pupil is. The search is over.',
  marked: 'The marks are recorded.',
  registerDecided: 'It is decided what the register says.',
  registerEntered: 'It is recorded that the marks are entered in the school’s register.',
  unchanged: 'There was nothing new in what you sent, so nothing was recorded.',
  proposed: 'The placement is proposed. See below what it needs before it can start.',
  found: 'It is recorded that the placement has begun, outside the procedure.',
  weekPlanned: 'The week is planned.',
  restPlanned: 'The rest of the week is planned.',
  agreed: 'The agreement is recorded.',
  gathered: 'The evidence is recorded.',
  briefingWritten: 'What the provider must know is saved. Send it, so that somebody there acknowledges it.',
  briefingSent: 'A letter is on its way to them. You see here when they have acknowledged it.',
  briefingOnPaper: 'It is recorded that it was acknowledged on paper.',
  briefingAcknowledged: 'Thank you. The school can see that you have read this.',
  signatureAsked: 'A letter is on its way to them. You see here when they have signed.',
  agreementWithdrawn:
    'It is recorded that the agreement was taken back. See at the top of this page what is to be decided.',
  agreementSigned: 'Thank you. You have signed, and the school can see it.',
  checked: 'The check is recorded.',
  checkedTogether: 'The checks are recorded.',
  started: 'The placement has started.',
  suspended: 'The placement is suspended. The provider is not asked until you record that the pupil goes there again.',
  resumed: 'The placement is resumed.',
  editionAdopted: 'The newer edition is adopted. Sessions are under it from tomorrow, all else from now on.',
  plannedEndChanged: 'The planned end is changed.',
  ended: 'The placement has ended. Say what came of it as soon as you have asked the pupil and the parents.',
  stopSet:
    'New starts there are stopped, for all schools. Decide below what becomes of each pupil who is placed there.',
  stopReferred: 'The referral is recorded.',
  stopLifted: 'The stop is lifted.',
  stopReviewed: 'It is recorded what becomes of this placement.',
  stopReviewedKeptAway:
    'It is recorded that the pupil does not go there meanwhile. Suspend the placement now: until then the provider is asked each day.',
  stopReviewedEnds: 'It is recorded that the placement ends. End it now: until then the provider is asked each day.',
  reviewRecorded: 'It is recorded. See below what comes next.',
  liaisonHeld: 'The talk is recorded. A concern in it stays on this page until somebody has it.',
  welfareChecked: 'The safe and well check is recorded.',
  visitMade: 'The visit is recorded.',
  concernHandedOver: 'It is recorded whom you told. The concern stays in sight until they say that they have it.',
  concernReceived: 'It is recorded that you have the concern.',
  recordFiled: 'It is recorded where it is filed.',
  recordNoted: 'The note is added.',
  followUpAgreed: 'It is added, with who sees to it.',
  followUpClosed: 'It is recorded what was done.',
  incidentTold:
    'The incident is entered. It stays on Today and on the page of oversight until somebody who answers for safeguarding has seen it.',
  incidentSeen: 'It is recorded that you have seen it. Decide what becomes of it.',
  incidentDecided: 'The decision is recorded.',
  incidentParents: 'It is recorded what the parents know.',
  incidentCorrected: 'The correction is recorded. Whoever answers for safeguarding has to see it again.',
  incidentWithdrawn: 'It is recorded that this was entered in error.',
  concernWordsSet: 'It is recorded whether the words of concerns and incidents are kept here.',
  complaintReceived: 'The complaint is entered. It stays among the open ones until it is closed.',
  complaintStep: 'The step is added.',
  complaintClosed: 'The complaint is closed.',
  returnChecked: 'It is recorded how the return goes.',
  judged: 'It is recorded what came of the placement.',
  gapsDueSet: 'The date by which everything is to be there is set.',
  imported: 'The files are imported.',
  personAdded: 'This person is added. Make a sign-in link and hand it over, so that they can come in.',
  personInvited: 'This person is added, and a sign-in link is on its way to them.',
  personFound: 'This person was known by the address. They have the role now; their details stay as they were.',
  personStays: 'The role is given. It goes on after their last day, so they stay.',
  personReturns:
    'They are back, and have the role. Make a sign-in link and hand it over: they come in by nothing from before.',
  personReturnsInvited:
    'They are back, and have the role. A sign-in link is on its way: they come in by nothing from before.',
  detailsChanged: 'The details are changed.',
  roleGiven: 'The role is given.',
  roleEnded: 'The last day of the role is entered.',
  rolesEnded: 'The last day of their roles at this school is entered.',
  successorsNamed: 'It is entered who follows.',
  awayNoted: 'The absence is noted.',
  leaves: 'The last day is entered. After it they can’t sign in.',
  linkSent: 'A sign-in link is on its way to this person.',
  personSignedOut: 'This person is signed out everywhere, and links that were made for them stop working.',
  schoolOpened: 'The school is open.',
  schoolOpenedInvited: 'The school is open, and a sign-in link is on its way to its first person.',
  schoolChanged: 'The school’s details are changed.',
  sessionTimesSet: 'The session times are entered.',
  termSet: 'The term is entered.',
  termDropped: 'The term is taken out.',
  dayOffSet: 'The day off is entered.',
  dayOffLifted: 'The day off is taken out.',
  'parked-settled': 'The parked entry is settled, and all that waited behind it has been handled.',
  'parked-again': 'The parked entry was tried again, and could not be handled this time either.',
  'parked-next': 'The parked entry is settled. One that waited behind it can’t be handled.',
  'parked-answered': 'Your answer is stored. Nobody has heard it yet: see whether a worker is at work.',
  pupilEntered: 'The pupil is entered.',
  recordsMerged: 'The two records are merged. This one is kept, and the other leads here.',
  recordsParted: 'The records are two again. Enter here what is this pupil’s, and look at the other one as well.',
  pupilMoved: 'The move is recorded, and the record is the other school’s now.',
  pupilLeft: 'It is recorded that the pupil left.',
  pupilCameBack: 'It is recorded that the pupil is back.',
  schoolChangeTakenBack: 'It is taken back: the pupil is where they were before.',
  statusesNoted: 'The statuses are noted.',
  upnChanged: 'The UPN is changed.',
  contactNamed: 'The contact is entered.',
  contactChanged: 'The contact is changed.',
  contactsOrdered: 'The order of the contacts is changed.',
  contactRemoved: 'The contact is removed.',
  characteristicsNoted: 'Ethnicity and gender are entered.',
  keyAdultNamed: 'The key adult is entered.',
  keyAdultRemoved: 'The key adult is removed.',
  earlierEntered: 'The earlier provision is entered.',
  earlierRemoved: 'The earlier provision is taken out.',
  providerEntered: 'The provider is entered, with its site and whom to ask there.',
  providerChanged: 'The provider’s details are changed.',
  siteAdded: 'The site is added.',
  siteChanged: 'The site’s details are changed.',
  siteClosed: 'The closure is entered.',
  siteClosedToday: 'The closure is entered. Pupils who were expected today are looked for: see the Today board.',
  siteReopened: 'The closure is taken back.',
  siteGivenUp: 'The last day of the site is entered.',
  siteTakenUp: 'The site is not closed for good any more.',
  registrationFound: 'What you found about the registration is recorded.',
  inspectionFound: 'What you found about the inspection is recorded.',
  approvalFound: 'What you found about the approval is recorded. It answers none of the checks.',
  sharingRecorded: 'The data sharing agreement is recorded.',
  policySeen: 'The insurance or policy is recorded.',
  evaluated: 'The evaluation is recorded. Add below what is to be done because of it.',
  actionAgreed: 'The action is added.',
  actionMoved: 'The action is due on another day.',
  actionClosed: 'The action is closed.',
  adultNamed: 'This person is entered.',
  adultLeft: 'The last day of this person is entered.',
  assuranceAsked: 'A letter is on its way to them. You see the answers here.',
  assuranceChased: 'Another letter is on its way to them.',
  assuranceRecorded: 'The reply is recorded.',
  assuranceAccepted: 'The answers are accepted.',
  assuranceGiven:
    'Your answers are saved, and the school can read them. You can change them until the school has accepted them.',
  newcomerGiven: 'Your answers are saved. Now answer what is asked of the person whom you entered.',
  moved: 'The demonstration’s clock has been moved on.',
} as const;
export type Done = keyof typeof done;

const isDone = (name: unknown): name is Done => typeof name === 'string' && Object.hasOwn(done, name);

/**
 * The notice for what was done, by its name in the address of the page. While the pages have not caught up, the entry is
 * safe all the same, and the notice says that it is on its way.
 */
export function noticeOf(name: unknown, caughtUp: boolean): Notice | null {
  if (!isDone(name)) return null;
  if (caughtUp) return { title: 'Saved', text: done[name] };
  return {
    title: 'Saved and on its way',
    text: `${done[name]} This page does not show it yet: load it again in a moment.`,
  };
}

const shown = allProjections.map(followerName);

/** The way from a command to the page that shows it. */
@Injectable()
export class Saved {
  constructor(private readonly progress: Progress) {}

  /** Waits, a second at most, until the rows of the page have passed the entry that its address names. */
  async notice(query: Readonly<Record<string, unknown>>): Promise<Notice | null> {
    const { done: name, after } = query;
    if (typeof after !== 'string' || !/^\d{1,18}$/.test(after)) return noticeOf(name, true);
    return noticeOf(name, await this.passed(BigInt(after)));
  }

  /** Whether the rows of all pages have passed a position, after a second at most. */
  passed(position: Position): Promise<boolean> {
    return this.progress.caughtUp(position, shown);
  }

  /** Answers a command: go and see, at a page which will wait for this position. */
  redirect(res: Response, to: string, name: Done, position: Position | null): void {
    const after = position === null ? '' : `&after=${position}`;
    res.redirect(303, `${to}${to.includes('?') ? '&' : '?'}done=${name}${after}`);
  }
}

import { erased, type Day } from '#event-sourcing';
import type { ComplaintRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay } from '../shell/words.js';
import {
  complainantWords,
  complaintChannelWords,
  complaintStepWords,
  complaintTag,
  complaintTitle,
} from './complaint-words.js';
import { whereWords, type ComplaintFacts, type SchoolComplaints } from './gather.js';

/** One complaint: who brought it, about what, each step with its day. */
export function complaintPage(facts: ComplaintFacts, today: Day, saved: Notice | null) {
  const { complaint, nameOf } = facts;
  const { schoolId, complaintId, state, says, receivedOn, channel, personId, steps, whats, placementId } = complaint;
  const row = (key: string, ...lines: readonly string[]) => ({ key, lines });
  const act = (complaintAct: string, text: string) => ({
    text,
    href: urlOf(paths.complaints.act, { schoolId, complaintId, complaintAct }),
  });
  return {
    title: complaintTitle(complaint),
    caption: whereWords(facts, complaint),
    saved,
    back: { href: urlOf(paths.complaints.list, { schoolId }), text: 'Back to the complaints' },
    tag: complaintTag(complaint, today),
    steps:
      state === 'open'
        ? [act('step', 'Add a step'), act('close', 'Close the complaint')]
        : [act('step', 'Record that it was taken further')],
    rows: [
      ...(says === erased
        ? [row('What was entered', 'It has been erased.')]
        : [
            row('From', `${complainantWords[says.from]}${says.name === undefined ? '' : `, ${says.name}`}`),
            row('About', says.about),
          ]),
      row('Received', `${shortDay(receivedOn)}. ${complaintChannelWords[channel]}, by ${nameOf(personId)}.`),
      ...steps.map((each, index) =>
        row(
          complaintStepWords[each.step],
          `${shortDay(each.on)}, ${nameOf(each.personId)}.`,
          whats === erased ? 'It has been erased.' : (whats[index] ?? ''),
        ),
      ),
    ],
    placement: placementId === undefined ? null : urlOf(paths.oversight.placement, { schoolId, placementId }),
  };
}

/** All complaints of a school, with the open ones first. */
export function complaintsPage(facts: SchoolComplaints, today: Day) {
  const { school, complaints } = facts;
  const listed = (state: ComplaintRow['state']) =>
    complaints
      .filter((each) => each.state === state)
      .map((each) => ({
        text: `${whereWords(facts, each)}, ${shortDay(each.receivedOn)}`,
        href: urlOf(paths.complaints.show, each),
        hint: each.says === erased ? '' : complainantWords[each.says.from],
        tag: complaintTag(each, today),
      }));
  const [open, closed] = [listed('open'), listed('closed')];
  return {
    title: 'Complaints',
    caption: school.name,
    back: { href: urlOf(paths.oversight.school, school), text: 'Back to oversight' },
    enter: urlOf(paths.complaints.enter, school),
    lists: [
      ...(open.length > 0 ? [{ id: 'open', title: 'Open', lines: open }] : []),
      ...(closed.length > 0 ? [{ id: 'closed', title: 'Closed', lines: closed }] : []),
    ],
  };
}

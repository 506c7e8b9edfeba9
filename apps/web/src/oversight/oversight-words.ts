import type {
  FiledIn,
  LiaisonChannel,
  OversightEvent,
  VisitPurpose,
  WelfareFound,
  WelfareHow,
  WelfareWhere,
} from '#domain';
import { erased, orElse } from '#event-sourcing';
import type { OversightRow } from '#read-models';
import type { NamesOf } from '../placements/timeline-words.js';
import { clockTime, count, dayOf, momentInWords, shortDay, timeInWords } from '../shell/words.js';

export const channelWords: Readonly<Record<LiaisonChannel, string>> = {
  telephone: 'By telephone',
  video: 'By video call',
  'in-person': 'In person',
  'messages-answered': 'In messages that both have answered',
};
export const howWords: Readonly<Record<WelfareHow, string>> = {
  'face-to-face': 'Face to face',
  video: 'By video call',
  telephone: 'By telephone',
};
export const whereWords: Readonly<Record<WelfareWhere, string>> = {
  'at-provider': 'At the provider',
  'at-school': 'At school',
  'at-home': 'At home',
  elsewhere: 'Elsewhere',
};
export const foundWords: Readonly<Record<WelfareFound, string>> = {
  'seen-and-spoken-to': 'Seen and spoken to',
  seen: 'Seen, and not spoken to',
  'spoken-to': 'Spoken to, and not seen',
  'not-reached': 'Not reached',
};
export const purposeWords: Readonly<Record<VisitPurpose, string>> = {
  monitoring: 'Monitoring visit',
  'safe-and-well': 'Safe and well check',
  evaluation: 'Evaluation of the provider',
  concern: 'Because of a concern',
};
export const filedInWords: Readonly<Record<FiledIn, string>> = {
  'pupil-file': 'the pupil’s file',
  'safeguarding-system': 'the safeguarding system',
};
export const kindWords: Readonly<Record<OversightRow['kind'], string>> = {
  liaison: 'Talk with the provider',
  welfare: 'Safe and well check',
  visit: 'Visit',
};

type Line = { readonly key: string; readonly lines: readonly string[] };
const row = (key: string, ...lines: readonly string[]): Line => ({ key, lines });
const gone = [row('What was recorded', 'It has been erased.')];

/** A record in full, in the order of its form. */
export function recordLines(record: OversightRow, nameOf: NamesOf): readonly Line[] {
  const by = row('Who', nameOf(record.personId));
  switch (record.kind) {
    case 'liaison': {
      const { liaison, channel } = record;
      if (liaison === undefined || liaison === erased) return gone;
      return [
        by,
        row('With', `${liaison.spokeWith}. ${channel ? channelWords[channel] : ''}`),
        row('Attendance', liaison.attendance),
        row('Progress', liaison.progress),
        row('Behaviour', liaison.behaviour),
        row('How the pupil is', liaison.wellbeing),
        ...(liaison.nextSteps === undefined ? [] : [row('Next steps', liaison.nextSteps)]),
      ];
    }
    case 'welfare': {
      const { welfare, how } = record;
      if (welfare === undefined || welfare === erased) return gone;
      return [
        by,
        row('How', `${how ? howWords[how] : ''}. ${whereWords[welfare.where]}.`),
        row('Seen or spoken to', foundWords[welfare.found]),
        ...(welfare.pupilSays === undefined ? [] : [row('What the pupil says', welfare.pupilSays)]),
        row('How the pupil is', welfare.notes),
      ];
    }
    case 'visit': {
      const { visit, startedAt = '00:00', minutes = 0 } = record;
      if (visit === undefined || visit === erased) return gone;
      const { risks } = visit;
      return [
        by,
        row('When', `From ${timeInWords(startedAt)}, ${count(minutes, 'minute')}`),
        row('Purpose', purposeWords[visit.purpose]),
        row('Year group then', visit.year === '' ? 'Not known' : visit.year),
        row('The pupil', visit.seen ? 'Was seen' : 'Was not seen'),
        row('Known risks', risks === null ? 'None' : risks.details),
        ...(risks === null ? [] : [row('What is done about them', risks.mitigation)]),
        ...(risks?.rows ?? []).map(({ risk, strategy }) => row(`Risk: ${risk}`, strategy)),
        ...visit.progress.map(({ target, progress }, index) => row(`Target ${index + 1}: ${target}`, progress)),
        row('Outcome', visit.outcome),
      ];
    }
  }
}

export type Tag = { readonly text: string; readonly colour: string };

/** How far a concern has come; null where there is none. */
// Procedure: S22.3
export function concernTag({ concerns, handedOver, received }: OversightRow): Tag | null {
  if (concerns === erased || !concerns) return null;
  if (received) return { text: 'Concern received', colour: 'green' };
  if (handedOver) return { text: 'Concern handed over, not received', colour: 'yellow' };
  return { text: 'Concern not handed over', colour: 'red' };
}

/** The way of a concern, in words: whom it went to and when, and since when they have it. */
export function concernStory(
  { handedOver, received, reference, concern }: OversightRow,
  nameOf: NamesOf,
): readonly string[] {
  const to = handedOver
    ? [`${nameOf(handedOver.personId)} told ${nameOf(handedOver.toId)} at ${momentInWords(handedOver.toldAt)}.`]
    : ['Nobody is recorded as told yet.'];
  const what = concern === undefined ? [] : [orElse(concern, 'What the concern is has been erased.')];
  if (!received) return [...what, ...to];
  const named = reference === undefined ? '' : reference === erased ? ', reference erased' : `, reference ${reference}`;
  return [
    ...what,
    ...to,
    `${nameOf(received.personId)} has had it since ${momentInWords(received.receivedAt)}${named}.`,
  ];
}

/** What an event says in the history of its placement: that something was recorded, and not what. */
export function oversightEventWords({ type, data }: OversightEvent, nameOf: NamesOf): { title: string; text: string } {
  switch (type) {
    case 'LiaisonHeld':
      return { title: 'Spoke with the provider', text: `${nameOf(data.personId)}, on ${shortDay(data.on)}.` };
    case 'WelfareChecked':
      return { title: 'Safe and well check', text: `${nameOf(data.personId)}, on ${shortDay(data.on)}.` };
    case 'VisitMade':
      return { title: 'Visited at the provider', text: `${nameOf(data.personId)}, on ${shortDay(data.on)}.` };
    case 'ConcernHandedOver':
      return {
        title: 'Concern handed over',
        text: `${nameOf(data.toId)} was told on ${shortDay(dayOf(data.toldAt))}, ${clockTime(data.toldAt)}.`,
      };
    case 'ConcernReceived':
      return { title: 'Concern received', text: `${nameOf(data.personId)} has it.` };
    case 'RecordFiled':
      return { title: 'Record filed', text: `In ${filedInWords[data.filedIn]}, on ${shortDay(data.filedOn)}.` };
    case 'RecordNoted':
      return { title: 'Note added to a record', text: `${nameOf(data.personId)}, on ${shortDay(data.on)}.` };
    case 'FollowUpAgreed':
      return {
        title: 'Follow-up agreed',
        text: `${nameOf(data.ownerId)} sees to it by the end of ${shortDay(data.dueOn)}.`,
      };
    case 'FollowUpClosed':
      return { title: 'Follow-up done', text: `On ${shortDay(data.doneOn)}.` };
  }
}

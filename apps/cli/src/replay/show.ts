import { count, momentInWords, shortDay } from '../../../web/src/shell/words.js';
import type { Frame } from '../frame.js';
import { beside, wrapped } from '../wrapped.js';
import type { Listed } from './find.js';
import type { Step } from './history.js';
import type { Picture } from './known.js';
import { ways } from './walk.js';

/** "3f2a91c0  Hollin Bank School  Greenacre Farm  started  16 Nov 2026 to 18 Dec 2026", a line a placement. */
export function showList(frame: Frame, listed: readonly Listed[]): void {
  if (listed.length === 0) {
    frame.say('There is no placement yet.');
    return;
  }
  for (const each of listed) {
    const { placementId, school, site, stage, pupil } = each;
    frame.say(`${frame.ink('strong', placementId)}  ${stage}`);
    const where = [...(pupil === undefined ? [] : [pupil]), school, site].join(', ');
    for (const line of beside('', `${where}, ${daysOf(each)}`, frame.columns, 4)) frame.say(line);
  }
  frame.say();
  frame.say('waymark replay <the beginning of an id> tells the history of one.');
}

const daysOf = ({ from, until }: Listed): string =>
  until === null ? `from ${shortDay(from)}` : `${shortDay(from)} to ${shortDay(until)}`;

/** Whose history follows, without saying who it is unless that was asked for. */
export function showHead(frame: Frame, listed: Listed, steps: number): void {
  const { placementId, school, site, pupil } = listed;
  frame.say(frame.ink('strong', `Placement ${placementId}`));
  const where = [...(pupil === undefined ? [] : [pupil]), school, site].join(', ');
  for (const line of beside('', `${where}, ${daysOf(listed)}; ${steps} steps`, frame.columns, 0)) frame.say(line);
  frame.say();
}

/** What whoever walks through a history can type. */
export function showWays(frame: Frame): void {
  for (const [typed, does] of ways) {
    for (const line of beside(`  ${typed}`, does, frame.columns, 13)) frame.say(frame.ink('quiet', line));
  }
  frame.say();
}

/** A step: what happened, when, who, and what we knew after it and not before. */
export function showStep(frame: Frame, step: Step, index: number, all: number): void {
  const { title, text, happened, recordedAt, by, changed, position } = step;
  const place = `${index + 1} of ${all}`;
  frame.say(`${frame.ink('strong', title)}  ${frame.ink('quiet', `${place}, position ${position}`)}`);
  const line = (label: string, says: string) => {
    for (const each of beside(`  ${label}`, says, frame.columns, 13)) frame.say(each);
  };
  line('', text);
  if (happened !== null) line('happened', happened);
  line('recorded', momentInWords(recordedAt));
  line('by', by);
  changed.forEach((each, at) => {
    const marked = each.includes('NOT ACCOUNTED FOR') ? 'warning' : 'strong';
    for (const text of beside(at === 0 ? '  changed' : '', each, frame.columns, 13)) {
      frame.say(text.slice(0, 13) + frame.ink(marked, text.slice(13)));
    }
  });
  frame.say();
}

/** Of a long placement, the sessions that matter to whoever looks are the last ones. */
const sessionsShown = 10;

/** All that was known at a moment. */
export function showPicture(frame: Frame, { moment, position, lines, sessions }: Picture): void {
  const when = moment === null ? `after the event at position ${position}` : `at ${momentInWords(moment)}`;
  frame.say(frame.ink('strong', `What Waymark knew ${when}`));
  if (lines.length === 0) frame.say('  Nothing: this placement had not been entered.');
  const shown = sessions.slice(-sessionsShown).flatMap((each) => each.lines);
  for (const { name, says } of [...lines, ...shown]) {
    wrapped(`${name}: ${says}`, frame.columns - 6).forEach((line, index) => {
      const indent = index === 0 ? '  ' : '      ';
      frame.say(indent + (says.startsWith('NOT ACCOUNTED FOR') ? frame.ink('warning', line) : line));
    });
  }
  const earlier = sessions.length - sessionsShown;
  if (earlier > 0) frame.say(`  And ${count(earlier, 'earlier session')}, which --json shows.`);
  frame.say();
}

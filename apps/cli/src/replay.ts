import { readConfig } from '#config';
import type { Instant, Position } from '#event-sourcing';
import { londonDay } from '#procedure';
import type { TimelineRow } from '#read-models';
import { localMoment } from '../../web/src/shell/words.js';
import { commanding, type Commanding } from './commanding.js';
import type { Frame } from './frame.js';
import { assertThere } from './opened.js';
import { listPlacements, namesIn, onlyOne, type Listed } from './replay/find.js';
import { historyOf, stepOf, type Step, type Telling } from './replay/history.js';
import { pictureAt } from './replay/known.js';
import { showHead, showList, showPicture, showStep, showWays } from './replay/show.js';
import { Asking, moveOf } from './replay/walk.js';
import { Misused } from './tell.js';

export type ReplayOptions = { readonly at?: string; readonly all?: boolean; readonly names?: boolean };

/** Tells the history of a placement, step by step, or what was known of it at a moment. */
export async function replay(beginning: string | undefined, options: ReplayOptions, frame: Frame): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  // What was typed is read before anything is opened.
  const asked = options.at === undefined ? undefined : momentAsked(options.at);
  if (asked !== undefined && beginning === undefined) throw new Misused('--at needs the placement that is meant.');
  assertThere(config);
  await commanding(config, (acting) => replayIn(acting, beginning, { ...options, asked }, frame));
}

/** A moment on the wall clock, or the position of an event. */
export type Asked = { readonly moment: Instant } | { readonly position: Position };

export async function replayIn(
  acting: Commanding,
  beginning: string | undefined,
  { asked, all = false, names = false }: Omit<ReplayOptions, 'at'> & { readonly asked?: Asked | undefined },
  frame: Frame,
): Promise<void> {
  const { queries, caughtUp } = acting;
  await caughtUp();
  const placements = await listPlacements(queries, names);
  if (beginning === undefined) {
    showList(frame, placements);
    frame.result({ placements });
    return;
  }
  const placement = onlyOne(placements, beginning);
  const { placementId } = placement;
  if (asked !== undefined) {
    const picture = await pictureAt(queries, placementId, await pointIn(acting, asked));
    showPicture(frame, picture);
    frame.result({ placement, knownAt: picture });
    return;
  }
  const history = await historyOf(queries, placementId);
  const telling = { nameOf: await namesIn(queries, history, names), names };
  showHead(frame, placement, history.length);
  if (frame.watched && process.stdin.isTTY && !all) await walk(acting, { placement, history, telling }, frame);
  else await tellAll(acting, { placement, history, telling }, frame);
}

type Told = { readonly placement: Listed; readonly history: readonly TimelineRow[]; readonly telling: Telling };

async function tellAll({ queries }: Commanding, { placement, history, telling }: Told, frame: Frame): Promise<void> {
  const steps: Step[] = [];
  for (const [index, row] of history.entries()) {
    // Whoever reads has seen enough.
    if (frame.unheard) return;
    frame.stop.pause(() => `Stopped after ${index} of ${history.length} steps.`);
    const step = await stepOf(queries, row, telling);
    showStep(frame, step, index, history.length);
    steps.push(step);
  }
  frame.result({ placement, steps });
}

/** One step after the other, forwards and back, as whoever looks wants it. */
async function walk(acting: Commanding, { placement, history, telling }: Told, frame: Frame): Promise<void> {
  const asking = new Asking(frame.stop);
  const [first] = history;
  showWays(frame);
  try {
    let index = 0;
    let shown: TimelineRow | undefined;
    for (let row = first; row !== undefined; row = history[index]) {
      if (shown !== row) showStep(frame, await stepOf(acting.queries, row, telling), index, history.length);
      shown = row;
      const answer = await asking.ask(questionAt(index + 1, history.length));
      frame.stop.pause(() => `Stopped at step ${index + 1} of ${history.length}.`);
      const move = answer === null ? ({ to: 'quit' } as const) : moveOf(answer);
      switch (move.to) {
        case 'quit':
          return;
        case 'next':
          index += 1;
          break;
        case 'back':
          if (index === 0) frame.say('This is the first step.');
          else index -= 1;
          break;
        case 'step':
          if (history[move.number - 1] === undefined) frame.say(`There are steps 1 to ${history.length}.`);
          else index = move.number - 1;
          break;
        case 'help':
          showWays(frame);
          break;
        case 'known': {
          const asked = move.asked === '' ? { position: BigInt(row.position) } : momentOrNull(move.asked, row.at);
          if (!asked) frame.say(notAMoment);
          else showPicture(frame, await pictureAt(acting.queries, placement.placementId, await pointIn(acting, asked)));
        }
      }
    }
    frame.say('That is all that has happened.');
  } finally {
    asking.close();
  }
}

const questionAt = (step: number, steps: number): string =>
  step < steps ? `Step ${step} of ${steps} (Enter, b, g, q, ?): ` : `Step ${step}, the last (Enter ends; b, g, ?): `;

const notAMoment = 'A moment is written like 2026-03-03T09:40, in the time of London, or is the position of an event.';

/** A time alone is one of the day of another moment, where there is one. */
function momentOrNull(text: string, beside?: Instant): Asked | null {
  if (/^\d{1,18}$/.test(text)) return { position: BigInt(text) };
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  const written =
    beside === undefined || hour === undefined
      ? text.trim().toUpperCase().replace(' ', 'T')
      : `${londonDay(beside)}T${hour.padStart(2, '0')}:${minute}`;
  const moment = localMoment.safeParse(written);
  return moment.success ? { moment: moment.data } : null;
}

function momentAsked(text: string): Asked {
  const asked = momentOrNull(text);
  if (!asked) throw new Misused(`--at ${text} is no moment. ${notAMoment}`);
  return asked;
}

async function pointIn(
  { installation }: Commanding,
  asked: Asked,
): Promise<{ moment: Instant | null; position: Position }> {
  if ('position' in asked) return { moment: null, position: asked.position };
  return { moment: asked.moment, position: await installation.store.positionAt(asked.moment) };
}

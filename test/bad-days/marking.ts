import { setTimeout as pause } from 'node:timers/promises';
import { letters, sessions } from '#read-models';
import type { World } from '#simulation';
import type { LinkedPupil } from '../bench/small-trust.js';
import { sendMark } from './served-trust.js';

export type Pace = { readonly perSecond: number; readonly seconds: number };

const againAfterMs = 1_000;

/**
 * Marks at a steady pace, through each address in turn, each pupil one mark after the other. Each is sent until it is
 * acknowledged, as a person would. Gives the words of all.
 */
export async function markAtAPace(
  urls: readonly string[],
  pupils: readonly LinkedPupil[],
  { perSecond, seconds }: Pace,
): Promise<string[]> {
  const acknowledged: string[] = [];
  const busy = new Set<LinkedPupil>();
  const sending: Promise<void>[] = [];
  const began = performance.now();
  for (let mark = 0; mark < seconds * perSecond; mark += 1) {
    await pause(Math.max(0, began + (mark * 1_000) / perSecond - performance.now()));
    let pupil = pupils[mark % pupils.length];
    while (pupil === undefined || busy.has(pupil)) {
      await pause(5);
      pupil = pupils.find((each) => !busy.has(each));
    }
    busy.add(pupil);
    const marked = pupil;
    sending.push(
      (async () => {
        const words = `Mark ${mark}`;
        const answer = Math.floor(mark / pupils.length) % 2 === 0 ? 'present' : 'late';
        // Whoever is not answered by one tries another.
        for (let attempt = mark; ; attempt += 1) {
          if ((await sendMark(urls[attempt % urls.length] ?? '', marked, answer, words)).status === 303) break;
          await pause(againAfterMs);
        }
        acknowledged.push(words);
        busy.delete(marked);
      })(),
    );
  }
  await Promise.all(sending);
  return acknowledged;
}

/** Every duty came out right, and every letter left once. */
export async function expectSettled({ installation: { rows } }: World, pupilCount: number): Promise<void> {
  const duties = (await rows.find(sessions, {})).flatMap((session) => session.duties);
  expect(duties.map(({ kind, status }) => `${kind} ${status}`)).toEqual(
    Array.from({ length: pupilCount }, () => 'attendance-check met'),
  );
  const sent = (await rows.find(letters, {})).map(({ kind, state }) => `${kind} ${state}`);
  expect(sent).toEqual(Array.from({ length: pupilCount }, () => 'attendance-request accepted'));
}

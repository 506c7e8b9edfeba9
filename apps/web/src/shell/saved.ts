import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Position } from '#event-sourcing';
import { followerName, Progress } from '#followers';
import { allProjections } from '#read-models';

/** What the page after a command says of it. */
export type Notice = { readonly title: string; readonly text: string };

const done = {
  taken: 'You are looking for this pupil. Say where the pupil is as soon as you know.',
  ringing: 'The others can see that you are ringing this provider.',
  placed: 'It is recorded where the pupil is. The search is over.',
  marked: 'The marks are recorded.',
  unchanged: 'There was nothing new in what you sent, so nothing was recorded.',
  agreed: 'The agreement is recorded.',
  gathered: 'The evidence is recorded.',
  checked: 'The check is recorded.',
  started: 'The placement has started.',
  ended: 'The placement has ended.',
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

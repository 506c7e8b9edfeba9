import { EventEmitter } from 'node:events';
import { Frame } from '../../apps/cli/src/frame.js';
import { Interruption } from '../../apps/cli/src/interruption.js';

/** A frame whose output is read by a test: what it said so far, and a way to press Ctrl-C. */
export function readFrame({ json = false, columns = 100 } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const process = Object.assign(new EventEmitter(), { exit: () => undefined });
  const stop = Interruption.heed(() => err.push('stopping\n'), process);
  const frame = new Frame(
    stop,
    json,
    { isTTY: false, columns, write: (text) => out.push(text) },
    { isTTY: false, columns, write: (text) => err.push(text) },
  );
  return {
    frame,
    said: () => out.join(''),
    noted: () => err.join(''),
    json: (): unknown => JSON.parse(out.join('')),
    press: () => process.emit('SIGINT', 'SIGINT'),
  };
}

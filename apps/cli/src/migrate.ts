import type { Frame } from './frame.js';
import { withInstallation } from './opened.js';

/** Gives the database what this version needs, as every program does at its start, and ends. */
export const migrate = (frame: Frame): Promise<void> =>
  withInstallation(frame, async () => {
    frame.say('The database has all that this version of Waymark needs.');
    frame.result({ upToDate: true });
  });

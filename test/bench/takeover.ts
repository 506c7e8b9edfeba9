import { BadDay, build } from '../bad-days/bad-day.js';
import { mishaps, takeOver } from '../bad-days/takeover.js';
import { median, type Bench } from './bench.js';

/** How soon another worker goes on with what one was at, with the real programs: the longest of all that it was at. */
export const bench: Bench = {
  about: 'taking over from a worker that is killed, frozen or cut off',
  run: async (run) => {
    build();
    for (const mishap of mishaps) {
      const longest: number[] = [];
      for (let round = 0; round < run.rounds; round += 1) {
        const database = await run.server.database(`takeover_${mishap.replace(' ', '_')}_${round}`, []);
        await database.close();
        const { ms, flaws } = await takeOver(new BadDay(), database, mishap);
        if (flaws.length > 0) throw new Error(flaws.join('\n'));
        const [what, after] = [...ms].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
        run.say(`takeover: ${mishap}: ${what} after ${Math.round(after)} ms`);
        longest.push(after / 1_000);
      }
      run.put(`takeover.${mishap.replace(' o', 'O')}.seconds`, median(longest));
    }
  },
};

import type { World } from '#simulation';

const lookEveryMs = 100;
/** Further than the clock runs by itself between two looks: somebody has moved it. */
const movedByMs = 5_000;

/**
 * Adds a tick as soon as somebody moves the clock of the demonstration on, where the timetable would take up to a minute
 * of real time. Gives what ends it.
 */
export function tickWhenMoved(world: World): () => Promise<void> {
  let last = Date.parse(world.now());
  let ticking = Promise.resolve();
  const timer = setInterval(() => {
    const now = Date.parse(world.now());
    const moved = now - last > movedByMs;
    last = now;
    // A tick that is lost comes by the timetable.
    if (moved) ticking = world.tick().catch(() => undefined);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await ticking;
  };
}

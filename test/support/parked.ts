import type { PupilSession } from '#domain';
import type { Message } from '#event-sourcing';
import type { ParkedEntry } from '#followers';
import { personId, placementId, schoolId, siteId, subjectId } from '../../libs/simulation/src/week/names.js';
import { WebWorld } from './web-world.js';

const on = '2026-11-16';
const session = (name: PupilSession['session']): PupilSession => ({
  placementId: placementId('callum', 'greenacre'),
  subjectId: subjectId('callum'),
  schoolId: schoolId('hollin-bank'),
  siteId: siteId('greenacre'),
  on,
  session: name,
});

/** The pages of a trust in which a process can be made to stumble, looked after by Priya Raman. */
export class ParkedWorld {
  private broken = false;

  private constructor(readonly world: WebWorld) {}

  static async open(env: Record<string, string> = {}): Promise<ParkedWorld> {
    // What a fault says may quote what somebody entered; none of it may be shown.
    const throwIfBroken = ({ type }: Message) => {
      if (parked.broken && type === 'OpenWhereabouts') throw new Error('About Callum Dray, whose aunt is ill.');
    };
    const world = await WebWorld.open({ at: `${on}T09:40:00.000Z`, env, beforeProcessSends: throwIfBroken });
    const parked = new ParkedWorld(world);
    await world.send({ type: 'MakeOperator', data: { personId: personId('priya-raman') } });
    await world.caughtUp();
    return parked;
  }

  /** The provider says that a pupil is absent, and the search that follows can't be opened. */
  async park(name: PupilSession['session'] = 'am'): Promise<ParkedEntry> {
    this.broken = true;
    const said = {
      answer: 'absent',
      answeredAt: `${on}T09:35:00.000Z`,
      channel: 'telephone',
      byId: personId('priya-raman'),
    };
    await this.world.send({
      type: 'RecordAnswer',
      data: { ...session(name), ...said, sessionBeginsAt: `${on}T09:00:00.000Z` },
    });
    await this.world.caughtUp();
    const entry = (await this.world.installation.parked.list()).at(-1);
    if (!entry) throw new Error('Nothing was parked.');
    return entry;
  }

  /** The cause is found and mended. */
  mend(): void {
    this.broken = false;
  }
}

import { Injectable } from '@nestjs/common';
import { assertMayBeMerged, no, placement, pupil, type Merged, type PupilCommand } from '#domain';
import { Journal, transact, type Id, type Meta } from '#event-sourcing';

/**
 * The gate before two records of a pupil are merged. What has to hold of the record that is kept, and of the placements of the
 * other, is read from their own streams.
 */
@Injectable()
export class MergeGate {
  constructor(private readonly journal: Journal) {}

  /** @throws {Refusal} when the record that is kept can't take the other's place, or something would get lost. */
  async guard(commands: readonly PupilCommand[]): Promise<void> {
    for (const command of commands) {
      if (command.type !== 'MergePupil') continue;
      const other = await this.journal.state(pupil, command.data.subjectId);
      // Merged already it is nothing new, whatever has changed since; and the decider's own words come first.
      if (pupil.decide(command, other).length === 0) continue;
      const [kept, placements] = await Promise.all([
        this.journal.state(pupil, command.data.intoId),
        Promise.all(command.data.placementIds.map((id) => this.journal.state(placement, id))),
      ]);
      assertMayBeMerged(command.data, { other, kept, placements });
    }
  }

  /**
   * Two people may merge two records the one way and the other at the same moment, and neither sees the other: then what was
   * done here is taken back, because somebody has to keep the pupil. @throws {Refusal} `merged-crosswise`
   */
  async settle(commands: readonly PupilCommand[], meta: Meta): Promise<void> {
    for (const command of commands) {
      if (command.type !== 'MergePupil') continue;
      const { subjectId, intoId } = command.data;
      if (await this.leadsTo(intoId, subjectId)) await this.takeBack(command.data, meta);
    }
  }

  /** Whether one record leads to another, from each to the one that is kept in its place. */
  private async leadsTo(from: Id, subjectId: Id, seen: readonly Id[] = []): Promise<boolean> {
    if (from === subjectId) return true;
    if (seen.includes(from)) return false;
    const next = (await this.journal.state(pupil, from))?.merged?.intoId;
    return next !== undefined && this.leadsTo(next, subjectId, [...seen, from]);
  }

  private async takeBack({ subjectId, schoolId, intoId, mergedOn, personId }: Merged, meta: Meta): Promise<never> {
    const because = 'Both records were merged into each other at the same moment.';
    const data = { subjectId, schoolId, intoId, unmergedOn: mergedOn, personId, because };
    await transact(this.journal, pupil, subjectId, { type: 'UnmergePupil', data }, meta);
    return no('merged-crosswise');
  }
}

import { Injectable } from '@nestjs/common';
import { assertUpnMayBeTaken, pupil, upn, type PupilCommand } from '#domain';
import { Journal, type Id } from '#event-sourcing';
import { UpnClaims } from '#sealing';

const attemptsMax = 3;

/**
 * The gate before a number is given: of all pupils of an installation, one has it. The directory follows the events a moment
 * later and so can't decide between two people who enter the same pupil at once; a claim, made before the event, can.
 */
@Injectable()
export class UpnGate {
  constructor(
    private readonly journal: Journal,
    private readonly claims: UpnClaims,
  ) {}

  /**
   * Claims the numbers that these commands give, each for its pupil.
   *
   * @throws {Refusal} `upn-of-another-pupil` when another pupil's stream has the number, `upn-being-entered` when another
   * pupil's command claimed it so lately that its event may still come.
   */
  async guard(commands: readonly PupilCommand[]): Promise<void> {
    for (const { type, data } of commands) {
      if (type !== 'EnterPupil' && type !== 'ChangePupilDetails') continue;
      const given = upn.safeParse(data.upn);
      if (given.success) await this.claim(given.data, data.subjectId);
    }
  }

  private async claim(number: string, subjectId: Id): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const claim = await this.claims.claim(number, subjectId);
      if (!claim) return;
      const holder = await this.journal.state(pupil, claim.subjectId);
      // Nothing is on its way to a record that was merged into another: it takes nothing any more.
      const isOnItsWay = claim.isFresh && !holder?.merged;
      // A claim that never stands still is somebody else's at this moment, too.
      assertUpnMayBeTaken(holder, number, isOnItsWay || attempt > attemptsMax);
      if (await this.claims.takeOver(number, claim, subjectId)) return;
    }
  }
}

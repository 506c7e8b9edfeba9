import { Injectable } from '@nestjs/common';
import { no, school, type PupilCommand } from '#domain';
import { Journal } from '#event-sourcing';

/** The gate before a pupil's record goes to another school: at one that there is not, nobody would find it again. */
@Injectable()
export class MoveGate {
  constructor(private readonly journal: Journal) {}

  /** @throws {Refusal} `moved-to-unknown-school` */
  async guard(commands: readonly PupilCommand[]): Promise<void> {
    for (const { type, data } of commands) {
      if (type !== 'MovePupil' && type !== 'RecordPupilCameBack') continue;
      const { opened } = await this.journal.state(school, data.toSchoolId);
      if (opened === null) no('moved-to-unknown-school');
    }
  }
}

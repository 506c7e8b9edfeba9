import { Injectable } from '@nestjs/common';
import {
  briefingIn,
  briefingVersion,
  no,
  placement,
  provider,
  pupil,
  sharesOn,
  whoMayBeRung,
  type PlacementCommand,
} from '#domain';
import { Journal, type Id } from '#event-sourcing';

/**
 * The gate before anything about a pupil goes to a provider, and before it is acknowledged there. It is for the streams of
 * placement, pupil and provider together, so no decider could keep it.
 */
@Injectable()
export class BriefingGate {
  constructor(private readonly journal: Journal) {}

  /**
   * The command as it may go to the placement: an acknowledgement with the version that stands, any other as it is.
   *
   * @throws {Refusal} `no-sharing-agreement` where the school has none with the provider on that day, `nobody-to-ring` where the
   * pupil has no contact who may be rung, `briefing-changed` where what somebody acknowledges is not what stands any more.
   */
  // Procedure: S13.9
  async guard(id: Id, command: PlacementCommand): Promise<PlacementCommand> {
    if (command.type !== 'SendBriefing' && command.type !== 'AcknowledgeBriefing') return command;
    const known = await this.journal.state(placement, id);
    // The decider has its own words for what is not proposed, not written, or over.
    if (known.stage === 'unproposed') return command;
    const { providerId, schoolId, subjectId } = known.proposal;
    const on = command.type === 'SendBriefing' ? command.data.on : command.data.acknowledgedOn;
    const agreement = (await this.journal.state(provider, providerId))?.sharing[schoolId];
    if (!sharesOn(agreement, on)) return no('no-sharing-agreement');
    const rung = whoMayBeRung(await this.journal.state(pupil, subjectId));
    if (rung.length === 0) return no('nobody-to-ring');
    if (command.type === 'SendBriefing') return command;
    const version = briefingVersion(briefingIn(known.facts), rung);
    if (version === null) return command;
    const { version: seen = version } = command.data;
    return seen === version ? { ...command, data: { ...command.data, version } } : no('briefing-changed');
  }
}

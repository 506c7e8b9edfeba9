import { Injectable } from '@nestjs/common';
import { no, placement, type PlacementCommand } from '#domain';
import { Journal, type Id } from '#event-sourcing';
import { Editions } from '#procedure';

/** The gate before a placement is pinned to an edition: whoever sends the command, what the edition says now is noted with it. */
@Injectable()
export class EditionGate {
  constructor(
    private readonly journal: Journal,
    private readonly editions: Editions,
  ) {}

  /**
   * The command as it may go to the placement: one that pins it to an edition with the hash of that, any other as it is.
   *
   * @throws {EditionMissing} when the file of the edition is not there that it is proposed under. @throws {Refusal} when a
   * placement is to adopt one that is not there, or not in force.
   */
  // Procedure: S1.3
  async guard(id: Id, command: PlacementCommand): Promise<PlacementCommand> {
    if (command.type === 'AdoptEdition') return this.adopted(command);
    if (command.type !== 'ProposePlacement') return command;
    const { procedure } = command.data;
    const known = await this.journal.state(placement, id);
    // What was proposed already is compared with what it was pinned to then, so that saying it again is nothing new.
    const isKnown = known.stage !== 'unproposed' && known.proposal.procedure.edition === procedure.edition;
    const hash = isKnown
      ? known.proposal.procedure.hash
      : this.editions.editionFor(procedure.id, procedure.edition).hash;
    const pinned = { id: procedure.id, edition: procedure.edition, ...(hash === undefined ? {} : { hash }) };
    return { ...command, data: { ...command.data, procedure: pinned } };
  }

  private adopted(command: Extract<PlacementCommand, { type: 'AdoptEdition' }>): PlacementCommand {
    const { procedure, adoptedOn } = command.data;
    const found = this.editions.all.find(({ id, edition }) => id === procedure.id && edition === procedure.edition);
    if (!found) return no('edition-not-here');
    if (found.inForceFrom > adoptedOn) return no('edition-not-in-force');
    const { id, edition, hash } = found;
    return { ...command, data: { ...command.data, procedure: { id, edition, hash } } };
  }
}

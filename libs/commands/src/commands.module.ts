import { Module } from '@nestjs/common';
import { AssuranceGate } from './assurance-gate.js';
import { BriefingGate } from './briefing-gate.js';
import { EditionGate } from './edition-gate.js';
import { MergeGate } from './merge-gate.js';
import { MoveGate } from './move-gate.js';
import { Send } from './send.js';
import { SigningGate } from './signing-gate.js';
import { StartGate } from './start-gate.js';
import { handlers } from './streams.js';
import { UpnGate } from './upn-gate.js';
import { WeekGate } from './week-gate.js';

/**
 * Carries out every command that comes over the CommandBus, and brings `Send`. `Journal`, `Editions` and `UpnClaims` have to
 * come from a global module, and the bus from `CqrsModule.forRoot()`.
 */
@Module({
  providers: [
    ...handlers,
    AssuranceGate,
    BriefingGate,
    EditionGate,
    MergeGate,
    MoveGate,
    SigningGate,
    StartGate,
    UpnGate,
    WeekGate,
    Send,
  ],
  exports: [Send],
})
export class CommandsModule {}

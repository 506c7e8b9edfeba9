import { Module } from '@nestjs/common';
import { Send } from './send.js';
import { StartGate } from './start-gate.js';
import { handlers } from './streams.js';

/**
 * Carries out every command that comes over the CommandBus, and brings `Send`. `Journal` and `Editions` have to come from
 * a global module, and the bus from `CqrsModule.forRoot()`.
 */
@Module({ providers: [...handlers, StartGate, Send], exports: [Send] })
export class CommandsModule {}

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import { Accounts } from '#accounts';
import { CommandsModule } from '#commands';
import { InstallationModule, type Installation } from '#installation';
import { ClockKeeping } from '#jobs';
import { Mailbox, ProviderLinks } from '#letters';
import { Editions } from '#procedure';
import { ReadModelsModule } from '#read-models';
import { GatherSiteDay } from './attendance/site-day.js';
import { DemoClockController } from './demo/demo-clock.controller.js';
import { FirstRunController } from './first-run/first-run.controller.js';
import { HealthController } from './health/health.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { MailboxController } from './mailbox/mailbox.controller.js';
import { PlacementActionsController } from './placements/actions.controller.js';
import { ChecksController } from './placements/checks.controller.js';
import { GatherPlacement } from './placements/gather.js';
import { PlacementController } from './placements/placement.controller.js';
import { FreshLinks } from './provider-link/fresh-links.js';
import { ProviderLinkController } from './provider-link/provider-link.controller.js';
import { PupilSearchController } from './pupils/search.controller.js';
import { Times } from './shell/as-at.js';
import { Assets } from './shell/assets.js';
import { Frames } from './shell/frame.js';
import { HomeController } from './shell/home.controller.js';
import { Saved } from './shell/saved.js';
import { SessionCookie } from './shell/session-cookie.js';
import { SignedInGuard } from './shell/signed-in.guard.js';
import { Notices, WebOptions } from './shell/web-options.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { CallController } from './today/call.controller.js';
import { GatherBoard } from './today/gather.js';
import { PlaceController } from './today/place.controller.js';
import { TodayController } from './today/today.controller.js';
import { Watch } from './today/watch.js';

/** The parts of an installation that only the pages need, made from it once. */
@Global()
@Module({})
class WebPartsModule {
  static of({ database, clock, masterKey, config }: Installation, editions: Editions): DynamicModule {
    const pool = database.pool('web', { max: 6 });
    const providers = [
      { provide: Editions, useValue: editions },
      { provide: Accounts, useValue: new Accounts(pool, clock, masterKey) },
      { provide: Mailbox, useValue: new Mailbox(pool) },
      { provide: ClockKeeping, useValue: new ClockKeeping(pool) },
      { provide: ProviderLinks, useValue: new ProviderLinks(masterKey.derive('provider-links'), config.publicUrl) },
    ];
    return { module: WebPartsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

export type WebParts = {
  readonly installation: Installation;
  readonly editions: Editions;
  readonly assets: Assets;
  readonly notices: readonly string[];
};

/** The pages: a controller per journey, and the shell around them. */
@Module({})
export class WebModule {
  static of({ installation, editions, assets, notices }: WebParts): DynamicModule {
    return {
      module: WebModule,
      imports: [
        CqrsModule.forRoot(),
        TerminusModule.forRoot({ logger: false }),
        InstallationModule.forRoot(installation),
        WebPartsModule.of(installation, editions),
        CommandsModule,
        ReadModelsModule,
      ],
      controllers: [
        HomeController,
        SignInController,
        FirstRunController,
        TodayController,
        CallController,
        PlaceController,
        PlacementController,
        PlacementActionsController,
        ChecksController,
        PupilSearchController,
        LettersController,
        ProviderLinkController,
        MailboxController,
        DemoClockController,
        HealthController,
      ],
      providers: [
        { provide: Assets, useValue: assets },
        { provide: Notices, useValue: new Notices(notices) },
        WebOptions,
        Frames,
        Times,
        Saved,
        SessionCookie,
        SignedInGuard,
        Watch,
        GatherBoard,
        GatherSiteDay,
        GatherPlacement,
        FreshLinks,
      ],
    };
  }
}

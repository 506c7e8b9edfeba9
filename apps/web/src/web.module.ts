import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Accounts, RateLimits } from '#accounts';
import { CommandsModule } from '#commands';
import { Documents, PostgresDocuments } from '#documents';
import { Readiness } from '#health';
import { InstallationModule, type Installation } from '#installation';
import { StagedFiles } from '#importing';
import { ClockKeeping, FailedJobs } from '#jobs';
import { Mailbox, ProviderLinks } from '#letters';
import { Editions } from '#procedure';
import { ReadModelsModule } from '#read-models';
import { AccountController } from './account/account.controller.js';
import { BriefingController } from './briefings/briefing.controller.js';
import { BriefingLinkController } from './briefings/briefing-link.controller.js';
import { GatherBriefing } from './briefings/gather.js';
import { GatherAssurance } from './assurance/gather.js';
import { AssuranceController } from './assurance/assurance.controller.js';
import { AssuranceLinkController } from './assurance/assurance-link.controller.js';
import { GatherSiteDay } from './attendance/site-day.js';
import { DemoClockController } from './demo/demo-clock.controller.js';
import { DirectionReviewsController } from './direction-reviews/reviews.controller.js';
import { EvaluationsController } from './evaluations/evaluations.controller.js';
import { GatherEvaluations } from './evaluations/gather.js';
import { FirstRunController } from './first-run/first-run.controller.js';
import { GapsController } from './gaps/gaps.controller.js';
import { HealthController } from './health/health.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { MailboxController } from './mailbox/mailbox.controller.js';
import { Operators } from './operators/operators.js';
import { OperatorsController } from './operators/operators.controller.js';
import { TrustController } from './operators/trust.controller.js';
import { GatherOversight } from './oversight/gather.js';
import { ComplaintsController } from './complaints/complaints.controller.js';
import { GatherComplaints } from './complaints/gather.js';
import { GatherIncidents } from './incidents/gather.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { OversightController } from './oversight/oversight.controller.js';
import { RecordsController } from './oversight/records.controller.js';
import { ComingBack } from './people/coming-back.js';
import { AddPersonController } from './people/add.controller.js';
import { PersonDetailsController } from './people/details.controller.js';
import { LeavingController } from './people/leaving.controller.js';
import { RolesController } from './people/roles.controller.js';
import { GatherVacancies } from './people/gather-vacancies.js';
import { GatherPeople } from './people/gather.js';
import { KeyStaffController } from './people/key-staff.controller.js';
import { PeopleController } from './people/people.controller.js';
import { SignInLetters } from './people/sign-in-letters.js';
import { GatherSigning } from './signing/gather.js';
import { GatherWithdrawn } from './signing/gather-withdrawn.js';
import { SigningController } from './signing/signing.controller.js';
import { SigningLinkController } from './signing/signing-link.controller.js';
import { SuccessorsController } from './people/successors.controller.js';
import { Successors } from './people/successors.js';
import { GatherStops } from './stops/gather.js';
import { StopsController } from './stops/stops.controller.js';
import { EndingController } from './placements/ending.controller.js';
import { AdoptController } from './placements/adopt.controller.js';
import { SuspendingController } from './placements/suspending.controller.js';
import { PlacementActionsController } from './placements/actions.controller.js';
import { ChecksController } from './placements/checks.controller.js';
import { ChoosePupilController } from './placements/choose-pupil.controller.js';
import { FoundController } from './placements/found.controller.js';
import { GatherPlace } from './placements/place.js';
import { GatherPlacement } from './placements/gather.js';
import { GatherReturns } from './placements/returns.js';
import { PlacementListController } from './placements/list.controller.js';
import { PlacementController } from './placements/placement.controller.js';
import { PlanWeekController } from './placements/plan-week.controller.js';
import { Proposals } from './placements/proposals.js';
import { ProposeController } from './placements/propose.controller.js';
import { RecordEvidenceController } from './placements/record-evidence.controller.js';
import { ImportController } from './import/import.controller.js';
import { OpenFiles } from './import/open-files.js';
import { FreshLinks } from './provider-link/fresh-links.js';
import { OperationsController } from './operations/operations.controller.js';
import { QueueLooking } from './operations/queue-looking.js';
import { QueuesController } from './operations/queues.controller.js';
import { ProviderLinkController } from './provider-link/provider-link.controller.js';
import { ProviderAdultsController } from './providers/adults.controller.js';
import { ClosuresController } from './providers/closures.controller.js';
import { ProviderDesk } from './providers/desk.js';
import { ProviderDetailsController } from './providers/details.controller.js';
import { FindingsController } from './providers/findings.controller.js';
import { GatherProvider } from './providers/gather.js';
import { ProviderController } from './providers/provider.controller.js';
import { SharingController } from './providers/sharing.controller.js';
import { GatherSignals } from './providers/signals.js';
import { ProvidersController } from './providers/providers.controller.js';
import { SitesController } from './providers/sites.controller.js';
import { TouchedToday } from './providers/touched.js';
import { PupilContactsController } from './pupils/contacts.controller.js';
import { PupilDesk } from './pupils/desk.js';
import { PupilDetailsController } from './pupils/details.controller.js';
import { GatherPupil } from './pupils/gather.js';
import { PupilController } from './pupils/pupil.controller.js';
import { PupilSearchController } from './pupils/search.controller.js';
import { GatherRecords } from './records/gather.js';
import { MergeController } from './records/merge.controller.js';
import { GatherMove } from './moves/gather.js';
import { MoveController } from './moves/move.controller.js';
import { CharacteristicsController } from './pupils/characteristics.controller.js';
import { EarlierProvisionController } from './pupils/earlier-provision.controller.js';
import { KeyAdultsController } from './pupils/key-adults.controller.js';
import { PupilStatusesController } from './pupils/statuses.controller.js';
import { GatherRegister } from './register/gather.js';
import { RegisterHistoryController } from './register/history.controller.js';
import { RegisterController } from './register/register.controller.js';
import { AllSchoolsController } from './schools/all-schools.controller.js';
import { NewSchoolController } from './schools/new-school.controller.js';
import { Opening } from './schools/opening.js';
import { GatherTasks } from './set-up/gather-tasks.js';
import { SetUpController } from './set-up/set-up.controller.js';
import { SetUpFormsController } from './set-up/forms.controller.js';
import { Times } from './shell/as-at.js';
import { Assets } from './shell/assets.js';
import { FormAnswers } from './shell/form-answers.js';
import { Frames } from './shell/frame.js';
import { HomeController } from './shell/home.controller.js';
import { LimitedGuard } from './shell/limited.guard.js';
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
import { GatherWeek } from './weeks/gather.js';
import { WeeksController } from './weeks/weeks.controller.js';

/** The parts of an installation that only the pages need, made from it once. */
@Global()
@Module({})
class WebPartsModule {
  static of({ database, clock, keys, masterKey, config }: Installation, editions: Editions): DynamicModule {
    const pool = database.pool('web', { max: 6 });
    const providers = [
      { provide: Editions, useValue: editions },
      { provide: Accounts, useValue: new Accounts(pool, clock, masterKey) },
      { provide: RateLimits, useValue: new RateLimits(pool, masterKey) },
      { provide: Mailbox, useValue: new Mailbox(pool) },
      { provide: StagedFiles, useValue: new StagedFiles(pool, clock, masterKey) },
      { provide: Documents, useValue: new PostgresDocuments(pool, keys) },
      { provide: ClockKeeping, useValue: new ClockKeeping(pool) },
      { provide: FailedJobs, useValue: new FailedJobs(pool) },
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
  readonly readiness: Readiness;
};

/** The pages: a controller per journey, and the shell around them. */
@Module({})
export class WebModule {
  static of({ installation, editions, assets, notices, readiness }: WebParts): DynamicModule {
    return {
      module: WebModule,
      imports: [
        CqrsModule.forRoot(),
        InstallationModule.forRoot(installation),
        WebPartsModule.of(installation, editions),
        CommandsModule,
        ReadModelsModule,
      ],
      controllers: [
        HomeController,
        SignInController,
        AccountController,
        OperatorsController,
        TrustController,
        AllSchoolsController,
        NewSchoolController,
        FirstRunController,
        TodayController,
        CallController,
        PlaceController,
        PlacementListController,
        ChoosePupilController,
        ProposeController,
        RecordEvidenceController,
        FoundController,
        PlanWeekController,
        PlacementController,
        PlacementActionsController,
        OversightController,
        IncidentsController,
        ComplaintsController,
        RecordsController,
        EndingController,
        SuspendingController,
        AdoptController,
        BriefingController,
        DirectionReviewsController,
        SigningController,
        StopsController,
        ChecksController,
        GapsController,
        RegisterController,
        RegisterHistoryController,
        PupilSearchController,
        PupilDetailsController,
        PupilStatusesController,
        CharacteristicsController,
        KeyAdultsController,
        EarlierProvisionController,
        PupilContactsController,
        WeeksController,
        MergeController,
        MoveController,
        PupilController,
        ProvidersController,
        SitesController,
        ProviderDetailsController,
        ProviderAdultsController,
        ClosuresController,
        FindingsController,
        SharingController,
        AssuranceController,
        EvaluationsController,
        ProviderController,
        ImportController,
        LettersController,
        AddPersonController,
        RolesController,
        PersonDetailsController,
        LeavingController,
        SuccessorsController,
        PeopleController,
        KeyStaffController,
        SetUpController,
        SetUpFormsController,
        ProviderLinkController,
        AssuranceLinkController,
        BriefingLinkController,
        SigningLinkController,
        MailboxController,
        OperationsController,
        QueuesController,
        DemoClockController,
        HealthController,
      ],
      providers: [
        { provide: Assets, useValue: assets },
        { provide: Readiness, useValue: readiness },
        { provide: Notices, useValue: new Notices(notices) },
        WebOptions,
        Frames,
        Times,
        Saved,
        FormAnswers,
        SessionCookie,
        LimitedGuard,
        SignedInGuard,
        Watch,
        GatherBoard,
        GatherStops,
        GatherRegister,
        GatherSiteDay,
        GatherBriefing,
        GatherSigning,
        GatherWithdrawn,
        GatherPlacement,
        GatherReturns,
        GatherOversight,
        GatherIncidents,
        GatherComplaints,
        GatherPlace,
        Proposals,
        GatherPupil,
        PupilDesk,
        GatherRecords,
        GatherMove,
        GatherWeek,
        FreshLinks,
        GatherAssurance,
        GatherProvider,
        GatherEvaluations,
        GatherSignals,
        ProviderDesk,
        TouchedToday,
        GatherPeople,
        GatherVacancies,
        Successors,
        SignInLetters,
        ComingBack,
        Operators,
        Opening,
        GatherTasks,
        OpenFiles,
        QueueLooking,
      ],
    };
  }
}

import { Module } from '@nestjs/common';
import { AdultByIdAnswers, AdultsByIdAnswers, AdultsOfSiteAnswers, ContactOfSiteAnswers } from './adults.js';
import { AssuranceByIdAnswers } from './assurances.js';
import { BriefingOfAnswers } from './briefings.js';
import { ChecksOfSiteAnswers } from './checks.js';
import { ContactsByIdAnswers, ContactsOfAnswers } from './contacts.js';
import { DirectionReviewsOfAnswers } from './direction-reviews.js';
import {
  ActionsOfEvaluationAnswers,
  EvaluationByIdAnswers,
  EvaluationsOfAnswers,
  OpenActionsOfAnswers,
} from './evaluations.js';
import { KeyAdultsByIdAnswers, KeyAdultsOfAnswers } from './key-adults.js';
import {
  LastRefusedToAnswers,
  LetterByIdAnswers,
  LettersByIdAnswers,
  LettersOfAnswers,
  LettersToAnswers,
  LettersToGoAnswers,
} from './letters.js';
import { ComplaintByIdAnswers, ComplaintsOfSchoolAnswers } from './complaints.js';
import {
  IncidentByIdAnswers,
  IncidentsOfAnswers,
  IncidentsOfSchoolAnswers,
  UnseenIncidentsAnswers,
} from './incidents.js';
import { MattersOfAnswers, MattersOfPlacementAnswers } from './matters.js';
import { NamedStaffOfAnswers } from './named-staff.js';
import { OperationsLogAnswers } from './operations.js';
import {
  FollowUpsOfAnswers,
  OpenFollowUpsOfAnswers,
  OversightOfAnswers,
  OversightOfSchoolAnswers,
} from './oversight.js';
import { AllPeopleAnswers, PeopleByIdAnswers, PersonByEmailAnswers, PersonByIdAnswers } from './people.js';
import { ListPlacementsAnswers } from './placement-list.js';
import {
  PlacementByIdAnswers,
  PlacementsAtSiteAnswers,
  PlacementsAtSitesAnswers,
  PlacementsByIdAnswers,
  PlacementsOfAnswers,
  PlacementsOfPupilAnswers,
  PlacementsOfSchoolAtSiteAnswers,
} from './placements.js';
import { FindingsOfProviderAnswers, FindingsOfProvidersAnswers } from './provider-findings.js';
import { ListProvidersAnswers } from './provider-list.js';
import { AllProvidersAnswers, ProviderByIdAnswers } from './providers.js';
import { PupilFormOfAnswers } from './pupil-forms.js';
import { PupilByIdAnswers, PupilsByIdAnswers, PupilsOfAnswers, RecordsMergedIntoAnswers } from './pupils.js';
import { AllSchoolsAnswers, SchoolByIdAnswers, SchoolsByIdAnswers, SchoolsOfAnswers } from './schools.js';
import { ActivitiesOfAnswers } from './activities.js';
import { MarksOfDayAnswers, MarksOfPlacementAnswers, ReasonsOpenAnswers } from './marks.js';
import {
  NotAccountedForAnswers,
  SessionOfAnswers,
  SessionsOfPlacementAnswers,
  SessionsOfSiteAnswers,
  WhereIsEveryPupilAnswers,
} from './sessions.js';
import { SharingOfAnswers } from './sharing.js';
import { TheTrustAnswers } from './trust.js';
import { SigningOfAnswers } from './signings.js';
import { AllSitesAnswers, SiteByIdAnswers, SitesByIdAnswers, SitesOfProviderAnswers } from './sites.js';
import { StopByIdAnswers, StopsOfProviderAnswers, StopsThatHoldAnswers } from './stops.js';
import { TimelineOfAnswers } from './timeline.js';
import { WeekplanOfAnswers } from './weekplans.js';

/** Answers every question of this library over the QueryBus. `Rows` has to come from a global module. */
@Module({
  providers: [
    ActionsOfEvaluationAnswers,
    AdultByIdAnswers,
    AdultsByIdAnswers,
    AdultsOfSiteAnswers,
    AllPeopleAnswers,
    AllProvidersAnswers,
    AllSchoolsAnswers,
    AllSitesAnswers,
    AssuranceByIdAnswers,
    BriefingOfAnswers,
    ChecksOfSiteAnswers,
    ContactOfSiteAnswers,
    TheTrustAnswers,
    ContactsByIdAnswers,
    ContactsOfAnswers,
    EvaluationByIdAnswers,
    EvaluationsOfAnswers,
    FindingsOfProviderAnswers,
    FindingsOfProvidersAnswers,
    KeyAdultsByIdAnswers,
    KeyAdultsOfAnswers,
    LastRefusedToAnswers,
    LetterByIdAnswers,
    LettersByIdAnswers,
    LettersOfAnswers,
    LettersToAnswers,
    LettersToGoAnswers,
    ListPlacementsAnswers,
    ListProvidersAnswers,
    MattersOfAnswers,
    MattersOfPlacementAnswers,
    NamedStaffOfAnswers,
    NotAccountedForAnswers,
    OpenActionsOfAnswers,
    OperationsLogAnswers,
    OversightOfAnswers,
    OversightOfSchoolAnswers,
    ComplaintByIdAnswers,
    ComplaintsOfSchoolAnswers,
    IncidentByIdAnswers,
    IncidentsOfAnswers,
    IncidentsOfSchoolAnswers,
    UnseenIncidentsAnswers,
    FollowUpsOfAnswers,
    OpenFollowUpsOfAnswers,
    PeopleByIdAnswers,
    PersonByEmailAnswers,
    PersonByIdAnswers,
    PlacementByIdAnswers,
    PlacementsAtSiteAnswers,
    PlacementsAtSitesAnswers,
    PlacementsByIdAnswers,
    PlacementsOfAnswers,
    PlacementsOfPupilAnswers,
    PlacementsOfSchoolAtSiteAnswers,
    ProviderByIdAnswers,
    PupilByIdAnswers,
    PupilFormOfAnswers,
    PupilsByIdAnswers,
    RecordsMergedIntoAnswers,
    PupilsOfAnswers,
    SchoolByIdAnswers,
    SchoolsByIdAnswers,
    SchoolsOfAnswers,
    SessionOfAnswers,
    SessionsOfPlacementAnswers,
    SessionsOfSiteAnswers,
    ActivitiesOfAnswers,
    MarksOfDayAnswers,
    MarksOfPlacementAnswers,
    ReasonsOpenAnswers,
    SharingOfAnswers,
    DirectionReviewsOfAnswers,
    SigningOfAnswers,
    SiteByIdAnswers,
    SitesByIdAnswers,
    SitesOfProviderAnswers,
    StopByIdAnswers,
    StopsOfProviderAnswers,
    StopsThatHoldAnswers,
    TimelineOfAnswers,
    WeekplanOfAnswers,
    WhereIsEveryPupilAnswers,
  ],
})
export class ReadModelsModule {}

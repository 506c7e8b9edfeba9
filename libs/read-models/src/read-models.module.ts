import { Module } from '@nestjs/common';
import { AdultByIdAnswers, AdultsByIdAnswers, AdultsOfSiteAnswers, ContactOfSiteAnswers } from './adults.js';
import { ChecksOfSiteAnswers } from './checks.js';
import { ContactsOfAnswers } from './contacts.js';
import {
  LetterByIdAnswers,
  LettersByIdAnswers,
  LettersOfAnswers,
  LettersToAnswers,
  LettersToGoAnswers,
} from './letters.js';
import { OperationsLogAnswers } from './operations.js';
import { AllPeopleAnswers, PeopleByIdAnswers, PersonByIdAnswers } from './people.js';
import {
  PlacementByIdAnswers,
  PlacementsAtSiteAnswers,
  PlacementsByIdAnswers,
  PlacementsOfAnswers,
  PlacementsOfPupilAnswers,
} from './placements.js';
import { AllProvidersAnswers, ProviderByIdAnswers } from './providers.js';
import { PupilByIdAnswers, PupilsByIdAnswers, PupilsOfAnswers } from './pupils.js';
import { AllSchoolsAnswers, SchoolByIdAnswers, SchoolsByIdAnswers, SchoolsOfAnswers } from './schools.js';
import {
  NotAccountedForAnswers,
  SessionOfAnswers,
  SessionsOfPlacementAnswers,
  SessionsOfSiteAnswers,
  WhereIsEveryPupilAnswers,
} from './sessions.js';
import { AllSitesAnswers, SiteByIdAnswers, SitesByIdAnswers } from './sites.js';
import { TimelineOfAnswers } from './timeline.js';

/** Answers every question of this library over the QueryBus. `Rows` has to come from a global module. */
@Module({
  providers: [
    AdultByIdAnswers,
    AdultsByIdAnswers,
    AdultsOfSiteAnswers,
    AllPeopleAnswers,
    AllProvidersAnswers,
    AllSchoolsAnswers,
    AllSitesAnswers,
    ChecksOfSiteAnswers,
    ContactOfSiteAnswers,
    ContactsOfAnswers,
    LetterByIdAnswers,
    LettersByIdAnswers,
    LettersOfAnswers,
    LettersToAnswers,
    LettersToGoAnswers,
    NotAccountedForAnswers,
    OperationsLogAnswers,
    PeopleByIdAnswers,
    PersonByIdAnswers,
    PlacementByIdAnswers,
    PlacementsAtSiteAnswers,
    PlacementsByIdAnswers,
    PlacementsOfAnswers,
    PlacementsOfPupilAnswers,
    ProviderByIdAnswers,
    PupilByIdAnswers,
    PupilsByIdAnswers,
    PupilsOfAnswers,
    SchoolByIdAnswers,
    SchoolsByIdAnswers,
    SchoolsOfAnswers,
    SessionOfAnswers,
    SessionsOfPlacementAnswers,
    SessionsOfSiteAnswers,
    SiteByIdAnswers,
    SitesByIdAnswers,
    TimelineOfAnswers,
    WhereIsEveryPupilAnswers,
  ],
})
export class ReadModelsModule {}

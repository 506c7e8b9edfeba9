import type { Answer, DutyKind, Session } from '#domain';
import type { TimeOfDay } from '#event-sourcing';
import type { PersonName, PupilName, SiteName } from './names.js';
import type { WeekdayName } from './trust.js';

/** What one pupil's line on a provider's page, or on the form for a telephone call, says. */
export type Mark = { readonly pupil: PupilName; readonly answer: Answer; readonly words?: string };

/** Something that a person does in the week. All that Waymark does by itself is left out: that is what is being proved. */
export type Deed =
  | { readonly does: 'mark'; readonly site: SiteName; readonly session: Session; readonly marks: readonly Mark[] }
  | {
      readonly does: 'telephone';
      readonly who: PersonName;
      readonly site: SiteName;
      readonly session: Session;
      readonly marks: readonly Mark[];
    }
  | {
      readonly does: 'take';
      readonly who: PersonName;
      readonly pupil: PupilName;
      readonly site: SiteName;
      readonly session: Session;
      readonly duty: DutyKind;
    }
  | {
      readonly does: 'account';
      readonly who: PersonName;
      readonly pupil: PupilName;
      readonly site: SiteName;
      readonly session: Session;
      readonly place: 'at-provider' | 'at-school' | 'at-home' | 'with-another-service' | 'elsewhere';
      readonly onTheWordOf: string;
      readonly certainty: 'seen' | 'told';
    }
  | {
      readonly does: 'close';
      readonly who: PersonName;
      readonly site: SiteName;
      readonly on: WeekdayName;
      readonly session?: Session;
      readonly because: string;
    };

export type Scripted = Deed & { readonly day: WeekdayName; readonly at: TimeOfDay };

/** What people do, in the order of time. Moira Pell of Greenacre Farm answers nothing all week: she is not in it. */
export const script: readonly Scripted[] = [
  // Monday: the Wheelhouse is prompt, Second Stage answers after the chase, Greenacre is silent.
  mark('mon', '09:05', 'wheelhouse', 'am', { pupil: 'amara', answer: 'present' }),
  mark('mon', '09:20', 'wheelhouse', 'am', { pupil: 'jodie', answer: 'late', words: 'Came at quarter past.' }),
  mark('mon', '09:52', 'second-stage', 'am', { pupil: 'leila', answer: 'present' }),
  account('mon', '10:05', 'dawn-fairley', 'leila', 'second-stage', 'am', 'at-provider', 'Leo Marchetti', 'told'),
  take('mon', '10:20', 'priya-raman', 'callum', 'greenacre', 'am'),
  account('mon', '11:10', 'priya-raman', 'callum', 'greenacre', 'am', 'at-home', 'grandmother, by telephone', 'told'),
  mark('mon', '13:20', 'wheelhouse', 'pm', { pupil: 'amara', answer: 'present' }),

  // Tuesday: an absence with its reason, an absence without one, and an answer after the end of the session.
  mark('tue', '09:10', 'wheelhouse', 'am', { pupil: 'amara', answer: 'present' }),
  mark('tue', '09:12', 'harbour-kitchen', 'am', {
    pupil: 'sana',
    answer: 'absent',
    words: 'At the dentist, her mother rang us.',
  }),
  account('tue', '09:30', 'dawn-fairley', 'sana', 'harbour-kitchen', 'am', 'elsewhere', 'mother, by telephone', 'told'),
  mark('tue', '09:35', 'northlight', 'am', { pupil: 'ryan', answer: 'present' }),
  account('tue', '10:20', 'dawn-fairley', 'leila', 'second-stage', 'am', 'at-provider', 'Leo Marchetti', 'told'),
  mark('tue', '12:30', 'second-stage', 'am', { pupil: 'leila', answer: 'present' }),
  mark('tue', '13:25', 'wheelhouse', 'pm', { pupil: 'amara', answer: 'absent' }),
  take('tue', '13:40', 'priya-raman', 'amara', 'wheelhouse', 'pm'),
  account('tue', '14:02', 'priya-raman', 'amara', 'wheelhouse', 'pm', 'at-school', 'Priya Raman', 'seen'),

  // Wednesday: both schools have a pupil at the silent farm, and each telephones for its own.
  mark(
    'wed',
    '09:04',
    'harbour-kitchen',
    'am',
    { pupil: 'amara', answer: 'present' },
    { pupil: 'sana', answer: 'present' },
  ),
  take('wed', '09:45', 'dawn-fairley', 'kian', 'greenacre', 'am'),
  telephone('wed', '09:55', 'priya-raman', 'greenacre', 'am', { pupil: 'callum', answer: 'present' }),
  telephone('wed', '10:05', 'dawn-fairley', 'greenacre', 'am', { pupil: 'kian', answer: 'absent' }),
  account('wed', '10:15', 'dawn-fairley', 'kian', 'greenacre', 'am', 'at-home', 'father, by telephone', 'told'),
  mark('wed', '13:20', 'harbour-kitchen', 'pm', { pupil: 'amara', answer: 'present' }),
  close('wed', '15:00', 'priya-raman', 'northlight', 'thu', 'The boiler is being replaced.'),

  // Thursday: Northlight is closed all day, and the Wheelhouse closes after it should have begun.
  mark('thu', '09:05', 'harbour-kitchen', 'am', { pupil: 'amara', answer: 'present' }),
  account('thu', '10:10', 'priya-raman', 'ryan', 'northlight', 'am', 'at-school', 'Priya Raman', 'seen'),
  account('thu', '13:20', 'priya-raman', 'ryan', 'northlight', 'pm', 'at-school', 'Priya Raman', 'seen'),
  close('thu', '13:25', 'priya-raman', 'wheelhouse', 'thu', 'A burst pipe.', 'pm'),
  account('thu', '13:35', 'priya-raman', 'amara', 'wheelhouse', 'pm', 'at-school', 'Priya Raman', 'seen'),

  // Friday: Millrace has its INSET day, and at Hollin Bank nobody acts until the last rung has been climbed.
  mark('fri', '09:40', 'northlight', 'am', { pupil: 'ryan', answer: 'present' }),
  account('fri', '10:50', 'martin-ellery', 'callum', 'greenacre', 'am', 'at-home', 'Martin Ellery', 'seen'),
];

function mark(day: WeekdayName, at: TimeOfDay, site: SiteName, session: Session, ...marks: Mark[]): Scripted {
  return { day, at, does: 'mark', site, session, marks };
}

function telephone(
  day: WeekdayName,
  at: TimeOfDay,
  who: PersonName,
  site: SiteName,
  session: Session,
  ...marks: Mark[]
): Scripted {
  return { day, at, does: 'telephone', who, site, session, marks };
}

function take(
  day: WeekdayName,
  at: TimeOfDay,
  who: PersonName,
  pupil: PupilName,
  site: SiteName,
  session: Session,
): Scripted {
  return { day, at, does: 'take', who, pupil, site, session, duty: 'find-the-pupil' };
}

function account(
  day: WeekdayName,
  at: TimeOfDay,
  who: PersonName,
  pupil: PupilName,
  site: SiteName,
  session: Session,
  place: Extract<Deed, { does: 'account' }>['place'],
  onTheWordOf: string,
  certainty: 'seen' | 'told',
): Scripted {
  return { day, at, does: 'account', who, pupil, site, session, place, onTheWordOf, certainty };
}

function close(
  day: WeekdayName,
  at: TimeOfDay,
  who: PersonName,
  site: SiteName,
  on: WeekdayName,
  because: string,
  session?: Session,
): Scripted {
  return { day, at, does: 'close', who, site, on, because, ...(session === undefined ? {} : { session }) };
}

import { z } from 'zod';
import { day, id, messages, personal, type MessageOf } from '#event-sourcing';

/** A person is a user of Waymark: a member of a school's or the trust's staff. What they may do follows from their roles. */
const added = z.object({
  personId: id,
  name: personal(z.string().trim().min(1).max(120)),
  email: personal(z.email()),
});
const away = z.object({ personId: id, from: day, to: day });

export const personEvents = messages(
  {
    PersonAdded: added,
    PersonDetailsChanged: added,
    PersonAway: away,
    PersonLeft: z.object({ personId: id, on: day }),
  },
  { subject: 'personId', kept: 'staff-file' },
);
export type PersonEvent = MessageOf<typeof personEvents>;

export const personCommands = messages(
  {
    AddPerson: added,
    ChangePersonDetails: added,
    NoteAway: away,
    LeavePerson: z.object({ personId: id, on: day }),
  },
  { subject: 'personId', kept: 'staff-file' },
);
export type PersonCommand = MessageOf<typeof personCommands>;

import { z } from 'zod';
import { about, day, id, messages, personal, type MessageOf } from '#event-sourcing';
import { session } from '../vocabulary.js';

/** A provider educates pupils of several schools at one site or more. Its sites close on days of their own. */
const line = z.string().trim().min(1).max(160);
const entered = z.object({ providerId: id, name: line });
const site = z.object({ providerId: id, siteId: id, name: line, address: line, telephone: line });
/** Without a session, the whole day. */
const closure = z.object({ providerId: id, siteId: id, on: day, session: session.optional(), because: line });
const reopening = z.object({ providerId: id, siteId: id, on: day, session: session.optional() });
/** An adult at the provider. One of a site's adults is its contact for attendance: the last one named as such. */
const adult = about(
  'adultId',
  z.object({
    providerId: id,
    siteId: id,
    adultId: id,
    name: personal(line),
    email: personal(z.email()),
    telephone: personal(line).optional(),
    attendanceContact: z.boolean(),
  }),
);

const sealed = { subject: 'adultId', kept: 'provider-file' } as const;

export const providerEvents = messages(
  {
    ProviderEntered: entered,
    SiteOpened: site,
    SiteChanged: site,
    SiteClosed: closure,
    SiteReopened: reopening,
    AdultNamed: adult,
    AdultLeft: z.object({ providerId: id, siteId: id, adultId: id, on: day }),
  },
  sealed,
);
export type ProviderEvent = MessageOf<typeof providerEvents>;

export const providerCommands = messages(
  {
    EnterProvider: entered,
    OpenSite: site,
    ChangeSite: site,
    CloseSite: closure,
    ReopenSite: reopening,
    NameAdult: adult,
    LeaveAdult: z.object({ providerId: id, siteId: id, adultId: id, on: day }),
  },
  sealed,
);
export type ProviderCommand = MessageOf<typeof providerCommands>;

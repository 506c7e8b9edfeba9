import { orElse, type Message } from '#event-sourcing';
import { column, type ImportError } from '../columns.js';
import { differences, kind, type Change } from '../kind.js';
import { adultKey, cellError, siteKey, type KnownProvider } from '../known.js';
import { email, line, telephone, ukprn, urn, yesOrNo } from '../values.js';

const providerColumns = {
  provider: column({
    heading: 'Provider',
    also: ['Provider name'],
    says: 'The provider’s name.',
    needed: 'value',
    read: line(160),
  }),
  urn: column({
    heading: 'Provider URN',
    also: ['URN'],
    says: 'Its URN, where it is a registered school.',
    needed: 'no',
    read: urn,
  }),
  ukprn: column({
    heading: 'Provider UKPRN',
    also: ['UKPRN'],
    says: 'Its UKPRN, where it has one.',
    needed: 'no',
    read: ukprn,
  }),
  site: column({
    heading: 'Site',
    also: ['Site name'],
    says: 'The name of the site.',
    needed: 'value',
    read: line(160),
  }),
  address: column({
    heading: 'Site address',
    also: ['Address'],
    says: 'Where it is found.',
    needed: 'value',
    read: line(160),
  }),
  telephone: column({
    heading: 'Site telephone',
    also: ['Telephone', 'Phone'],
    says: 'The number to ring when nobody answers.',
    needed: 'value',
    read: telephone,
  }),
  adult: column({
    heading: 'Adult',
    also: ['Contact name', 'Adult name'],
    says: 'Somebody who works with pupils there.',
    needed: 'no',
    read: line(160),
  }),
  email: column({
    heading: 'Adult email',
    also: ['Contact email', 'Email'],
    says: 'Their email address; it tells adults apart.',
    needed: 'no',
    read: email,
  }),
  adultTelephone: column({
    heading: 'Adult telephone',
    also: ['Contact telephone', 'Mobile'],
    says: 'Their own number, where there is one.',
    needed: 'no',
    read: telephone,
  }),
  attendanceContact: column({
    heading: 'Attendance contact',
    also: ['Contact for attendance'],
    says: 'Whether they are asked about attendance each day: one adult of a site is. Yes where it is empty.',
    needed: 'no',
    read: yesOrNo,
  }),
};

/** A row for each adult of a site, or for a site without one yet. */
export const providersKind = kind({
  name: 'providers',
  title: 'providers with their sites',
  columns: providerColumns,
  planner: (file, known) => {
    const providersSaid = new Map<string, string>();
    const sitesSaid = new Map<string, string>();
    const adultsSeen = new Map<string, number>();
    const contacts = new Map<string, number>();
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        for (const { line: at, values } of batch) {
          const {
            provider: name = '',
            urn: number,
            ukprn: ukNumber,
            site: siteName = '',
            address = '',
            telephone: phone = '',
          } = values;
          const wrong = (heading: string, value: string, right: string) =>
            errors.push(cellError(file, at, heading, value, right));
          let provider: KnownProvider | undefined = known.provider(name, number, ukNumber);
          if (!provider) {
            provider = { providerId: known.newId(), name, row: null, sites: new Map() };
            known.providers.push(provider);
          }
          const { providerId, row } = provider;
          const commands: Message[] = [];
          const details: string[] = [];

          const own = {
            providerId,
            name,
            ...(number === undefined ? {} : { urn: number }),
            ...(ukNumber === undefined ? {} : { ukprn: ukNumber }),
          };
          const ownText = JSON.stringify(own);
          const saidBefore = providersSaid.get(providerId);
          if (saidBefore !== undefined && saidBefore !== ownText) {
            wrong('Provider', name, 'the name and numbers of this provider as in the rows before');
            continue;
          }
          if (saidBefore === undefined) {
            const changed = row
              ? differences({
                  name: [row.name, name],
                  URN: [row.urn, number ?? row.urn],
                  UKPRN: [row.ukprn, ukNumber ?? row.ukprn],
                })
              : [];
            if (!row) commands.push({ type: 'EnterProvider', data: own });
            else if (changed.length > 0)
              commands.push({
                type: 'ChangeProvider',
                data: { ...own, urn: number ?? row.urn, ukprn: ukNumber ?? row.ukprn },
              });
            details.push(...changed);
          }
          providersSaid.set(providerId, ownText);

          const key = siteKey(siteName);
          const site = provider.sites.get(key) ?? { siteId: known.newId(), row: null };
          provider.sites.set(key, site);
          const { siteId } = site;
          const siteData = { providerId, siteId, name: siteName, address, telephone: phone };
          const siteText = JSON.stringify(siteData);
          const siteBefore = sitesSaid.get(siteId);
          if (siteBefore !== undefined && siteBefore !== siteText) {
            wrong('Site address', address, 'the address and telephone number of this site as in the rows before');
            continue;
          }
          if (siteBefore === undefined) {
            const was = site.row;
            const changed = was
              ? differences({
                  'site name': [was.name, siteName],
                  address: [was.address, address],
                  telephone: [was.telephone, phone],
                })
              : [];
            if (!was) commands.push({ type: 'OpenSite', data: siteData });
            else if (changed.length > 0) {
              // What a file says nothing of stays as it is.
              commands.push({ type: 'ChangeSite', data: { ...siteData, opening: was.opening } });
            }
            details.push(...changed);
          }
          sitesSaid.set(siteId, siteText);

          const { adult, email: mail, adultTelephone, attendanceContact = true } = values;
          if ((adult === undefined) !== (mail === undefined)) {
            wrong(adult === undefined ? 'Adult' : 'Adult email', '', 'a name and an email address, or neither');
            continue;
          }
          if (adult !== undefined && mail !== undefined) {
            const adultAs = adultKey(siteId, mail);
            const before = adultsSeen.get(adultAs);
            if (before !== undefined) {
              wrong('Adult email', mail, `each adult of a site once: line ${before} is the same`);
              continue;
            }
            adultsSeen.set(adultAs, at);
            const contactBefore = contacts.get(siteId);
            if (attendanceContact && contactBefore !== undefined) {
              wrong(
                'Attendance contact',
                'yes',
                `one adult of a site: line ${contactBefore} is its contact for attendance already. Say no here`,
              );
              continue;
            }
            if (attendanceContact) contacts.set(siteId, at);
            const there = known.adults.get(adultAs) ?? { adultId: known.newId(), row: null };
            known.adults.set(adultAs, there);
            const { adultId, row: was } = there;
            const changed = was
              ? differences({
                  name: [orElse(was.name, undefined), adult],
                  'adult telephone': [
                    was.telephone === undefined ? undefined : orElse(was.telephone, undefined),
                    adultTelephone,
                  ],
                  'attendance contact': [was.attendanceContact && site.row?.contactId === adultId, attendanceContact],
                  left: [was.leftOn, undefined],
                })
              : [];
            if (!was || changed.length > 0) {
              // What a file says nothing of stays as it is.
              const parts = was
                ? { attendanceStandIn: was.attendanceStandIn, safeguardingLead: was.safeguardingLead }
                : {};
              const data = { providerId, siteId, adultId, name: adult, email: mail, attendanceContact, ...parts };
              commands.push({
                type: 'NameAdult',
                data: adultTelephone === undefined ? data : { ...data, telephone: adultTelephone },
              });
              details.push(...(was ? changed : [`${adult}${attendanceContact ? ', asked about attendance' : ''}`]));
            }
          }
          if (commands.length === 0) continue;
          changes.push({
            file,
            line: at,
            how: site.row ? 'changed' : 'new',
            thing: `${name}, ${siteName}`,
            details,
            key: providerId,
            commands,
          });
        }
        return { changes, errors };
      },
    };
  },
});

import { complaintKeptUnder, type ComplaintCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { personId, providerId, type PersonName } from './names.js';

type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
type Entry = readonly [PersonName, ComplaintCommand];
const lead = 'priya-raman';

/** A complaint of a parent that was closed, and one of a neighbour about a provider that is open. */
export function* complained({ schoolId, placementId, subjectId }: About): Iterable<Entry> {
  const by = { personId: personId(lead) };
  const of = (name: string, where: { providerId: Id; placementId?: Id; subjectId?: Id }) => ({
    complaintId: idFrom('example', 'complaint', name),
    schoolId,
    ...where,
    keptUnder: complaintKeptUnder(where),
  });
  const provider = { providerId: providerId('greenacre') };
  const cut = of('cut', { ...provider, placementId, subjectId });
  const told = { from: 'parent', name: 'His mother', about: 'She heard of the cut hours later, from him.' } as const;
  const received = { ...cut, receivedOn: '2026-11-12', channel: 'telephone', ...by, says: told } as const;
  yield [lead, { type: 'ReceiveComplaint', data: received }];
  const stepId = idFrom('example', 'complaint step', 'cut');
  const what = 'The provider’s log was read, and Moira Pell was asked.';
  yield [
    lead,
    { type: 'TakeComplaintStep', data: { ...cut, stepId, step: 'looked-into', on: '2026-11-13', ...by, what } },
  ];
  const says = { outcome: 'upheld', what: 'The provider rings home within the hour from now on.' } as const;
  yield [lead, { type: 'CloseComplaint', data: { ...cut, on: '2026-11-13', ...by, says } }];
  const noise = { from: 'neighbour', about: 'Shouting in the lane in the afternoons.' } as const;
  const other = { ...of('noise', provider), receivedOn: '2026-11-10', channel: 'letter', ...by, says: noise } as const;
  yield [lead, { type: 'ReceiveComplaint', data: other }];
}

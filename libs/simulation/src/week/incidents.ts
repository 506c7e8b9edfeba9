import type { IncidentCommand, IncidentSays, SchoolCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { londonInstant } from '#procedure';
import { personId, siteId, type PersonName } from './names.js';

type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
type Entry = readonly [PersonName, IncidentCommand | SchoolCommand];
const lead = 'priya-raman';
const deputy = 'martin-ellery';

/**
 * What a provider told the school of a pupil there: a cut that was seen, decided and corrected on the day, one that was
 * entered twice, and one that was told days late and that nobody has seen yet.
 */
// Procedure: S4.18
export function* incidentsTold(about: About): Iterable<Entry> {
  yield [lead, { type: 'SetConcernWords', data: { schoolId: about.schoolId, kept: true } }];
  const of = (name: string) => ({ incidentId: idFrom('example', 'incident', name), ...about });
  const told = (name: string, on: string, toldOn: string, toldAt: string, says: IncidentSays) => ({
    ...of(name),
    siteId: siteId('greenacre'),
    on,
    toldOn,
    toldAt,
    channel: 'telephone' as const,
    says,
  });
  const by = { toldBy: 'Moira Pell' };
  const notYet = { told: false, because: 'Nobody answered at home; the school tries again at noon.' } as const;
  const cut: IncidentSays = {
    kind: 'property',
    at: '10:20',
    ...by,
    parents: notYet,
    words: 'A chisel slipped and broke.',
  };
  const first = told('cut', '2026-11-12', '2026-11-12', '11:00', cut);
  yield [lead, { type: 'TellIncident', data: { ...first, personId: personId(lead) } }];
  const again = { ...told('twice', '2026-11-12', '2026-11-12', '11:00', cut), personId: personId(lead) };
  yield [lead, { type: 'TellIncident', data: again }];
  const twice = { personId: personId(deputy), because: 'It is that of the chisel, entered twice.' };
  yield [deputy, { type: 'WithdrawIncident', data: { ...of('twice'), ...twice } }];
  const words = 'A chisel slipped and broke, and he cut a finger. It was cleaned and dressed.';
  const corrected = { ...first, says: { ...cut, kind: 'injury', words }, personId: personId(lead) } as const;
  const because = 'The provider rang again: he had cut himself.';
  yield [lead, { type: 'CorrectIncident', data: { ...corrected, because } }];
  const seen = { personId: personId(deputy), seenAt: londonInstant('2026-11-12', '11:30') };
  yield [deputy, { type: 'SeeIncident', data: { ...of('cut'), ...seen } }];
  const parents = { told: true, on: '2026-11-12', at: '12:05', by: 'Priya Raman' } as const;
  yield [lead, { type: 'TellParentsOfIncident', data: { ...of('cut'), personId: personId(lead), parents } }];
  const decision = {
    outcomes: ['handed-to-safeguarding' as const, 'risk-assessment-review' as const],
    receipt: 'MC-2045',
    reason: 'The second slip in a month: the tools he uses are to be looked at.',
  };
  const decided = { personId: personId(deputy), decidedOn: '2026-11-12', decision };
  yield [deputy, { type: 'DecideIncident', data: { ...of('cut'), ...decided } }];
  const sent: IncidentSays = {
    kind: 'sent-home',
    at: '14:00',
    ...by,
    parents: { told: true, on: '2026-11-11', at: '14:05', by: 'Moira Pell' },
    words: 'He walked out of the barn after a quarrel and was driven home.',
  };
  const late = told('sent home', '2026-11-11', '2026-11-13', '15:40', sent);
  yield [lead, { type: 'TellIncident', data: { ...late, channel: 'email', personId: personId(lead) } }];
}

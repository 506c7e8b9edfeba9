import { evaluationIdOf } from '#domain';
import { idFrom } from '#event-sourcing';
import type { Edition } from '#procedure';
import type { FurtherStep } from './further.js';
import { personId, placementId, providerId, schoolId, siteId, subjectId } from './names.js';
import { monday, roles } from './trust.js';

type Entry = readonly [FurtherStep['by'], FurtherStep['command']];
const lastDay = '2026-12-18';
const dayAfter = '2026-12-19';
const millrace = schoolId('millrace');
const helen = personId('helen-strand');

/**
 * Helen Strand leaves at the end of the term: somebody follows her at one placement and not yet at the others, which says
 * why. At Hollin Bank an action of a provider is somebody else's to see to from the end of the month on.
 */
export function* succession({ instruments }: Edition): Iterable<Entry> {
  const passed = { fromId: helen, toId: personId('sam-oduya'), from: dayAfter, personId: personId('nadia-brook') };
  const about = { placementId: placementId('jodie', 'wheelhouse'), subjectId: subjectId('jodie'), schoolId: millrace };
  yield ['nadia-brook', { type: 'PassOnArrangements', data: { ...about, ...passed } }];
  const open = { roles: [], placements: [placementId('kian', 'second-stage')], actions: [] };
  const because = 'The post is advertised, and filled in January.';
  const leaving = { personId: helen, schoolId: millrace, on: lastDay };
  yield ['owen-pryce', { type: 'LeaveOpen', data: { ...leaving, ...open, because } }];
  for (const { school, person, role, standing } of roles) {
    if (school !== 'millrace' || person !== 'helen-strand') continue;
    yield ['owen-pryce', { type: 'EndRole', data: { ...leaving, role, standing } }];
  }
  yield ['owen-pryce', { type: 'LeavePerson', data: { personId: helen, on: lastDay } }];

  const instrument = instruments.at(-1)?.id;
  if (instrument === undefined) return;
  const where = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
  const evaluationId = evaluationIdOf(schoolId('hollin-bank'), where.siteId, instrument, '2026-11-06');
  const action = { evaluationId, schoolId: schoolId('hollin-bank'), ...where };
  const owner = { kind: 'person', id: personId('martin-ellery') } as const;
  const handed = { actionId: idFrom('example', 'action', instrument), owner, from: '2026-11-30' };
  const by = { personId: personId('martin-ellery'), on: monday };
  yield ['martin-ellery', { type: 'HandOverEvaluationAction', data: { ...action, ...handed, ...by } }];
}

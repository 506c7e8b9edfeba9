import { given, ids, rowsOf } from '#testing';
import { TheTrust, TheTrustAnswers, trustRows } from './trust.js';

const { personId, otherId } = ids('personId', 'otherId');
const named = { type: 'TrustNamed', data: { name: 'Vale Trust' } } as const;
const owns = (who: string, from: string) => ({ type: 'ProcedureOwnerNamed', data: { personId: who, from } }) as const;

// Procedure: S1.1, S1.4
describe('the row of the trust', () => {
  const after = given(trustRows);
  it('has its name', () => after(named).then({ name: 'Vale Trust', owners: [] }));
  it('has who owned the procedure from which day on', () => {
    const [first, second] = [owns(personId, '2026-09-01'), owns(otherId, '2026-11-16')];
    after(first, second, named).then({ name: 'Vale Trust', owners: [first.data, second.data] });
    after(first, owns(otherId, '2026-09-01')).then({ owners: [{ personId: otherId, from: '2026-09-01' }] });
  });
  it('is one for the installation', async () => {
    expect(await new TheTrustAnswers(rowsOf()).execute(new TheTrust({}))).toBeNull();
    expect(await new TheTrustAnswers(rowsOf(named)).execute(new TheTrust({}))).toMatchObject({ name: 'Vale Trust' });
  });
});

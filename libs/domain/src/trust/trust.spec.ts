import { given, ids } from '#testing';
import { trust, type TrustCommand, type TrustEvent } from './trust.js';

const { personId, otherId } = ids('personId', 'otherId');
const named = (name: string): TrustEvent => ({ type: 'TrustNamed', data: { name } });
const name = (text: string): TrustCommand => ({ type: 'NameTrust', data: { name: text } });
const owns = (who: string, from: string): TrustEvent => ({
  type: 'ProcedureOwnerNamed',
  data: { personId: who, from },
});
const own = (who: string, from: string): TrustCommand => ({
  type: 'NameProcedureOwner',
  data: { personId: who, from },
});
const after = given(trust);

// Procedure: S1.1
describe('the name of the trust', () => {
  it('is given, and given anew when it is another', () => {
    after().when(name('Harrow Vale Trust')).then(named('Harrow Vale Trust'));
    after(named('Harrow Vale Trust')).when(name('Vale Learning Trust')).then(named('Vale Learning Trust'));
  });
  it('is given once, however often', () => after(named('Vale Trust')).when(name('Vale Trust')).thenNothing());
});

// Procedure: S1.4
describe('the owner of the procedure', () => {
  it('is named from a day on, and then somebody else', () => {
    after().when(own(personId, '2026-09-01')).then(owns(personId, '2026-09-01'));
    after(owns(personId, '2026-09-01')).when(own(otherId, '2026-11-16')).then(owns(otherId, '2026-11-16'));
    after(owns(personId, '2026-09-01'), owns(otherId, '2026-11-16'))
      .when(own(personId, '2026-12-01'))
      .then(owns(personId, '2026-12-01'));
  });
  it('is named once, however often', () =>
    after(owns(personId, '2026-09-01')).when(own(personId, '2026-11-16')).thenNothing());
  it('is corrected from the same day, and never from before the last one', () => {
    after(owns(personId, '2026-09-01')).when(own(otherId, '2026-09-01')).then(owns(otherId, '2026-09-01'));
    after(owns(personId, '2026-09-01')).when(own(otherId, '2026-08-31')).thenRefused('owner-before-the-last-one');
  });
});

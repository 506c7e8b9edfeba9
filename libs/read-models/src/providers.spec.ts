import { given, ids, rowsOf } from '#testing';
import { AllProviders, AllProvidersAnswers, providers } from './providers.js';

const { providerId, otherProviderId } = ids('providerId', 'otherProviderId');
const entered = (id: string, name: string) => ({ type: 'ProviderEntered' as const, data: { providerId: id, name } });

describe('the row of a provider', () => {
  const after = given(providers);

  it('holds its name', () =>
    after(entered(providerId, 'Harbour Workshops')).then({ providerId, name: 'Harbour Workshops' }));
  it('holds its name and numbers as they are now', () =>
    after(entered(providerId, 'Harbour'), {
      type: 'ProviderChanged',
      data: { providerId, name: 'Harbour Workshops', ukprn: '10000001' },
    }).then({ providerId, name: 'Harbour Workshops', ukprn: '10000001' }));
});

describe('asking for providers', () => {
  it('finds all, by name', async () => {
    const rows = rowsOf(entered(providerId, 'Harbour Workshops'), entered(otherProviderId, 'Foxglove Farm'));
    const found = await new AllProvidersAnswers(rows).execute(new AllProviders({}));
    expect(found.map(({ name }) => name)).toEqual(['Foxglove Farm', 'Harbour Workshops']);
  });
});

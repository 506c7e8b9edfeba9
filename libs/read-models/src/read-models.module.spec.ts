import { Global, Module } from '@nestjs/common';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { Rows } from '#event-sourcing';
import { ids, rowsOf } from '#testing';
import * as readModels from './index.js';

const { providerId } = ids('providerId');
const rows = rowsOf({ type: 'ProviderEntered', data: { providerId, name: 'Harbour Workshops' } });

@Global()
@Module({ providers: [{ provide: Rows, useValue: rows }], exports: [Rows] })
class RowsOfSpec {}

/** A question of this library, of whatever kind. */
type AnyQuestion = new (where: unknown) => readModels.Ask<unknown, unknown>;
const isQuestion = (each: unknown): each is AnyQuestion =>
  typeof each === 'function' && each.prototype instanceof readModels.Ask;
const questions = Object.entries<unknown>(readModels).flatMap(([name, each]) =>
  isQuestion(each) ? [[name, each] as const] : [],
);

describe('the module of read models', () => {
  const opened = Test.createTestingModule({ imports: [CqrsModule.forRoot(), RowsOfSpec, readModels.ReadModelsModule] })
    .compile()
    .then((module) => module.init());
  afterAll(async () => (await opened).close());

  it('answers over the bus, from the rows', async () => {
    const queries = (await opened).get(QueryBus);
    const provider = await queries.execute(new readModels.ProviderById({ providerId }));
    expect(provider).toMatchObject({ name: 'Harbour Workshops' });
  });

  it.each(questions)('answers %s', async (_, Question) => {
    // Whatever a question asks by, this has it, as an empty list: here it is enough that somebody answers.
    const anything = new Proxy({}, { get: () => [] });
    const queries = (await opened).get(QueryBus);
    await expect(queries.execute(new Question(anything))).resolves.not.toBeUndefined();
  });
});

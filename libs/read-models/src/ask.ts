import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Rows, type Position } from '#event-sourcing';

/** A question to the read models: where to look, and as at which position; without one, now. */
export abstract class Ask<W, A> extends Query<A> {
  constructor(
    readonly where: W,
    readonly asAt?: Position | undefined,
  ) {
    super();
  }
}

/** The `where` of a question that asks for all there is: `new AllSites({})`. */
export type Anywhere = Readonly<Record<string, never>>;

/** How a question is answered from rows; every row asked for is asked for as at the same position. */
type Find<W, A> = (rows: Rows, where: W, asAt: Position | undefined) => Promise<A>;

/** The handler of a question, for the module to provide. */
export function answers<W, A>(question: new (where: W, asAt?: Position) => Ask<W, A>, find: Find<W, A>) {
  @QueryHandler(question)
  class Answers implements IQueryHandler<Ask<W, A>> {
    constructor(private readonly rows: Rows) {}

    execute({ where, asAt }: Ask<W, A>): Promise<A> {
      return find(this.rows, where, asAt);
    }
  }
  return Answers;
}

type Question<Q, A> = { readonly parts: Map<string, Q>; readonly answer: Promise<A> };

/**
 * What is asked for in one turn of the event loop, by whomever, as one question: under load the journeys to the database cost
 * more than what is done there. Each asker gets the answer to all that was asked, and picks out their own.
 *
 * Nothing is remembered from one turn to the next, so an answer is never older than its question.
 */
export class Together<Q, A> {
  private question: Question<Q, A> | null = null;

  /** `most` parts go into one question, or a little more when they come at once. */
  constructor(
    private readonly ask: (parts: readonly Q[]) => Promise<A>,
    private readonly keyOf: (part: Q) => string,
    private readonly most = 500,
  ) {}

  /** The answer to a question of which these are parts. @throws what asking throws, to all who asked. */
  answer(parts: Iterable<Q>): Promise<A> {
    const question = (this.question ??= this.begin());
    for (const part of parts) question.parts.set(this.keyOf(part), part);
    if (question.parts.size >= this.most) this.question = null;
    return question.answer;
  }

  private begin(): Question<Q, A> {
    const parts = new Map<string, Q>();
    const question: Question<Q, A> = {
      parts,
      answer: new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        if (this.question === question) this.question = null;
        return this.ask([...parts.values()]);
      }),
    };
    return question;
  }
}

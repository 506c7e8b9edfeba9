import { Together } from './together.js';

/** Answers with the parts of the question; each question is kept. */
function asking(most?: number) {
  const questions: (readonly string[])[] = [];
  const together = new Together<string, readonly string[]>(
    async (parts) => {
      questions.push(parts);
      return parts;
    },
    (part) => part,
    most,
  );
  return { together, questions };
}

describe('questions that are asked together', () => {
  it('are one, when they come in one turn', async () => {
    const { together, questions } = asking();
    const answers = await Promise.all([together.answer(['a']), together.answer(['b', 'a'])]);
    expect(answers).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(questions).toEqual([['a', 'b']]);
  });

  it('are another one in another turn, so that no answer is older than its question', async () => {
    const { together, questions } = asking();
    await together.answer(['a']);
    await together.answer(['a']);
    expect(questions).toEqual([['a'], ['a']]);
  });

  it('are another one while the one before is being answered', async () => {
    const questions: (readonly string[])[] = [];
    let reply = (): void => undefined;
    const replied = new Promise<void>((resolve) => (reply = resolve));
    const together = new Together<string, void>(
      (parts) => {
        questions.push(parts);
        return replied;
      },
      (part) => part,
    );
    const first = together.answer(['a']);
    await new Promise(setImmediate);
    const second = together.answer(['b']);
    await new Promise(setImmediate);
    expect(questions).toEqual([['a'], ['b']]);
    reply();
    await Promise.all([first, second]);
  });

  it('are several, when they are very many', async () => {
    const { together, questions } = asking(2);
    await Promise.all(['a', 'b', 'c'].map((part) => together.answer([part])));
    expect(questions).toEqual([['a', 'b'], ['c']]);
  });

  it('fail for all who asked, and the next one is asked anew', async () => {
    let isLost = true;
    const together = new Together<string, string>(
      async ([part = '']) => {
        if (isLost) throw new Error('lost');
        return part;
      },
      (part) => part,
    );
    const answers = await Promise.allSettled([together.answer(['a']), together.answer(['b'])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isLost = false;
    expect(await together.answer(['a'])).toBe('a');
  });
});

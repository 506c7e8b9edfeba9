import { Closing } from './closing.js';

describe('closing', () => {
  const opened = () => {
    const closed: string[] = [];
    const closing = new Closing();
    for (const name of ['database', 'worker', 'pages']) closing.add(async () => void closed.push(name));
    return { closing, closed };
  };

  it('is in the opposite order of opening, and happens once', async () => {
    const { closing, closed } = opened();
    await closing.close();
    await closing.close();
    expect(closed).toEqual(['pages', 'worker', 'database']);
  });

  it('leaves all open when the rest can be opened, and closes all when it can’t', async () => {
    const { closing, closed } = opened();
    await expect(closing.orClose(() => Promise.resolve('open'))).resolves.toBe('open');
    expect(closed).toEqual([]);
    await expect(closing.orClose(() => Promise.reject(new Error('taken')))).rejects.toThrow('taken');
    expect(closed).toEqual(['pages', 'worker', 'database']);
  });
});

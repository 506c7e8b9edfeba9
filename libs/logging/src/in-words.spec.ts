import { createLogger } from './index.js';
import { inWords } from './in-words.js';

describe('the log in words', () => {
  const said: string[] = [];
  const logger = createLogger('test', 'info', { write: (line) => void said.push(inWords(line)) });
  afterEach(() => said.splice(0));

  it('says when, what, and what is known besides', () => {
    logger.info({ port: 3000, tried: ['a', 'b'] }, 'The pages are being served.');
    expect(said).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d {2}The pages are being served\. \(port 3000, tried \["a","b"\]\)$/),
    ]);
  });

  it('says how bad it is', () => {
    logger.warn('A worker is late.');
    logger.error({ stack: 'Error: Gone\n    at here' }, 'It broke.');
    expect(said[0]).toMatch(/^\S+ {2}Warning: A worker is late\.$/);
    expect(said[1]).toMatch(/^\S+ {2}Error: It broke\.\nError: Gone\n {4}at here$/);
  });
});

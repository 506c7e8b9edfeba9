import { Refused, sentenceOf } from './tell.js';

describe('what a failed command says', () => {
  it('is a sentence where the error has one', () => {
    expect(sentenceOf(new Refused('There is no read model called boards.'))).toBe(
      'There is no read model called boards.',
    );
  });

  it('is what to do about a port that is taken', () => {
    const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });
    expect(sentenceOf(taken)).toContain('set PORT to another number');
  });

  it('is all that is known of what nobody expected', () => {
    expect(sentenceOf(new Error('Broken'))).toMatch(/^Error: Broken\n\s+at /);
    expect(sentenceOf('odd')).toBe('odd');
  });
});

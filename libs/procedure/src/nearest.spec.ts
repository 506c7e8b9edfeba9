import { didYouMean, nearest } from './nearest.js';
import { evidence, recipient } from './vocabulary.js';

describe('a word that was nearly written', () => {
  it.each([
    ['a slip', 'agreement-singed', 'agreement-signed'],
    ['a letter too few', 'site-visted', 'site-visited'],
    ['parts in another order', 'signed-agreement', 'agreement-signed'],
    ['a word not written out', 'social-worker', 'social-worker-consulted'],
    ['capitals', 'Site-Visited', 'site-visited'],
  ])('is guessed after %s', (_, word, meant) => expect(nearest(word, evidence.options)).toBe(meant));

  it('is not guessed where two may be meant, or none', () => {
    expect(nearest('agreement', evidence.options)).toBeNull();
    expect(nearest('blessing', evidence.options)).toBeNull();
    expect(nearest('', recipient.options)).toBeNull();
  });

  it('is asked for at the end of a sentence', () => {
    expect(didYouMean('headteecher', recipient.options)).toBe('. Did you mean headteacher?');
    expect(didYouMean('caretaker', recipient.options)).toBe('');
  });
});

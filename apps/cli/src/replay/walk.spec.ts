import { moveOf } from './walk.js';

describe('what is typed while walking through a history', () => {
  it.each([
    ['', { to: 'next' }],
    ['  n ', { to: 'next' }],
    ['B', { to: 'back' }],
    ['7', { to: 'step', number: 7 }],
    ['g', { to: 'known', asked: '' }],
    ['g 09:40', { to: 'known', asked: '09:40' }],
    ['g 2026-03-03 09:40', { to: 'known', asked: '2026-03-03T09:40' }],
    ['g 424', { to: 'known', asked: '424' }],
    ['q', { to: 'quit' }],
    ['?', { to: 'help' }],
    ['quit, please', { to: 'help' }],
  ])('%j', (answer, move) => expect(moveOf(answer)).toEqual(move));
});

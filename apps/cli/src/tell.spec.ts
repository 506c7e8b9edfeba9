import { Refusal } from '#event-sourcing';
import { Refused, sentenceOf } from './tell.js';

describe('what a failed command says', () => {
  it('is a sentence where the error has one', () => {
    expect(sentenceOf(new Refused('There is no read model called boards.'))).toBe(
      'There is no read model called boards.',
    );
  });

  it('is the sentence of the rule that said no', () => {
    expect(sentenceOf(new Refusal('no-gaps'))).toBe('Nothing is missing for this placement.');
  });

  it.each([
    [
      { code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 3000 },
      /^Port 3000 on 127.0.0.1 is taken.*PORT/,
    ],
    [
      {
        code: 'EADDRINUSE',
        syscall: 'listen',
        port: 9464,
        setting: { port: 'OPERATIONS_PORT', host: 'OPERATIONS_HOST' },
      },
      /^Port 9464 .* set OPERATIONS_PORT to another/,
    ],
    [
      { code: 'EACCES', syscall: 'listen', address: '0.0.0.0', port: 80 },
      /^This user may not open port 80 .* above 1023/,
    ],
    [{ code: 'EADDRNOTAVAIL', syscall: 'listen', address: '192.0.2.1', port: 80 }, /^192.0.2.1 is no address .*HOST/],
    [{ code: 'ENOSPC', syscall: 'write', path: '/data/x' }, /^The disk of \/data\/x is full. Free some space/],
    [{ code: 'EROFS', syscall: 'symlink', path: '/var/lib/x', dest: '/data/x' }, /^\/data\/x can only be read/],
    [{ code: 'EACCES', syscall: 'mkdir', path: '/data' }, /^This user .*may not use \/data.*WAYMARK_DATA/],
    [{ code: 'ENOTDIR', syscall: 'mkdir', path: '/data' }, /^\/data is not a folder.*WAYMARK_DATA/],
    [{ code: 'EMFILE', syscall: 'open', path: '/data' }, /ulimit -n/],
  ])('is what to do about what the machine refuses: %j', (refusal, sentence) => {
    expect(sentenceOf(Object.assign(new Error('x'), refusal))).toMatch(sentence);
  });

  it('is all that is known of what nobody expected', () => {
    expect(sentenceOf(new Error('Broken'))).toMatch(/^Error: Broken\n\s+at /);
    expect(sentenceOf('odd')).toBe('odd');
    const gone = Object.assign(new Error('Gone'), { code: 'ENOENT', path: '/x' });
    expect(sentenceOf(gone)).toMatch(/^Error: Gone\n\s+at /);
    expect(sentenceOf(Object.assign(new Error('Odd'), { code: 'ENOSPC' }))).toMatch(/^Error: Odd/);
  });
});

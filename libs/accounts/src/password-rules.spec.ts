import { passwordProblem } from './password-rules.js';

describe('a password', () => {
  const email = 'sam.okafor@elmpark.example';

  it.each(['hedge lantern oboe', 'Trombone-47-quay', 'ÄÖÜäöüßéèêàç'])('may be %s', (password) =>
    expect(passwordProblem(password, email)).toBeNull(),
  );
  it('has 12 characters or more, however many bytes they are', () => {
    expect(passwordProblem('abcdefg 8901', email)).toBeNull();
    expect(passwordProblem('abcdefg 890', email)).toBe('Password must be 12 characters or more');
    expect(passwordProblem('🐑🐄🐖🐎🦆', email)).toBe('Password must be 12 characters or more');
  });
  it('has 200 characters or fewer', () => {
    expect(passwordProblem('abcd'.repeat(50), email)).toBeNull();
    expect(passwordProblem(`${'abcd'.repeat(50)}e`, email)).toBe('Password must be 200 characters or fewer');
  });
  it.each(['password1234', 'PassWord1234', 'qwertyuiop123', 'aaaaaaaaaaaa', '121212121212'])('is not %s', (password) =>
    expect(passwordProblem(password, email)).toMatch('must not be one that is easily guessed'),
  );
  it('is not the address', () =>
    expect(passwordProblem('Sam.Okafor@elmpark.example', email)).toBe('Password must not be your email address'));
});

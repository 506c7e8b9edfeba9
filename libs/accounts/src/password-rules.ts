/** The rule of length is for people, who choose; the upper end keeps the hashing of it cheap. */
const charactersMin = 12;
const charactersMax = 200;

/** Passwords of twelve characters and more that come first in everybody's list of guesses. */
const common = new Set([
  '123456789012',
  '1234567890123',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  'administrator',
  'attendance123',
  'changeme1234',
  'correcthorsebatterystaple',
  'iloveyou1234',
  'letmeinplease',
  'passw0rd1234',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwertyuiopasdfghjkl',
  'safeguarding1',
  'schoolschool',
  'teacher12345',
  'waymarkwaymark',
  'welcome12345',
  'welcome123456',
]);

/** Why a password can't be taken, in a sentence for the person who chose it; null when it can. */
export function passwordProblem(password: string, email: string): string | null {
  const characters = Array.from(password).length;
  if (characters < charactersMin) return `Password must be ${charactersMin} characters or more`;
  if (characters > charactersMax) return `Password must be ${charactersMax} characters or fewer`;
  const plain = password.toLowerCase();
  if (common.has(plain) || new Set(plain).size < 4) {
    return 'Password must not be one that is easily guessed. Three random words make a good one';
  }
  if (plain === email.trim().toLowerCase()) return 'Password must not be your email address';
  return null;
}

/** The password can't be taken; the sentence says why. */
export class PasswordRefused extends Error {
  override readonly name = 'PasswordRefused';
}

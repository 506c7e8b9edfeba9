import { aboutTheLink, attendancePage, type LetterDescription } from '../letter-text.js';

export const attendanceChase: LetterDescription = {
  kind: 'attendance-chase',
  when: 'When the provider has not answered by the time that the procedure sets, half an hour after the expected arrival.',
  why: 'Silence is not presence. The school is now looking for the pupils of whom it has not heard.',
  to: "The site's contact for attendance: one letter for all pupils of whom nothing has been said.",
  recipient: 'adult',
  subject: ({ occasion }) => `Still waiting: attendance, ${occasion}`,
  body: (facts) => [
    { paragraph: `We have not heard from you about everybody in this session: ${facts.occasion}.` },
    { paragraph: 'Please open the page and mark everybody now. Until you do, the school has to look for them.' },
    ...attendancePage(facts),
    aboutTheLink(facts),
  ],
};

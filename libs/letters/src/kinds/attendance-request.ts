import { aboutTheLink, attendancePage, type LetterDescription } from '../letter-text.js';

export const attendanceRequest: LetterDescription = {
  kind: 'attendance-request',
  when: 'At the time at which the first pupil of the session is expected at the site.',
  why: 'A school stays responsible for its pupils wherever they are taught, and assumes nobody present: it asks.',
  to: "The site's contact for attendance: one letter for all pupils of all schools who are expected in that session.",
  recipient: 'adult',
  subject: ({ occasion }) => `Attendance, ${occasion}`,
  body: (facts) => [
    { paragraph: `Please tell us who has come for this session: ${facts.occasion}.` },
    { paragraph: 'Open the page, mark everybody on it, and save. If somebody is not there, please say so at once.' },
    ...attendancePage(facts),
    aboutTheLink(facts),
  ],
};

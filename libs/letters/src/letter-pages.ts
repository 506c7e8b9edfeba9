import { letterDescriptions } from './kinds/index.js';
import { writeLetter, type LetterDescription, type LetterFacts } from './letter-text.js';
import { occasionInWords } from './occasion.js';

const example: Omit<LetterFacts, 'links' | 'linkEndsOn'> = {
  reference: '1F3C-9A02',
  occasion: occasionInWords('2026-11-23', 'am'),
  hasReplyAddress: true,
};
const toProvider: LetterFacts = {
  ...example,
  links: [{ href: 'https://waymark.example/p/…' }],
  linkEndsOn: 'Tuesday 24 November 2026',
};
const toStaff: LetterFacts = {
  ...example,
  links: [{ href: 'https://waymark.example/schools/…/today', school: 'Northgate Academy' }],
};
const toSignIn: LetterFacts = {
  ...example,
  hasReplyAddress: false,
  links: [{ href: 'https://waymark.example/sign-in/…' }],
  linkEndsOn: '10:15 on Thursday 26 November 2026',
};

const aboutAssurance: LetterFacts = {
  ...toProvider,
  links: [{ href: 'https://waymark.example/p/…/assurance' }],
  linkEndsOn: 'Monday 21 December 2026',
  replyBy: 'Monday 7 December 2026',
};

const aboutBriefing: LetterFacts = {
  ...toProvider,
  links: [{ href: 'https://waymark.example/p/…/briefing' }],
  linkEndsOn: 'Monday 7 December 2026',
};

const aboutSigning: LetterFacts = {
  ...toProvider,
  links: [{ href: 'https://waymark.example/p/…/agreement' }],
  linkEndsOn: 'Monday 14 December 2026',
};

const aboutGaps: LetterFacts = {
  ...example,
  occasion: occasionInWords('2026-12-14', undefined),
  gaps: { pieces: 3, placements: 2 },
  links: [{ href: 'https://waymark.example/schools/…/gaps', school: 'Northgate Academy' }],
};

/** The page about each letter in docs/letters, by its file name: when, why, to whom, and how it reads. */
export function letterPages(): ReadonlyMap<string, string> {
  const pages = Object.values(letterDescriptions).map((description): [string, string] => {
    const { kind, when, why, to } = description;
    const { subject, text } = writeLetter(description, factsFor(description));
    const lines = [
      `# ${kind}`,
      '',
      `- **When:** ${when}`,
      `- **Why:** ${why}`,
      `- **To:** ${to}`,
      `- **Subject:** ${subject}`,
      '',
      '```',
      text.trimEnd(),
      '```',
      '',
    ];
    return [`${kind}.md`, lines.join('\n')];
  });
  return new Map(pages);
}

const factsFor = ({ kind, recipient, opens }: LetterDescription): LetterFacts => {
  if (kind === 'sign-in-link') return toSignIn;
  if (kind === 'address-left') return { ...toSignIn, links: [] };
  if (kind === 'address-entered') return { ...toSignIn, links: [{ href: 'https://waymark.example/sign-in' }] };
  if (kind === 'assurance-request' || kind === 'assurance-chase') return aboutAssurance;
  if (kind === 'briefing') return aboutBriefing;
  if (kind === 'signature-request') return aboutSigning;
  if (opens === 'gaps') return aboutGaps;
  return recipient === 'adult' ? toProvider : toStaff;
};

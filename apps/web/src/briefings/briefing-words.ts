import type { Travel } from '#domain';
import { erased, orElse } from '#event-sourcing';
import type { ContactRow } from '#read-models';
import { shortDay, telHref } from '../shell/words.js';
import type { BriefingFacts, BriefingState } from './gather.js';

export const travelWords: Readonly<Record<Travel, string>> = {
  'on-foot': 'On foot',
  bicycle: 'By bicycle',
  'public-transport': 'By public transport',
  'brought-by-family': 'Brought by the family',
  'brought-by-school': 'Brought by the school',
  'fetched-by-provider': 'Fetched by the provider',
  taxi: 'By taxi',
};

export const stateTag: Readonly<Record<BriefingState, { text: string; colour: string }>> = {
  'not-written': { text: 'Not written', colour: 'red' },
  'not-sent': { text: 'Not sent', colour: 'red' },
  sent: { text: 'Not acknowledged', colour: 'orange' },
  acknowledged: { text: 'Acknowledged', colour: 'green' },
  changed: { text: 'Changed since', colour: 'red' },
};

/** What is to be done about it, for whoever may. */
export const stateWords: Readonly<Record<BriefingState, string>> = {
  'not-written': 'Nobody has written yet what the provider must know.',
  'not-sent': 'It is written, and nobody at the site has been sent it.',
  sent: 'It is sent, and nobody at the site has acknowledged it.',
  acknowledged: 'Somebody at the site has acknowledged it as it stands.',
  changed: 'It, or whom to ring, has changed since it was acknowledged. Send it again.',
};

export type Part = { readonly title: string; readonly lines: readonly string[] };

/** What the provider must know, in the order in which somebody needs it. */
// Procedure: S8.14, S8.21, S13.6, X7
export function partsOf({ row }: BriefingFacts): readonly Part[] {
  if (!row) return [];
  if (row.says === erased) return [{ title: 'What was written', lines: ['It has been erased.'] }];
  const { health, medication, allergies, needs, risks, reviewOn, transport } = row.says;
  const { travel, operator, times, escort, telephone, ifItFails } = transport;
  return [
    { title: 'Health', lines: [health] },
    { title: 'Medication', lines: [medication] },
    { title: 'Allergies', lines: [allergies] },
    { title: 'What the pupil needs, and how it is met', lines: [needs] },
    {
      title: 'Risks, and how each is met',
      lines: [
        ...risks.map(({ risk, met }, index) => `${index + 1}. ${risk} Met by: ${met}`),
        `Looked at again on ${shortDay(reviewOn)}`,
      ],
    },
    {
      title: 'How the pupil comes and goes',
      lines: [
        `${travelWords[travel]}${operator === undefined ? '' : `, ${operator}`}`,
        times,
        escort === undefined ? 'Nobody goes along' : `Goes along: ${escort}`,
        `Ring about it: ${telephone}`,
        `If it fails: ${ifItFails}`,
      ],
    },
  ];
}

/** Whom the provider may ring, in their order, and what they may be told. */
// Procedure: S13.9
export const ringOf = ({ rung }: BriefingFacts) =>
  rung.map((contact) => {
    const telephone = orElse(contact.telephone, '');
    return {
      name: orElse(contact.name, 'Name erased'),
      relation: orElse(contact.relation, ''),
      telephone,
      href: telHref(telephone),
      heed: heedOf(contact),
    };
  });

/** What to heed in talking to them. */
function heedOf({ whereaboutsWithheld, mayBeTold, language, interpreterNeeded }: ContactRow): string {
  return [
    whereaboutsWithheld === true ? 'They must not learn where the pupil is.' : '',
    whereaboutsWithheld !== true && mayBeTold !== true ? 'Tell them nothing about the placement.' : '',
    typeof language === 'string' ? `They speak ${language}.` : '',
    interpreterNeeded === true ? 'An interpreter is needed.' : '',
  ]
    .filter((each) => each !== '')
    .join(' ');
}

/** The school stays responsible wherever its pupil is taught, and says so to whoever teaches them there. */
// Procedure: S6.1
export const responsible = (school: string): string =>
  `${school} stays responsible for the pupil’s safeguarding, safety and wellbeing while the pupil is with you.`;

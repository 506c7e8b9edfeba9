import {
  grounds,
  questions,
  registerCodes,
  type CodeClass,
  type MarkingEvent,
  type Nature,
  type RegisterCode,
  type RegisterMark,
} from '#domain';
import { erased, orElse, type Erased, type Id } from '#event-sourcing';
import { sessionWords, shortDay } from '../shell/words.js';

/** What a pupil does at a place, as the register says it beside the code. */
export const natureWords: Readonly<Record<Nature, string>> = {
  'unregistered-provision': 'Provision that the school arranged, not registered as a school',
  'college-course': 'A course at a college',
  tuition: 'Tuition',
  'transition-day': 'A transition day at another school',
  sport: 'Sport',
  'work-experience': 'Work experience',
  visit: 'An educational visit that the school’s own staff supervise',
  other: 'Something else',
};

export const classWords: Readonly<Record<CodeClass, string>> = {
  attending: 'counts as attending',
  authorised: 'authorised absence',
  unauthorised: 'unauthorised absence',
  'not-possible': 'not a possible attendance',
  administrative: 'administrative',
};

/** "B, another approved educational activity". */
export const codeInWords = (code: RegisterCode): string => `${code}, ${uncapital(registerCodes[code].meaning)}`;

/** What a mark rests on: the ground, or the question that somebody decided. */
export function basisWords(basis: Exclude<RegisterMark['basis'], Erased>) {
  return basis in grounds ? grounds[basis as keyof typeof grounds] : questions[basis as keyof typeof questions];
}

const gone = 'not known any more';
const when = ({ on, session }: Pick<RegisterMark, 'on' | 'session'>) => `${shortDay(on)}, ${sessionWords[session]}`;
const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What a pupil did there, with what was said of it. */
export function doneThere(nature: Nature | Erased | undefined, words: string | Erased | undefined): string {
  const said = words === undefined ? '' : orElse(words, gone);
  if (nature === undefined) return said;
  const did = nature === erased ? gone : natureWords[nature];
  return said === '' ? `${did}.` : `${did}: ${said}`;
}

/** What the history of a placement says of its marks. */
export function markingWords(
  { type, data }: MarkingEvent,
  nameOf: (id: Id) => string,
): { title: string; text: string } {
  switch (type) {
    case 'MarkDecided':
    case 'MarkAmended': {
      const { code, nature, words, decidedBy, authorisedBy } = data;
      const authorised = authorisedBy === undefined ? '' : ', who authorised the absence';
      const before = type === 'MarkAmended' ? `, before ${orElse(data.before, gone)}` : '';
      const because = type === 'MarkAmended' ? ` ${orElse(data.because, gone)}` : '';
      const did = doneThere(nature, words);
      return {
        title: `Mark ${type === 'MarkDecided' ? 'decided' : 'amended'}: ${code === erased ? gone : codeInWords(code)}${before}`,
        text: `${when(data)}. Decided by ${nameOf(decidedBy)}${authorised}.${because}${did === '' ? '' : ` ${did}`}`,
      };
    }
    case 'MarkEntered':
      return {
        title: `Mark entered in the register: ${orElse(data.code, gone)}`,
        text: `${when(data)}. By ${nameOf(data.enteredBy)}.`,
      };
  }
}

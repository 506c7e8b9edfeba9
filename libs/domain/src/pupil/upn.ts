import { z } from 'zod';

/**
 * The unique pupil number: a check letter, the number of the local authority (3 digits), that of the school (4), the year (2)
 * and a serial number (3). A temporary one ends in a letter in place of the last digit, until the school has learnt the
 * permanent one. Source: GOV.UK, Unique pupil numbers: a guide for schools and local authorities.
 */
const alphabet = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const shape = /^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/;

/** A UPN by its shape: what is stored was checked when it was entered. */
export const upnText = z.string().regex(shape, 'is not a UPN');

/** A UPN as it may be entered: of the right shape, and with the check letter that its other characters give. */
export const upn = upnText.refine((text) => !shape.test(text) || text[0] === checkLetterOf(text), {
  error: 'is not a UPN: the first letter does not fit the rest, so something is mistyped',
});

/** The check letter of a UPN: each of the other twelve characters counts as much as its place, from 2 to 13. */
export function checkLetterOf(text: string): string {
  const sum = Array.from(text.slice(1)).reduce(
    (total, character, index) => total + valueOf(character) * (index + 2),
    0,
  );
  return alphabet.charAt(sum % alphabet.length);
}

/** Whether it stands in for a permanent one that the school has not learnt yet. */
export const isTemporaryUpn = (text: string): boolean => shape.test(text) && /[A-Z]$/.test(text);

const valueOf = (character: string): number =>
  /\d/.test(character) ? Number(character) : Math.max(0, alphabet.indexOf(character));

import type { Response } from 'express';
import type { MediaType } from '#domain';

const types: Readonly<Record<MediaType, { readonly word: string; readonly ending: string }>> = {
  'application/pdf': { word: 'PDF', ending: '.pdf' },
  'image/png': { word: 'PNG picture', ending: '.png' },
  'image/jpeg': { word: 'JPEG picture', ending: '.jpg' },
};

/** What a document is and how large, as "PDF, 120 KB". */
export function documentWords({ mediaType, bytes }: { mediaType: MediaType; bytes: number }): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  const size = kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
  return `${types[mediaType].word}, ${size}`;
}

/** Under which name a document is saved: with the ending of what it is, whatever ending it was sent with. */
export const savedAs = (fileName: string, mediaType: MediaType): string =>
  `${fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')}${types[mediaType].ending}`;

/** Gives a document to be saved. No browser shows it within Waymark, takes it for anything else, or runs anything in it. */
export function sendDocument(res: Response, bytes: Buffer, fileName: string, mediaType: MediaType): void {
  res.attachment(savedAs(fileName, mediaType));
  res.set('Content-Type', mediaType);
  res.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  res.send(bytes);
}

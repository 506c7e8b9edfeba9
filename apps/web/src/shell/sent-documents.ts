import {
  BadRequestException,
  Injectable,
  PayloadTooLargeException,
  type CallHandler,
  type ExecutionContext,
} from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { documentBytesMax, DocumentNotKept, mediaTypeOf, type Documents, type NotKept } from '#documents';
import { documentsMax, type DocumentNamed } from '#domain';
import type { KeyName } from '#sealing';
import { notTaken } from './form-answers.js';
import { errorsOf, type FormErrors } from './forms.js';

/** A file as a browser sent it. */
export type SentDocument = { readonly originalname: string; readonly buffer: Buffer };

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;
const togetherMax = 20 * 1024 * 1024;
const nameMax = 200;

export const documentsHint = `Up to ${documentsMax} files: PDF, PNG or JPEG, ${megabytes(documentBytesMax)} each, ${megabytes(togetherMax)} together. Save other files as a PDF first.`;
export const documentsAccepted = '.pdf,.png,.jpg,.jpeg';

const field = 'documents';
const limits = { files: documentsMax, fileSize: documentBytesMax, fields: 50, fieldSize: 64 * 1024 };
/** What was wrong with the files of a request, where they could not even be received. */
const unreceived = new WeakMap<Request, PayloadTooLargeException | BadRequestException>();

/**
 * Receives the files of a form's field `documents`, and stops where one is too large or there are too many. What was wrong is told by
 * `takeDocuments`, on the form, with all that was typed before the files; so the files stand last in a form.
 */
@Injectable()
export class ReceiveDocuments extends FilesInterceptor(field, documentsMax, { limits }) {
  override async intercept(context: ExecutionContext, next: CallHandler) {
    try {
      return await super.intercept(context, next);
    } catch (error) {
      if (!(error instanceof PayloadTooLargeException || error instanceof BadRequestException)) throw error;
      unreceived.set(context.switchToHttp().getRequest<Request>(), error);
      return next.handle();
    }
  }
}

/** The files that were sent with a form, each found to be one that can be kept. @throws {NotTaken} with what is wrong. */
export function takeDocuments(req: Request, sent: readonly SentDocument[] = []): readonly SentDocument[] {
  const error = unreceived.get(req);
  if (error) notTaken({ [field]: { text: wordsOf(error) } }, error.getStatus());
  for (const { buffer, originalname } of sent) {
    const why = buffer.length === 0 ? 'empty' : mediaTypeOf(buffer) === null ? 'other-type' : null;
    if (why) notTaken({ [field]: { text: whyNot(why, nameOf(originalname)) } });
  }
  if (sent.reduce((sum, { buffer }) => sum + buffer.length, 0) > togetherMax) {
    notTaken({ [field]: { text: `Choose files of ${megabytes(togetherMax)} at most together` } }, 413);
  }
  return sent;
}

/**
 * Keeps what was sent, before the fact that names it: where this is broken off, no fact names anything.
 *
 * @throws {NotTaken} with what is wrong.
 */
export async function keepDocuments(
  documents: Documents,
  about: KeyName,
  sent: readonly SentDocument[],
): Promise<{ documents?: DocumentNamed[]; fileNames?: string[] }> {
  const kept = new Map<string, { readonly named: DocumentNamed; readonly fileName: string }>();
  for (const { buffer, originalname } of sent) {
    const fileName = nameOf(originalname);
    const named = await documents.keep(about, buffer).catch((error: unknown) => {
      if (!(error instanceof DocumentNotKept)) throw error;
      return notTaken({ [field]: { text: whyNot(error.because, fileName) } });
    });
    kept.set(named.documentId, { named, fileName });
  }
  if (kept.size === 0) return {};
  const each = [...kept.values()];
  return { documents: each.map(({ named }) => named), fileNames: each.map(({ fileName }) => fileName) };
}

/** A browser forgets which files were chosen when a form comes back. */
export const chosenAgain = (errors: FormErrors): FormErrors =>
  errors.of['documents']
    ? errors
    : { ...errors, of: { ...errors.of, ...forgotten.of }, summary: [...errors.summary, ...forgotten.summary] };
const forgotten = errorsOf({ documents: { text: 'Choose your files again' } });

function wordsOf(error: PayloadTooLargeException | BadRequestException): string {
  if (error instanceof PayloadTooLargeException) {
    return `A file is larger than ${megabytes(documentBytesMax)}. Choose a smaller one`;
  }
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const isTooMany = code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_UNEXPECTED_FILE';
  return isTooMany
    ? `Choose up to ${documentsMax} files`
    : 'What you sent did not arrive whole. Choose the files again';
}

function whyNot(because: NotKept, fileName: string): string {
  switch (because) {
    case 'empty':
      return `${fileName} is empty. Choose another file`;
    case 'too-large':
      return `${fileName} is larger than ${megabytes(documentBytesMax)}. Choose a smaller one`;
    case 'other-type':
      return `${fileName} is not a PDF, PNG or JPEG, whatever it is called. Save it as a PDF, and choose that`;
    case 'erased':
      return 'What was kept about this has been destroyed, so nothing more can be kept about it';
  }
}

/** Browsers send names as bytes, which Node reads as Latin-1. Nothing but the name itself is kept of it. */
function nameOf(originalname: string): string {
  const name = Buffer.from(originalname, 'latin1').toString('utf8').toWellFormed();
  const bare = name
    .replace(/^.*[\\/]/, '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return bare === '' ? 'document' : bare.slice(0, nameMax).toWellFormed();
}

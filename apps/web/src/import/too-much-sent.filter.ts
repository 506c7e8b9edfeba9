import {
  BadRequestException,
  Catch,
  PayloadTooLargeException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Response } from 'express';
import { contextOf } from '../shell/context.js';
import { errorsOf } from '../shell/forms.js';
import { filesMax, filesPage, megabytesMax } from './files.page.js';

/** A file that is too large, or one too many, is told on the form: nothing of it has been read by then. */
@Catch(PayloadTooLargeException, BadRequestException)
export class TooMuchSent implements ExceptionFilter<PayloadTooLargeException | BadRequestException> {
  catch(error: PayloadTooLargeException | BadRequestException, host: ArgumentsHost): void {
    const res = host.switchToHttp().getResponse<Response>();
    const here = contextOf(res).signedIn?.here;
    if (!here) throw error;
    const text =
      error instanceof PayloadTooLargeException
        ? `A file is larger than ${megabytesMax} MB. Whoever runs Waymark can import it with: waymark import`
        : `Choose up to ${filesMax} files at a time`;
    res
      .status(error.getStatus())
      .render('import/files', { page: filesPage(here, { errors: errorsOf({ files: { text } }) }) });
  }
}

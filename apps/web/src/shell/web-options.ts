import { Injectable } from '@nestjs/common';
import { Settings } from '#installation';

/** What the pages need to know of how this installation is set up. */
@Injectable()
export class WebOptions {
  /** Whether letters are handed to a mail server, or to the mailbox of a trial. */
  readonly lettersLeave: boolean;
  /** Whether letters leave for people's own mailboxes: a link in the mailbox of a trial reaches nobody. */
  readonly mailLeaves: boolean;
  /** Where browsers reach us: links begin with it. */
  readonly publicUrl: string;
  /** Whether letters are kept for the mailbox page: never in production. */
  readonly mailbox: boolean;
  /** The file of a clock that is held, in the demonstration. */
  readonly clockFile: string | undefined;
  /** Whether this is the demonstration: nobody in it is real. */
  readonly isDemo: boolean;
  /** Whether browsers reach us through https: cookies are then never sent otherwise. */
  readonly https: boolean;

  constructor({ config: { smtpUrl, production, clockFile, publicUrl } }: Settings) {
    this.lettersLeave = smtpUrl !== undefined || !production;
    this.mailLeaves = smtpUrl !== undefined;
    this.publicUrl = publicUrl;
    this.mailbox = smtpUrl === undefined && !production;
    this.clockFile = production ? undefined : clockFile;
    this.isDemo = this.clockFile !== undefined;
    this.https = publicUrl.startsWith('https:');
  }
}

/** Sentences that whoever started this process wants every reader to see. */
export class Notices {
  constructor(readonly sentences: readonly string[]) {}
}

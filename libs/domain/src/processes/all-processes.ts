import { accountForThePupilWhenToldByTelephone } from './account-for-the-pupil-when-told-by-telephone.js';
import { askTheProviderInWriting } from './ask-the-provider-in-writing.js';
import { askForTheSignatureByALink } from './ask-for-the-signature-by-a-link.js';
import { findThePupilWhenAbsentOrSilent } from './find-the-pupil-when-absent-or-silent.js';
import { meetDutyWhenRecorded } from './meet-duty-when-recorded.js';
import { tellBothMailboxesWhenAnAddressChanges } from './tell-both-mailboxes-when-an-address-changes.js';
import { tellSomebodyElseWhenALetterIsRefused } from './tell-somebody-else-when-a-letter-is-refused.js';
import { tellTheProviderWhatToKnow } from './tell-the-provider-what-to-know.js';

/** Every process that a worker runs as a reactor. */
export const allProcesses = [
  meetDutyWhenRecorded,
  findThePupilWhenAbsentOrSilent,
  accountForThePupilWhenToldByTelephone,
  tellSomebodyElseWhenALetterIsRefused,
  tellBothMailboxesWhenAnAddressChanges,
  askTheProviderInWriting,
  tellTheProviderWhatToKnow,
  askForTheSignatureByALink,
] as const;

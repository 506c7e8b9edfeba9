import { MemoryKeys } from '#sealing';
import { describeDocuments } from '../../../test/contracts/documents.contract.js';
import { MemoryDocuments } from './memory-documents.js';

describeDocuments('documents in memory', async () => {
  const keys = new MemoryKeys();
  return { documents: new MemoryDocuments(keys), destroy: async (subjectId) => keys.destroy(subjectId) };
});

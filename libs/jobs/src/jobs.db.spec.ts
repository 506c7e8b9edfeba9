import { jobsContract } from '../../../test/contracts/jobs.contract.js';

describe('jobs in PostgreSQL', () => {
  jobsContract({
    queues: ({ serviceUrl }) => ({ postgresUrl: serviceUrl }),
    bareWorker: ({ serviceUrl }) =>
      `{ classes: withBackend(createPostgresBackend).Worker,
         connection: { connectionString: ${JSON.stringify(serviceUrl)}, schema: 'jobs' } }`,
  });
});

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedProcedures } from '#procedure';

/** An edition that asks for everything that a gate can ask for, from a day on which the example trust is entered. */
export const wholeEdition = `
id: off-site-education
edition: 2026-11
inForceFrom: 2026-11-10
title: Off-site education procedure, all of its gates
review: { reviewedOn: [], nextReviewOn: 2027-09-30 }
citations: []
checks: []
gates:
  start:
    - require:
        - { agreement-meeting-held: { before: start } }
        - senior-leader-at-meeting
        - attendance-intervention-manager-at-meeting
        - { site-visited: { before: start } }
    - when: { any: [child-protection, child-in-need] }
      require: { social-worker-consulted: { before: agreement-meeting } }
    - when: { all: [part-time, child-protection] }
      require: child-protection-core-group-held
    - when: { all: [part-time, child-in-need] }
      require: core-group-held
    - when: looked-after
      require: [social-worker-consulted, virtual-school-consulted, designated-teacher-consulted, limited-circumstances-reason]
    - when: ehc-plan
      require: [sen-officer-consulted, special-needs-coordinator-consulted, exceptional-reason]
    - when: directed
      require: [{ notice-served: { schoolDaysBefore: 2 } }, parent-at-meeting-or-sought]
      otherwise: [parent-at-meeting, agreement-signed-by: parent, agreement-signed-by: school]
duties: {}
`;

/** A folder with the shipped editions and this one, until it is removed. */
export async function withWholeEdition(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'waymark-editions-'));
  await cp(shippedProcedures(), folder, { recursive: true });
  await writeFile(join(folder, 'off-site-education.2026-11.yaml'), wholeEdition);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

import { NotFoundException } from '@nestjs/common';
import type { Id } from '#event-sourcing';

/** What an address names. @throws {NotFoundException} when it is not there. */
export function orNotFound<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw new NotFoundException();
  return found;
}

/** A row that is the school's. @throws {NotFoundException} when it is not there, or another school's, which looks the same. */
export function ofSchoolOrNotFound<R extends { readonly schoolId: Id }>(
  row: R | null | undefined,
  { schoolId }: { readonly schoolId: Id },
): R {
  const found = orNotFound(row);
  if (found.schoolId !== schoolId) throw new NotFoundException();
  return found;
}

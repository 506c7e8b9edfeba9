import { NotFoundException, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { session } from '#domain';
import { day, id } from '#event-sourcing';

/** A part of an address: what is not of its kind leads nowhere, which is a page not found and no fault of a form. */
class Part<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const read = this.schema.safeParse(value);
    if (!read.success) throw new NotFoundException();
    return read.data;
  }
}

export const anId = new Part(id);
export const aDay = new Part(day);
export const aSession = new Part(session);
export const aName = new Part(z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/));

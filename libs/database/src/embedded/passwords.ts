import { createHmac } from 'node:crypto';

export type EmbeddedRole = 'postgres' | 'waymark_owner' | 'waymark_service';

/** Each role has its own password, made from the one secret: who knows the service's doesn't know the owner's. */
export const passwordOf = (secret: string, role: EmbeddedRole): string =>
  createHmac('sha256', secret).update(role).digest('hex');

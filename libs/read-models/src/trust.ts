import { z } from 'zod';
import { theTrust, trustEvents, type TrustEvent } from '#domain';
import { day, id, type Found, type Projection } from '#event-sourcing';
import { answers, Ask, type Anywhere } from './ask.js';

const trustRow = z.object({
  name: z.string().optional(),
  /** Who owned the procedure from which day on, in order: the last one does now. */
  owners: z.array(z.strictObject({ personId: id, from: day })),
});
export type TrustRow = z.output<typeof trustRow>;

/** The trust: what it is called, and who answers for its procedure. */
export const trustRows: Projection<TrustEvent, TrustRow> = {
  name: 'trust',
  version: 1,
  hears: [trustEvents],
  row: trustRow,
  sealed: null,
  by: [],
  rowId: () => theTrust,

  evolve: (row, { type, data }) => {
    const { owners = [], ...known } = row ?? {};
    switch (type) {
      case 'TrustNamed':
        return { ...known, owners, name: data.name };
      case 'ProcedureOwnerNamed':
        return { ...known, owners: [...owners.filter(({ from }) => from < data.from), data] };
    }
  },
};

/** The trust; null where nobody has said anything of it. */
export class TheTrust extends Ask<Anywhere, Found<TrustRow> | null> {}
export const TheTrustAnswers = answers(TheTrust, (rows, _, asAt) => rows.get(trustRows, theTrust, asAt));

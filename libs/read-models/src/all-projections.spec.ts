import { allEvents } from '#domain';
import { personalFields } from '#event-sourcing';
import { allProjections } from './all-projections.js';

describe.each(allProjections.map((projection) => [projection.name, projection] as const))('%s', (name, projection) => {
  const personal = personalFields(projection.row);

  it('has a name of its own', () => {
    expect(allProjections.filter((each) => each.name === name)).toEqual([projection]);
  });
  it('seals what is personal, and only then', () => {
    expect(projection.sealed !== null).toBe(personal.length > 0);
  });
  it('keeps open whose key seals it', () => {
    const { subject } = projection.sealed ?? { subject: undefined };
    expect(subject === undefined || (subject in projection.row.shape && !personal.includes(subject))).toBe(true);
  });
  it('is asked by open fields of its row', () => {
    for (const field of projection.by) expect(projection.row.shape).toHaveProperty(field);
    expect(projection.by.filter((field) => personal.includes(field))).toEqual([]);
  });
  it('hears events that are known', () => {
    const types = projection.hears.flatMap(({ shapes }) => Object.keys(shapes));
    expect(types.filter((type) => !allEvents.has(type))).toEqual([]);
  });
});

import { attendedMark } from './register.js';
import { route } from './routes.js';

describe('the mark of a session that a pupil attended off-site', () => {
  // Procedure: S6.9
  it.each(route.options)('is an absence when it was online at home, placed by the route %s', (each) =>
    expect(attendedMark(each, 'online-at-home').code).toBeNull(),
  );
  it.each([
    ['agreed', 'B'],
    ['directed', 'B'],
    ['suspension', 'B'],
    ['within-trust', 'B'],
    ['local-authority', 'K'],
    ['dual-registered', 'D'],
  ] as const)('is by the route %s the code %s, at the place or online with somebody there', (each, code) => {
    expect(attendedMark(each, 'in-person')).toEqual({ code, certainty: 'seen' });
    expect(attendedMark(each, 'online-supervised')).toEqual({ code, certainty: 'second-hand' });
  });
});

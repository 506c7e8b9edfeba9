import { newId } from '#event-sourcing';
import { isRunning, tasksOf, tasksShown, type TaskFacts } from './tasks.js';

const times = { from: '2026-09-01', am: { start: '08:45', end: '12:00' }, pm: { start: '13:00', end: '15:15' } };
const term = { name: 'Autumn', from: '2026-09-02', to: '2026-12-18' };
const held = { standing: 'holder', from: '2026-09-01' } as const;
const [ada, ben] = [newId(), newId()];
const opened = { schoolId: newId(), name: 'Fen School', telephone: '01632 960200', attendanceMailbox: 'a@fen.example' };

const bare: TaskFacts = {
  school: {
    ...opened,
    sessionTimes: [],
    terms: [],
    daysOff: [],
    roles: [{ role: 'headteacher', personId: ada, ...held }],
  },
  roles: ['headteacher'],
  hasPupil: false,
  hasSite: false,
  placements: [],
  today: '2026-11-16',
};
const setUp: TaskFacts = {
  ...bare,
  school: {
    ...bare.school,
    urn: '123456',
    localAuthority: '860',
    address: '1 Fen Lane',
    sessionTimes: [times],
    terms: [term],
    roles: [
      ...bare.school.roles,
      { role: 'attendance-lead', personId: ben, ...held },
      { role: 'alternative-provision-lead', personId: ben, ...held },
      { role: 'designated-safeguarding-lead', personId: ben, ...held },
    ],
  },
};
const proposed = { placementId: newId(), stage: 'proposed' } as const;
const stateOf = (facts: TaskFacts) => Object.fromEntries(tasksOf(facts).map(({ text, state }) => [text, state]));
const hintOf = (facts: TaskFacts, text: string) => tasksOf(facts).find((each) => each.text === text)?.hint;

describe('what to do next', () => {
  it('goes from the school’s details to the start of a placement', () =>
    expect(stateOf(bare)).toEqual({
      'Complete the school’s details': 'to-do',
      'Add a colleague': 'to-do',
      'Fill the key roles': 'to-do',
      'Set the session times': 'to-do',
      'Enter the terms': 'to-do',
      'Enter a pupil who is to be placed': 'to-do',
      'Enter a provider': 'to-do',
      'Propose a placement': 'cannot-start-yet',
      'Start the placement': 'cannot-start-yet',
    }));

  it('says why something can’t be started yet, and leads nowhere from there', () => {
    expect(hintOf(bare, 'Propose a placement')).toBe('First enter a pupil and a provider.');
    expect(hintOf({ ...bare, hasPupil: true }, 'Propose a placement')).toBe('First enter a provider.');
    const waiting = tasksOf(bare).filter(({ state }) => state === 'cannot-start-yet');
    expect(waiting.map(({ href }) => href)).toEqual(['', '']);
  });

  it('leads from one step to the next', () => {
    const entered = { ...setUp, hasPupil: true, hasSite: true };
    expect(stateOf(entered)).toMatchObject({
      'Propose a placement': 'to-do',
      'Start the placement': 'cannot-start-yet',
    });
    const start = tasksOf({ ...entered, placements: [proposed] }).at(-1);
    expect(start).toMatchObject({ state: 'to-do', href: expect.stringContaining(proposed.placementId) as string });
  });

  it('knows a role, times or a term that hold today from ones that are over', () => {
    const over = { ...setUp, today: '2027-03-01', school: { ...setUp.school, sessionTimes: [] } };
    expect(stateOf(over)).toMatchObject({ 'Set the session times': 'to-do', 'Enter the terms': 'to-do' });
    const left = setUp.school.roles.map((each) => ({ ...each, until: '2026-11-13' }));
    expect(hintOf({ ...setUp, school: { ...setUp.school, roles: left } }, 'Add a colleague')).toContain(
      'nobody is left',
    );
  });

  it('leads nobody to a page that is not theirs', () => {
    const shown = tasksShown({ ...bare, roles: ['alternative-provision-lead'] });
    const links = shown?.items.flatMap((each) => ('href' in each ? [each.href] : [])) ?? [];
    expect(links.join()).not.toContain('/people/');
    expect(links.join()).toContain('/providers/enter');
  });

  it('is over when the first placement has begun, and not before it is known when the school meets', () => {
    const begun = [{ ...proposed, stage: 'started' as const }];
    expect(tasksShown({ ...bare, placements: begun })).not.toBeNull();
    expect(tasksShown({ ...setUp, hasPupil: true, hasSite: true, placements: [proposed] })).not.toBeNull();
    expect(tasksShown({ ...setUp, placements: begun })).toBeNull();
    expect(isRunning({ ...setUp, placements: [{ ...proposed, stage: 'ended' }] })).toBe(true);
  });
});

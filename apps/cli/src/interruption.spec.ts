import { EventEmitter } from 'node:events';
import { Interrupted, Interruption } from './interruption.js';

describe('an interruption', () => {
  const begun = () => {
    const exits: number[] = [];
    const said: string[] = [];
    const process = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
    const stop = Interruption.heed(() => said.push('stopping'), process);
    const press = (signal: string) => process.emit(signal, signal);
    return { stop, press, exits, said, process };
  };
  const endOf = (stop: Interruption) => {
    try {
      stop.pause(() => 'After 3 of 9.');
    } catch (error) {
      return error;
    }
    return null;
  };

  it('passes over every pause while nobody asks', () => {
    const { stop } = begun();
    expect([stop.asked, endOf(stop)]).toEqual([false, null]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('by %s ends at the next pause, which says how far it came', (signal, exitCode) => {
    const { stop, press, exits, said } = begun();
    press(signal);
    const ended = endOf(stop);
    expect(ended).toBeInstanceOf(Interrupted);
    expect(ended).toMatchObject({ message: 'After 3 of 9.', exitCode });
    expect([said, exits, stop.signal.aborted]).toEqual([['stopping'], [], true]);
  });

  it('that is asked for twice ends the process at once', () => {
    const { press, exits, said } = begun();
    press('SIGINT');
    press('SIGINT');
    expect([said, exits]).toEqual([['stopping'], [130]]);
  });

  it('has nothing to complete where a person is being asked, and ends the waiting', async () => {
    const { stop, press, said } = begun();
    expect(await stop.atRest(Promise.resolve('yes'))).toBe('yes');
    const never = stop.atRest(new Promise<string>(() => undefined));
    press('SIGINT');
    expect([await never, said]).toEqual([null, []]);
    expect(await stop.atRest(Promise.resolve('too late'))).toBeNull();
  });

  it('hears nothing more when the command is over', () => {
    const { stop, press, process, said } = begun();
    stop.over();
    press('SIGINT');
    expect([said, process.listenerCount('SIGINT'), process.listenerCount('SIGHUP')]).toEqual([[], 0, 0]);
  });
});

/** Whether a stream says that nobody reads it any more: its pipe was closed (EPIPE), or the terminal itself (EIO). */
export const isReaderGone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EIO';

/** A stream of which that can be heard. */
export type Heard = { on(event: 'error', heard: (error: NodeJS.ErrnoException) => void): unknown };

/** Lets whoever reads a stream go away, as with `waymark … | head`: what is said then is said to nobody. */
export function mayLoseItsReader(stream: Heard, gone: () => void = () => undefined): void {
  stream.on('error', (error) => {
    if (!isReaderGone(error)) throw error;
    gone();
  });
}

/** What has been opened so far, closed in the opposite order: at the end, or when something later can't be opened. */
export class Closing {
  private readonly closers: (() => Promise<void>)[] = [];

  /** Notes how something that was just opened is closed. */
  add(closer: () => Promise<void>): void {
    this.closers.push(closer);
  }

  /** Closes everything, each thing once however often it is asked for. */
  readonly close = async (): Promise<void> => {
    for (let closer = this.closers.pop(); closer; closer = this.closers.pop()) await closer();
  };

  /** Does the rest of the opening; when that fails, what was opened before is closed. */
  async orClose<T>(open: () => Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

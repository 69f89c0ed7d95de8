/** The answers that are being written, each for an update, so that they can be ended before they are complete. */
export type Generations = {
  /** One is being written from now until `end`; the signal says that what there is of it is enough. */
  begin(generation: Generation): { enough: AbortSignal; end(): void };
  /**
   * Ends what is written in a chat, that for one update where it is named. Who asked may, and who looks after the bot;
   * `another` is where what is written is for somebody else.
   */
  stop(by: Stopping): 'stopped' | 'another' | 'nothing';
};

type Generation = { updateId: number; chatId: number; personId: number };
type Stopping = { chatId: number; updateId?: number | undefined; personId: number; isAdmin: boolean };

export function createGenerations(): Generations {
  const running = new Map<number, Generation & { stop: AbortController }>();
  return {
    begin(generation) {
      const begun = { ...generation, stop: new AbortController() };
      running.set(generation.updateId, begun);
      return {
        enough: begun.stop.signal,
        end() {
          if (running.get(generation.updateId) === begun) running.delete(generation.updateId);
        },
      };
    },
    stop({ chatId, updateId, personId, isAdmin }) {
      const there = [...running.values()].filter(
        one => one.chatId === chatId && (updateId === undefined || one.updateId === updateId),
      );
      const theirs = there.filter(one => isAdmin || one.personId === personId);
      for (const { stop } of theirs) stop.abort();
      return theirs.length > 0 ? 'stopped' : there.length > 0 ? 'another' : 'nothing';
    },
  };
}

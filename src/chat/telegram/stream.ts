import type { Draft } from '../../answer/asking.ts';
import { type After, after as afterwards } from '../../timing/after.ts';
import type { Rich } from './format/rich.ts';
import { frameOf } from './frame.ts';
import { createShowing, type ShowingParts, type Shown, type Shows } from './showing.ts';
import { told } from './told.ts';

/** Shows an answer in a chat while it is written. */
export type Stream = {
  /** Shows how far it has come as soon as the chat takes it; of several drafts the last counts. Never throws. */
  show(draft: Draft): void;
  /** Nothing more is shown. Resolves to the message that the answer is to take the place of, where one stands. */
  end(): Promise<number | undefined>;
};

/** Telegram keeps a draft for 30 seconds. */
const KEPT_MS = 25_000;

/**
 * Makes the stream of one answer. One frame at a time is under way, and those that the chat does not take at that moment are
 * left out. `onShown` is told of each that is shown.
 */
export async function createStream(
  { after = afterwards, ...parts }: ShowingParts & { after?: After },
  { onShown, ...shows }: Shows & { onShown?: () => void },
): Promise<Stream> {
  const showing = await createShowing(parts, shows);
  let latest: Draft | undefined;
  let shown: Rich | undefined;
  let over = false;
  let running: Promise<void> | undefined;
  let endRest: (() => void) | undefined;
  let endKeeping: (() => void) | undefined;

  const advance = () => {
    if (over || latest === undefined || running !== undefined || endRest !== undefined) return;
    const draft = latest;
    latest = undefined;
    running = show(draft)
      .catch((error): Shown => {
        parts.log.error(told(error, draft), 'an answer could not be shown while it was written');
        return 'over';
      })
      .then(how => {
        running = undefined;
        if (how === 'over') over = true;
        if (how === 'over' || how === undefined) return;
        if (how.ok) keep(draft);
        else latest ??= draft;
        rest(how.restMs);
      })
      .then(advance);
  };

  /** Undefined where people see it already. */
  const show = async (draft: Draft): Promise<Shown | undefined> => {
    const frame = frameOf(draft);
    if (frame === undefined || JSON.stringify(frame) === JSON.stringify(shown)) return undefined;
    const how = await showing.show(frame);
    if (how === 'over' || !how.ok) return how;
    shown = frame;
    onShown?.();
    return how;
  };

  const rest = (ms: number) => {
    if (over) return;
    endRest = after(ms, () => {
      endRest = undefined;
      advance();
    });
  };

  /** Shows a draft again before it goes away by itself. */
  const keep = (draft: Draft) => {
    endKeeping?.();
    if (over || showing.standing() !== undefined) return;
    endKeeping = after(KEPT_MS, () => {
      shown = undefined;
      latest ??= draft;
      advance();
    });
  };

  return {
    show(draft) {
      latest = draft;
      advance();
    },
    async end() {
      over = true;
      endRest?.();
      endKeeping?.();
      await running;
      return showing.standing();
    },
  };
}

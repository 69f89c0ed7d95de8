/** How updates come in, for the health of the bot: whether they do, and the facts. */
export type Receiving = { by: 'polling' | 'webhook'; ok: boolean } & Record<string, unknown>;

/** A poll takes 30 s where nothing happens; two in a row that brought nothing mean that the way is cut. */
const POLL_MS = 90_000;

/** By polling: `polled` is when Telegram last answered a poll. Times are epoch milliseconds. */
export function receivingByPolls({ polled, now }: { polled: number; now: number }): Receiving {
  return { by: 'polling', ok: now - polled < POLL_MS, secondsAgo: seconds(now - polled) };
}

/** Telegram is asked about the webhook every minute; three times without an answer mean that the way is cut. */
const LOOK_MS = 180_000;
/** What Telegram cannot bring it tries again after two minutes at the latest: then something is still wrong. */
const ERROR_MS = 180_000;

/** What is known of the webhook. Times are epoch milliseconds. */
export type WebhookState = {
  /** when it was last seen to be the one that was set; undefined before that */ seenAt: number | undefined;
  /** updates that wait at Telegram */ pending: number;
  /** when Telegram last failed to bring one */ failedAt: number | undefined;
};

export function receivingByWebhook({ seenAt, pending, failedAt, now }: WebhookState & { now: number }): Receiving {
  const seen = seenAt !== undefined && now - seenAt < LOOK_MS;
  const failing = failedAt !== undefined && now - failedAt < ERROR_MS && pending > 0;
  return {
    by: 'webhook',
    ok: seen && !failing,
    set: seenAt !== undefined,
    pending,
    ...(failedAt !== undefined && { failedSecondsAgo: seconds(now - failedAt) }),
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** Longest address that is made a link, in UTF-16 units: browsers and servers take no longer ones reliably either. */
const LONGEST = 2048;

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}_])?';
const safe = new RegExp(`^https?://(?:${label}\\.)+${label}(?::(\\d{1,5}))?(?:[/?#][^\\s\\p{C}]*)?$`, 'iu');

/**
 * Whether Telegram takes the address as the target of a link. One that it does not take makes it refuse the whole
 * message ("entity URL '…' is invalid"), so this asks for more than TDLib's `LinkManager::check_link_impl` does: http or
 * https, a host with a dot in it, no name before the host that could pass for one, and a port that exists.
 */
export function isSafeLink(url: string): boolean {
  if (url.length > LONGEST || !url.isWellFormed()) return false;
  const match = safe.exec(url);
  const port = match?.[1];
  return match !== null && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
}

const host = /^https?:\/\/(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63})(?::[1-9]\d{0,3})?(?=\/|$)/i;
const path = /^(?:[!#-&(-;=?-~]*[\w/=&#%+~-])?$/;

/**
 * Whether Telegram finds exactly this address when it stands by itself in a text, as TDLib's `match_urls` and `fix_url`
 * do: of ASCII alone, brackets in pairs, and nothing at the end that could be the sentence's. Where in doubt it does not:
 * a link that is given does no harm.
 */
export function linksItself(url: string): boolean {
  const found = host.exec(url)?.[0];
  if (found === undefined) return false;
  const rest = url.slice(found.length);
  return path.test(rest) && !closesMore(rest);
}

/** Whether a bracket is closed that was not opened. */
function closesMore(text: string): boolean {
  return ['()', '[]', '{}'].some(([open, close]) => {
    let depth = 0;
    for (const char of text) {
      if (char === open) depth++;
      else if (char === close && --depth < 0) return true;
    }
    return false;
  });
}

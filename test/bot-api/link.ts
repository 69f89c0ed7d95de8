/** What a link check gives: the link in Telegram's own spelling, or what is wrong with it. */
export type Checked = { ok: true; url: string } | { ok: false; why: string };

const HOST = /^(?:[a-z0-9.\-_!$,~*'();&+=]|%[0-9a-f]{2}|[^\0-\x7f])+$/;
const IPV6 = /^[:0-9a-f.]+$/;

/** Checks a link as TDLib's LinkManager does before it goes out in an entity or on a button. */
export function checkLink(link: string): Checked {
  const own = /^(tg|ton):(?:\/\/)?/i.exec(link);
  const parsed = parseUrl(own ? link.slice(own[0].length) : link);
  if (!parsed.ok) return parsed;
  const { protocol, userinfo, host, port, path, isIpv6 } = parsed;
  if (own) {
    const scheme = own[1]?.toLowerCase() ?? '';
    if (/^https?/i.test(link.slice(own[0].length)) || protocol !== 'http' || userinfo || port || isIpv6)
      return { ok: false, why: `Wrong ${scheme} URL` };
    if (!/^[a-z0-9_-]+$/.test(host)) return { ok: false, why: 'Unallowed characters in URL host' };
    return { ok: true, url: `${scheme}://${host}${path.replace(/^\/(?=\?|$)/, '')}` };
  }
  if (!host.includes('.') && !isIpv6) return { ok: false, why: 'Wrong HTTP URL' };
  const place = isIpv6 ? `[${host}]` : host;
  return { ok: true, url: `${protocol}://${userinfo ? `${userinfo}@` : ''}${place}${port ? `:${port}` : ''}${path}` };
}

/** The person that a `tg://user?id=…` link means. */
export function mentionedUser(link: string): number | undefined {
  const query = /^tg:(?:\/\/)?user\/?\?([^#]*)/i.exec(link)?.[1];
  const id = query === undefined ? '' : (new URLSearchParams(query).get('id') ?? '');
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

type Parsed =
  | { ok: false; why: string }
  | { ok: true; protocol: string; userinfo: string; host: string; port: number; path: string; isIpv6: boolean };

function parseUrl(url: string): Parsed {
  const wrong = (why: string): Parsed => ({ ok: false, why });
  const scheme = /^([^:/?#@[\]]*):\/\//.exec(url);
  const protocol = scheme?.[1]?.toLowerCase() ?? 'http';
  if (protocol !== 'http' && protocol !== 'https') return wrong('Unsupported URL protocol');
  const rest = url.slice(scheme?.[0].length ?? 0);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const portAt = /(?<=.):([^:\]@]*)$/s.exec(authority);
  const port = portAt === null ? 0 : Number(/^\d+$/.test(portAt[1] ?? '') ? portAt[1] : Number.NaN);
  if (portAt !== null && !(port > 0 && port <= 65_535)) return wrong('Wrong port number specified in the URL');
  const before = portAt === null ? authority : authority.slice(0, portAt.index);
  const at = before.lastIndexOf('@');
  const userinfo = before.slice(0, Math.max(at, 0));
  const bracketed = before.slice(at + 1).toLowerCase();
  const isIpv6 = /^\[.*\]$/s.test(bracketed);
  const host = isIpv6 ? bracketed.slice(1, -1) : bracketed;
  if (host === '') return wrong('URL host is empty');
  if (host === '.') return wrong('Host is invalid');
  if (isIpv6 && !IPV6.test(host)) return wrong('Wrong IPv6 address specified in the URL');
  if (!isIpv6 && /%(?![0-9a-f]{2})/.test(host)) return wrong('Wrong percent-encoded symbol in URL host');
  if (!isIpv6 && !HOST.test(host)) return wrong('Disallowed character in URL host');
  if (userinfo !== '' && !/^[^\0-\x20"#/:?@[\\\]^`{|}]*(?::[^\0-\x20"#/?@[\\\]^`{|}]*)?$/.test(userinfo))
    return wrong('Disallowed character in URL userinfo');
  const query = rest.slice(authority.length).replace(/[\0\t-\r ]+$/, '');
  const path = (query.startsWith('/') ? query : `/${query}`).replace(/[\0-\x20]/g, c => encodeURIComponent(c));
  return { ok: true, protocol, userinfo, host, port, path, isIpv6 };
}

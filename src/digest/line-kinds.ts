import type { Marker } from './lines.ts';
import { urlEnd } from './url.ts';

/** Words that surround a date in a heading and mean no more than "the day's notes". */
export const generic =
  /^(?:今日|今天|每日|每周|本周|一周|资讯|日报|早报|晚报|午报|周报|周刊|新闻|更新|日记|日志|记录|笔记|学习|打卡|分享|链接|收藏|动态|快讯|要闻|阅读|推荐|精选|daily|weekly|news|digest|links?|notes?|log|today|reports?|reading|的)*$/i;
/** A line whose link is named for what it is to the item above (`论文地址：`, `GitHub:`), or that is nothing but a link. */
export const labelled =
  /^[\s>*_•·-]*(?:[^\s:：()（）]{0,4}(?:地址|链接|原文|来源|出处|主页|官网|代码|论文|项目|源码|仓库|文档|数据集?|demo|视频|下载|参考|详情|传送门|全文|via|link|url|source|paper|code|github|project|docs?|homepage|blog|详见)[^\s:：()（）]{0,6}\s*[:：]|\[(?:原文|链接|论文|代码|arxiv|pdf|paper|code|link|source|abs)\]\(|[^\p{L}\p{N}]{0,4}https?:|[<(（[]?\s*(?:https?:\/\/|www\.))/iu;
/** A bare link with its own words behind it. */
export const titled = /^[^\p{L}\p{N}]*(?:https?:\/\/|www\.)\S+[ \t]+[^\s\p{P}]*[\p{P}\s]*[\p{L}\p{N}]/iu;
/** `**Score:** 7.8`: the first line of a card. */
export const field = /^[\s>]*\*\*[^*:：]{1,20}(?:[:：]\*\*|\*\*[:：])/;
/** What names a stretch of a list: `**后端**`, `二、后端`. */
export const caption = /^\s*(?:\*\*[^*]+\*\*[:：]?|[一二三四五六七八九十]{1,3}、[^。]+)\s*$/;
/** The same as a quote: `> 后端`. */
export const quotedCaption = /^\s*[\p{L}\p{N}]{1,10}[:：]?\s*$/u;
/** The tags of HTML at which what can be folded away begins and ends. */
export const foldTag = /^<\/?(?:details|summary)\b/i;
/** A line that is a link and nothing else. */
export const bareLink = /^[ \t\u3000]*[<(（]?(?:https?:\/\/|www\.)[^\s\u3000-\u303f\u4e00-\u9fff]+[ \t\u3000]*$/i;
/** Such a line among others. */
export const bareLinkLine = new RegExp(`(?:^|[\\r\\n])${bareLink.source.slice(1, -1)}(?:$|[\\r\\n])`, 'i');
/** A line without a title before its link. */
export const bareLinkStart = /^[ \t\u3000]*<?(?:https?:\/\/|www\.)/i;
/** Who edited a day and where it is archived. */
export const colophon =
  /^\s*(?:[-*+•]\s+|>\s*)*[*_]{0,2}(?:gocn\s*)?(?:编辑|责编|责任编辑|编者|归档|订阅新闻|招聘专区)[*_]{0,2}\s*[:：]/i;
/** Names of a table of contents. */
export const contents = /^(?:目录|目錄|contents|table of contents|toc)$/i;
/** Nothing but links to headings of the same page. */
export const anchorsOnly = /^(?:\s*\[[^[\]]*\]\(#[^()\s]*\)(?:\s*!\[[^[\]]*\]\([^()\s]*\))*)+\s*$/;
/** A horizontal rule, as Markdown or as people draw it. */
export const rule = /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,}|={3,}|—{2,})\s*$/;
/** `## …`, also behind invisible characters and without the space that Markdown asks for. */
export const atx = /^[ \u3000\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]{0,4}(#{1,6})(?!#)/;
/** A line on which nothing can be seen. */
export const empty = /^[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*$/;
/** `[name]: https://…` */
export const definition = /^ {0,3}\[[^[\]]{1,200}\]:[ \t]*\S+/;
/** An image; its address is no link. */
export const image = /!\[[^[\]]*\]\([^()\s]*\)|<img\b[^<>]*>/gi;

/** For each style the marks that may begin a further item in the middle of a line. */
export const midLineMarkers: Partial<Record<Marker['style'], RegExp>> = {
  round: /(?<=[\s)）。；;，,！!？?*])[(（] ?[0-9０-９]{1,3} ?[)）][ \t\u3000\u00a0]*(?=\S)/g,
  dot: /(?<=[\s)）。；;])[0-9０-９]{1,3}[.．](?![0-9０-９.])[ \t\u3000\u00a0]*(?=\S)/g,
  comma: /(?<=[\s)）。；;])[0-9０-９]{1,3}、[ \t\u3000\u00a0]*(?=\S)/g,
  half: /(?<=[\s）。；;])[0-9０-９]{1,3}[)）][ \t\u3000\u00a0]*(?=\S)/g,
  circle: /[①-⑳⑴-⒇⒈-⒛❶-❿][ \t\u3000\u00a0]*(?=\S)/g,
};

/** A paragraph that exists for its link: it begins or ends with it. */
export function isLinkNote(line: string): boolean {
  if (/^[^\p{L}\p{N}]{0,8}(?:\[|https?:\/\/|www\.)/iu.test(line)) return true;
  const scheme = line.lastIndexOf('://');
  const start =
    scheme < 0
      ? line.lastIndexOf('www.')
      : line.slice(Math.max(0, scheme - 5), scheme).search(/https?$|ftp$/i) + Math.max(0, scheme - 5);
  if (start < 0) return false;
  const end = urlEnd(line, start);
  return end > start && !/[\p{L}\p{N}]/u.test(line.slice(end, end + 200));
}

const plainLead = /^[\s>#*_`\-•"“'「\u{f0000}-\u{ffffd}]+/u;
const turn =
  /^(?:[[<【(|［＜]{1,2}\s*\/?\s*)?(?:system|assistant|user|human|developer|tool|bot|ai|im_start|im_end|inst|sys|instructions?|系统|用户|助手|人类|开发者|指令)(?:\s+(?:message|prompt|note|instruction|消息|提示)s?|消息|提示|提示词|指令)?\s*(?:[\]>】)|］＞]{1,2}|[:：])/i;
const fence = /^(?:[[<［＜]\s*\/?\s*(?:source|sources|来源|context|document|entry)\b[^\]>］＞]*[\]>］＞]|<\|)/i;
const sentinel = /NOT_IN_NOTES/;
const list =
  /^(?:sources?|references?|citations?|bibliography|footnotes?|links?|further reading|see also|来源|资料来源|信息来源|参考|参考资料|参考文献|参考来源|参考链接|引用|引用来源|出处|链接|延伸阅读)\s*[*_]*\s*(?:[:：][*_\s]*|$)/i;

/** A line that passes itself off as the program's or as somebody's turn. `list`: its own list of sources begins. */
export function forgery(text: string): 'list' | 'line' | undefined {
  const words = text.replace(plainLead, '');
  if (turn.test(words) || fence.test(words) || sentinel.test(words)) return 'line';
  return list.test(words) ? 'list' : undefined;
}

/** Whether a line may belong to a list of sources: an item, or one that begins with a number, a citation or an address. */
export function isListed(text: string): boolean {
  return /^\s*(?:$|[-*+•>|]|[[【［(（]?\s*[\^#]?\s*\p{N}|[[【［]|https?:|《)/u.test(text);
}

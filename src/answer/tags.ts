type Cut = { start: number; end: number };
type Named = { tags: string[]; cuts: Cut[] };

const asked =
  '的?(?:一共|总共|都|共)*(?:有|记了)?(?:多少|几[条个篇]|哪些|什么|啥)|的(?:条目|记录|链接|笔记|文章|资料|内容)';
const hash = new RegExp(
  `(?:(?<![\\w#&/\\p{L}])|(?<=[带有打标签题了]))#([\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_/+-]*?(?=${asked})|[\\p{L}\\p{N}_/+-]*))`,
  'gu',
);
const brackets = /【(?![\s\d年月日号./-]+】)([^【】\n]{1,40})】/g;
// What leads to a marked tag and from it goes with it: "tagged #security", 带 #linux 标签.
const leads =
  /(?:\b(?:(?:and |that are |which are )?tagged(?: as| with)?|with (?:the )?tags?(?: of)?|(?:have|has) (?:the )?tags?|under (?:the )?tag|tags?)\s*:?|(?:带有?|打了?|标了?|加了?)\s*(?:标签)?|标签(?:是|为|叫)?\s*[:：]?)\s*$/i;
const trails = /^\s*(?:这个)?标签/;
const word =
  '(?:"([^"\\n]+)"|“([^”\\n]+)”|「([^」\\n]+)」|([\\p{L}\\p{N}_+#/-]+(?:\\s(?!(?:about|on|from|in|since|before|after|and|or|that|with|for|please|last|this|do|did)\\b)[a-z\\d_+#/-]+){0,3}))';
const english = new RegExp(
  `(?:\\b(?:and |that are |which are )?tagged(?: as| with)?|\\bwith (?:the )?tags?(?: of)?|\\bunder (?:the )?tag|\\btags?\\s?[:=]|\\bthe tag)\\s*:?\\s*${word}`,
  'giu',
);
const chinese =
  /(?<=^|[\s,，。:：有用按以把是出]|所有|全部|条目|记录|链接|文章)标签(?:\s?(?:是|为|叫|[:：=])\s*["“「']?(?!什么|啥|哪|谁)([\p{L}\p{N}_+-]+?)["”」']?(?=的|$|[\s,，。;；?？!！"”」'])|\s([\p{L}\p{N}_+-]+?)(?=\s?的(?:$|[\s?？]|有|都|一共|总共|共|条目|记录|链接|笔记|文章|多少|几)))的?/giu;
const chineseBefore =
  /(?:带有?|打了?|标了?|加了?)["“「']?([\p{L}\p{N}_+-]{1,20}?)["”」']?(?:这个)?标签(?:$|的(?=$|[\s?？。]|都|发|给|列|一共|总共|共|多少|几|条目|记录|链接|笔记|文章|资料|内容|有))/gu;

/** The tags that a question names by their marks (#tag, 【tag】), each once, and where. Indexes are those of both texts. */
export function findMarkedTags(folded: string, original: string): Named {
  // Quoted parts are hidden in the folded text, but a tag in brackets may be quoted.
  const { tags, cuts } = matched([
    [brackets, original],
    [hash, folded],
  ]);
  const whole = cuts.map(({ start, end }) => ({
    start: start - (leads.exec(folded.slice(0, start))?.[0].length ?? 0),
    end: end + (trails.exec(folded.slice(end))?.[0].length ?? 0),
  }));
  return { tags, cuts: whole };
}

/** The tags that a question names in words ("tagged X", 标签是X), each once, and where. */
export function findNamedTags(original: string): Named {
  return matched([english, chinese, chineseBefore].map(pattern => [pattern, original]));
}

function matched(patterns: readonly (readonly [RegExp, string])[]): Named {
  const tags: string[] = [];
  const cuts: Cut[] = [];
  for (const [pattern, text] of patterns) {
    for (const found of text.matchAll(pattern)) {
      const end = found.index + found[0].length;
      if (cuts.some(cut => found.index < cut.end && cut.start < end)) continue;
      const tag =
        found
          .slice(1)
          .find(group => group !== undefined)
          ?.trim() ?? '';
      if (tag === '' || (/^\d+$/.test(tag) && text[found.index] === '#')) continue;
      if (!tags.includes(tag)) tags.push(tag);
      cuts.push({ start: found.index, end });
    }
  }
  return { tags, cuts };
}

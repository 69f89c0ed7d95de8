const hash = /(?<![\w#&/\p{L}])#([\p{L}\p{N}_][\p{L}\p{N}_/+-]*)/gu;
const brackets = /【([^【】\n]{1,40})】/g;
const word =
  '(?:"([^"\\n]+)"|“([^”\\n]+)”|「([^」\\n]+)」|([\\p{L}\\p{N}_+#/-]+(?:\\s(?!(?:about|on|from|in|since|before|after|and|or|that|with|for|please|last|this|do|did)\\b)[a-z\\d_+#/-]+){0,3}))';
const english = new RegExp(
  `(?:\\b(?:and |that are |which are )?tagged(?: as| with)?|\\bwith (?:the )?tags?(?: of)?|\\bunder (?:the )?tag|\\btags?\\s?[:=]|\\bthe tag)\\s*:?\\s*${word}`,
  'giu',
);
const chinese =
  /(?<=^|[\s,，。:：有用按以把是出]|所有|全部|条目|记录|链接|文章)标签\s?(?:是|为|叫|[:：=])\s*["“「']?(?!什么|啥|哪|谁)([\p{L}\p{N}_+-]+?)["”」']?(?=的|$|[\s,，。;；?？!！"”」'])的?/giu;
const chineseBefore =
  /(?:带有?|打了?|标了?|加了?)["“「']?([\p{L}\p{N}_+-]{1,20}?)["”」']?(?:这个)?标签(?:$|的(?=$|[\s?？。]|条目|记录|链接|笔记|文章|资料|内容|有))/gu;

/** The tags that a question names, without their marks, each once, and where. Indexes are those of both texts. */
export function findTags(folded: string, original: string): { tags: string[]; cuts: { start: number; end: number }[] } {
  const tags: string[] = [];
  const cuts: { start: number; end: number }[] = [];
  // Quoted parts are hidden in the folded text, but a tag may be quoted.
  for (const [pattern, text] of [
    [brackets, original],
    [hash, folded],
    [english, original],
    [chinese, original],
    [chineseBefore, original],
  ] as const) {
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

import fc from 'fast-check';

/** An entry that was written into a generated digest: what the parser must give back. */
export type Written = { date: string; ordinal: number; title: string; urls: string[] };

type Item = { title: string; urls: string[] };
type Style = { name: string; write: (n: number, item: Item) => string; numbered: boolean };

const join = (item: Item, separator = '，') => item.urls.join(separator);
const numbered = (name: string, mark: (n: number) => string): Style => ({
  name,
  numbered: true,
  write: (n, item) => `${mark(n)}${item.title} ${join(item)}\n`,
});
const bulleted = (name: string, mark: string): Style => ({
  name,
  numbered: false,
  write: (_, item) => `${mark}${item.title} ${join(item, ' ')}\n`,
});

const fullWidth = (n: number) => String(n).replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const styles: Style[] = [
  numbered('half brackets', n => `(${n})`),
  numbered('full brackets', n => `（${n}） `),
  numbered('full-width digits', n => `（${fullWidth(n)}）`),
  numbered('dot', n => `${n}. `),
  numbered('dot without space', n => `${n}.`),
  numbered('comma', n => `${n}、`),
  numbered('half', n => `${n}) `),
  numbered('bold number', n => `${n}. **重点** `),
  bulleted('dash', '- '),
  bulleted('star', '* '),
  bulleted('plus', '+ '),
  bulleted('tab', '-\t'),
  bulleted('typographic', '• '),
  bulleted('open task', '- [ ] '),
  bulleted('done task', '- [x] '),
];

const headings: ((date: string) => string)[] = [
  date => `## ${date}\n`,
  date => `# ${date}\n`,
  date => `##${date}\n`,
  date => `### ${date.replaceAll('-', '.')}\n`,
  date => `## ${date.replaceAll('-', '/').replace(/\/0/g, '/')}\n`,
  date => `## ${date.replaceAll('-', '')}\n`,
  date => `## ${date.replaceAll('-', ' . ')}\n`,
  date => `## ${date.replace('-', '年').replace('-', '月')}日 周三 今日资讯\n`,
  date => `## 📅 ${date} 🎉\n`,
  date => `## [${date}](https://index.example.com/${date})\n`,
  date => `\n**${date.replace('-', '年').replace('-', '月')}日**\n\n`,
  date => `\n${date.replaceAll('-', '/')}\n`,
  date => `\n${date}\n==========\n`,
  date => `## ${fullWidth(0).slice(1)}${date.replace(/\d/g, digit => fullWidth(Number(digit)))}\n`,
  date => `## \u200e${date}\u200f\n`,
  date => `##\u00a0${date}\u00a0\n`,
];

/** What people's editors and habits leave in a digest, none of which changes what its entries are. */
type Dirt = { name: string; where: 'file' | 'day' | 'item' | 'after'; apply: (text: string) => string };

export const dirt: Dirt[] = [
  { name: 'byte order mark', where: 'file', apply: text => `\ufeff${text}` },
  { name: 'CRLF', where: 'file', apply: text => text.replaceAll('\n', '\r\n') },
  { name: 'lone CR', where: 'file', apply: text => text.replaceAll('\n', '\r') },
  { name: 'no newline at the end', where: 'file', apply: text => text.trimEnd() },
  { name: 'front matter', where: 'file', apply: text => `---\ntitle: 记\ndate: 1999-01-01\n---\n${text}` },
  { name: 'title', where: 'file', apply: text => `# 每日资讯\n记录每天有用的技术\n\n${text}` },
  { name: 'setext title', where: 'file', apply: text => `每日资讯\n====\n\n${text}` },
  { name: 'definition of a link', where: 'file', apply: text => `${text}\n\n[ref]: https://ref.example.com\n` },
  { name: 'blank lines at the end', where: 'file', apply: text => `${text}\n \n\t\n` },
  { name: 'missing blank line', where: 'day', apply: text => text.trimEnd() },
  { name: 'section', where: 'day', apply: text => `${text}\n#### 文章\n` },
  { name: 'emoji section', where: 'day', apply: text => `${text}\n##### 🚀 工具\n` },
  { name: 'introduction', where: 'day', apply: text => `${text}\n今天的内容：\n\n` },
  { name: 'comment', where: 'day', apply: text => `${text}<!-- (1) 不算 https://no.example.com -->\n` },
  { name: 'comment of lines', where: 'day', apply: text => `${text}<!--\n- 不算 https://no.example.com\n-->\n` },
  {
    name: 'fence with an entry',
    where: 'day',
    apply: text => `${text}\n\`\`\`md\n(1) 不算 https://no.example.com\n## 2001-01-01\n\`\`\`\n\n`,
  },
  { name: 'tilde fence', where: 'day', apply: text => `${text}\n~~~\n- 不算\n~~~\n` },
  { name: 'image', where: 'day', apply: text => `${text}\n![图](https://no.example.com/a.png)\n\n` },
  { name: 'rule', where: 'day', apply: text => `${text}\n* * *\n\n` },
  {
    name: 'HTML',
    where: 'day',
    apply: text => `${text}\n<p align="center"><img src="https://no.example.com/b.png"></p>\n\n`,
  },
  { name: 'table of contents', where: 'day', apply: text => `${text}\n- [文章](#文章)\n- [工具](#工具)\n\n` },
  { name: 'trailing spaces', where: 'item', apply: text => text.replace(/\n$/, '  \n') },
  { name: 'trailing no-break space', where: 'item', apply: text => text.replace(/\n$/, '\u00a0\n') },
  { name: 'zero-width space', where: 'item', apply: text => text.replace(/\n$/, '\u200b\n') },
  { name: 'leading bidirectional mark', where: 'item', apply: text => `\u200e${text}` },
  { name: 'links in full-width brackets', where: 'item', apply: text => text.replace(/ (https?:\S+)/, '（$1）') },
  { name: 'links in half-width brackets', where: 'item', apply: text => text.replace(/ (https?:\S+)/, ' ($1)') },
  { name: 'autolinks', where: 'item', apply: text => text.replace(/ (https?:[^\s，]+)/, ' <$1>') },
  { name: 'full stop after a link', where: 'item', apply: text => text.replace(/(https?:\S+)\n/, '$1 \n') },
  { name: 'unclosed bold', where: 'item', apply: text => text.replace(/ (?=https?:)/, ' **') },
  { name: 'HTML break', where: 'item', apply: text => text.replace(/\n$/, '<br>\n') },
  { name: 'a comment at the end of the line', where: 'item', apply: text => text.replace(/\n$/, ' <!-- 读过 -->\n') },
  { name: 'continuation line', where: 'item', apply: text => `${text}补充的一句话。\n` },
  { name: 'nested list', where: 'item', apply: text => `${text}    - 要点一\n    - 要点二\n` },
  { name: 'nested numbers', where: 'item', apply: text => `${text}    1. 要点一\n    2. 要点二\n` },
  { name: 'indented paragraph', where: 'item', apply: text => `${text}\n    说明。\n` },
  { name: 'quote', where: 'item', apply: text => `${text}> 引文 (1) 不算\n` },
  { name: 'fence inside', where: 'item', apply: text => `${text}\`\`\`\n- 不算 https://no.example.com\n\`\`\`\n` },
  { name: 'image inside', where: 'item', apply: text => `${text}\n![](https://no.example.com/c.png)\n` },
  { name: 'date inside', where: 'item', apply: text => `${text}见 2001-01-01 的旧文\n` },
  { name: 'long line', where: 'item', apply: text => `${text}${'很长'.repeat(3000)}\n` },
  { name: 'surrogates', where: 'item', apply: text => `${text}半个\ud83c 和整个🎉\n` },
  { name: 'blank line', where: 'after', apply: text => `${text}\n` },
  { name: 'blank lines with spaces', where: 'after', apply: text => `${text}  \n\t\n` },
];

const words = fc
  .array(
    fc.constantFrom(
      '谷歌',
      '发布',
      '新模型',
      'GPT(3)',
      'Open Images V6',
      '3D',
      '目标检测',
      '2.0',
      '（上）',
      '「元伪标签」',
      'C++',
      '：',
      '、',
      '深入',
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map(parts => `甲${parts.join('')}乙`);
const url = fc
  .tuple(
    fc.constantFrom(
      'https://mp.weixin.qq.com/s/',
      'http://a.example.cn:8080/',
      'https://例子.中国/',
      'https://hub.baai.ac.cn/view/',
    ),
    fc.nat(99_999),
    fc.constantFrom('', '?refer=x&y=1', '_(disambiguation)', '#frag', '/a%20b/', '.pdf', '/~me/-_x_'),
  )
  .map(([host, n, tail]) => `${host}${n}${tail}`);
const item = fc.record({
  title: words,
  urls: fc.uniqueArray(url, { minLength: 1, maxLength: 3 }),
  dirt: fc.option(fc.constantFrom(...dirt.filter(kind => kind.where === 'item')), { nil: undefined }),
  after: fc.option(fc.constantFrom(...dirt.filter(kind => kind.where === 'after')), { nil: undefined }),
});
const day = fc.record({
  style: fc.constantFrom(...styles),
  items: fc.array(item, { minLength: 1, maxLength: 5 }),
  gap: fc.constantFrom(1, 1, 1, 2),
  repeat: fc.boolean(),
  dirt: fc.option(fc.constantFrom(...dirt.filter(kind => kind.where === 'day')), { nil: undefined }),
});

/** A dirty digest together with what was written into it. */
export const dirtyDigest: fc.Arbitrary<{ text: string; written: Written[]; kinds: string[] }> = fc
  .record({
    heading: fc.constantFrom(...headings),
    days: fc.array(day, { minLength: 1, maxLength: 4 }),
    first: fc.integer({ min: 0, max: 11_000 }),
    dirt: fc.uniqueArray(fc.constantFrom(...dirt.filter(kind => kind.where === 'file')), { maxLength: 2 }),
  })
  .map(({ heading, days, first, dirt: fileDirt }) => {
    const written: Written[] = [];
    const kinds = fileDirt.map(kind => kind.name);
    let text = '';
    for (const [index, { style, items, gap, repeat, dirt: dayDirt }] of days.entries()) {
      const date = new Date(Date.UTC(2000, 0, 1) + (first + index) * 86_400_000).toISOString().slice(0, 10);
      const head = heading(date);
      // Only headings with `#` can do without the blank line that shows where a bare date stands.
      const bare = !head.startsWith('#');
      text +=
        dayDirt && !(bare && dayDirt.name === 'missing blank line')
          ? `${dayDirt.apply(head).replace(/\n*$/, '')}\n`
          : head;
      if (dayDirt) {
        kinds.push(dayDirt.name);
        if (dayDirt.apply('').endsWith('\n\n')) text += '\n';
      }
      let number = 0;
      for (const [position, each] of items.entries()) {
        number = style.numbered && !(repeat && position === 1) ? number + (position === 0 ? 1 : gap) : number;
        const ordinal = style.numbered ? number : position + 1;
        let line = style.write(ordinal, each);
        for (const kind of [each.dirt, each.after])
          if (kind) {
            line = kind.apply(line);
            kinds.push(kind.name);
          }
        text += line;
        written.push({
          date,
          ordinal,
          title: style.name === 'bold number' ? `重点 ${each.title}` : each.title,
          urls: each.urls,
        });
      }
      text += '\n';
    }
    for (const kind of fileDirt.toSorted((a, b) => order(a.name) - order(b.name))) text = kind.apply(text);
    return { text, written, kinds };
  });

/** Line endings change after everything is written, the byte order mark stands before it all. */
function order(name: string): number {
  return name === 'byte order mark' ? 3 : name === 'front matter' ? 1 : /CR/.test(name) ? 2 : 0;
}

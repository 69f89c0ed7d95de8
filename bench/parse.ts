/**
 * How fast a digest is parsed: `node bench/parse.ts [megabytes]`. Prints MB/s and entries/s over a digest that mixes every
 * format, and over one in the seed's style: of the best of three runs, and how often a plain cut into trimmed lines would
 * fit into it, which stays the same on a busy machine. Floor: 20 MB/s or 100,000 entries/s.
 */
import { parse } from '../src/digest/parse.ts';

const megabytes = Number(process.argv[2] ?? 20);

const days = [
  (n: number) =>
    `(${n})【机器学习】Cross-Validation（交叉验证）详解 第 ${n} 篇 https://zhuanlan.zhihu.com/p/${n}?refer=rdatamining  \n论文地址：https://arxiv.org/pdf/2101.${n}.pdf  \n`,
  (n: number) =>
    `- [x] [Open Images V6 来了](https://storage.googleapis.com/openimages/${n}) 新增**局部叙事**标注 #数据集\n`,
  (n: number) =>
    `${n}、[rtty ${n}](https://github.com/zhaojh329/rtty)：能够通过 Web 登录 Linux 终端的开源项目。\n\n采用 C 语言实现，算上依赖库体积不到 100KB。\n\n`,
  (n: number) =>
    `### [A title ${n}](https://example.com/posts/${n}?a=1&b=2)\n\nA paragraph about it with *some* marks and \`code\`.\n\n`,
];

function generate(size: number, items: typeof days): string {
  const parts: string[] = [];
  let length = 0;
  for (let day = 0; length < size; day++) {
    const date = new Date(Date.UTC(1990, 0, 1) + (day % 14_000) * 86_400_000).toISOString().slice(0, 10);
    const item = items[day % items.length];
    parts.push(`## ${date}\n\n`);
    for (let n = 1; n <= 8; n++) parts.push(item?.(n) ?? '');
    parts.push('\n');
    length = parts.length * 100;
  }
  return parts.join('');
}

for (const [name, items] of [
  ['mixed', days],
  ['seed', days.slice(0, 1)],
] as const) {
  const text = generate(megabytes * 1e6, [...items]);
  const size = Buffer.byteLength(text) / 1e6;
  parse(text.slice(0, 200_000), { file: 'warm.md' });
  let entries = 0;
  const seconds = best(() => {
    entries = parse(text, { file: 'bench.md' }).entries.length;
  });
  const cut = best(() => {
    text.split('\n').map(line => line.trim());
  });
  console.log(
    `${name}: ${size.toFixed(1)} MB, ${entries} entries in ${seconds.toFixed(2)} s: ` +
      `${(size / seconds).toFixed(1)} MB/s, ${Math.round(entries / seconds)} entries/s, ` +
      `${(seconds / cut).toFixed(1)} times a cut into lines`,
  );
}

/** Seconds of the quickest of three runs. */
function best(run: () => void): number {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    run();
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  return seconds;
}

/**
 * Words that say nothing of what a text is about. English ones as they are written and as they are stemmed; Chinese
 * ones as the segmenter cuts them. Kept short: a word that some question may be about ("work", "学习") is not here.
 */
const english = `a about above after again all also am an and any are as at be because been before being below between
both but by can could did do does doing done down during each either else etc even ever every few for from further get
gets getting got had has have having he her here hers herself him himself his how however i if in into is it its itself
just let lets me might more most much must my myself neither no nor not of off on once one only or other others our
ours ourselves out over own per please quite rather really same shall she should so some such than that the their
theirs them themselves then there these they thing things this those though through thus to too under until up upon us
very via was we were what when where whether which while who whom whose why will with within without would yes yet you
your yours yourself yourselves s t d ll m re ve don doesn didn isn aren wasn weren won wouldn couldn shouldn
hi hello hey thanks thank anyone anybody someone somebody something anything everything nothing
ani thi onc dure befor becaus abov veri someth anyth everyth noth pleas anyon everyon realli quit mayb`;

const chinese = `的 了 和 与 及 或 在 是 有 也 都 就 还 又 很 被 把 让 给 从 到 对 为 以 于 其 之 而 且 但 并 等 着 过 地 得 吗 呢 吧 啊 呀 哦 嘛 哈
我 你 他 她 它 我们 你们 他们 她们 它们 咱们 大家 自己 这 那 这个 那个 这些 那些 这里 那里 这儿 那儿 这样 那样 这种 那种 一个 一些 一种 一下 一点 一篇 一条 一 个 些 种 篇 条
什么 怎么 怎样 怎么样 如何 为什么 为何 为啥 哪 哪个 哪些 哪里 哪儿 谁 几 多少 啥 咋 是否 能否 可否 可以 能 会 要 想 应该 需要 可能 必须
没有 没 不 不是 不要 不会 不能 有没有 是不是 能不能 会不会 可不可以 怎么办 咋办 怎么弄 怎么搞 怎么做 怎么用 怎么回事 啥样 有些 有哪些 几种 几个 几条 几篇 哪种 哪家 哪位 那篇 哪篇 多久 多大
关于 有关 相关 对于 由于 因为 所以 因此 如果 虽然 但是 不过 然后 而且 以及 并且 或者 还是 还有 就是 只是 只有 只要 除了 通过 根据 按照 其中 其他 其它 另外 此外
请 请问 麻烦 帮 帮我 帮忙 告诉 看看 找找 找 查查 说说 讲讲 讲 说 聊聊 谢谢 你好 时候 里面 里 上 下 中 来 去 用 做 进行`;

/** Words that a question is made of more often than it is about: they count, but little. */
const weak = `know tell show give find look looking want wanted need like good best kind stuff way lot bit use used using work works working make making made
note notes noted entry entries digest link links article articles post posts mention mentioned thought save saved thing read reading
resource resources guide tutorial tutorials introduction intro overview tip tips explain explained explanation example examples new latest recent recommend recommended recommendation
知道 东西 内容 事 事情 情况 那么 这么 特别 比较 非常 很 太 最 更 之前 以前 以后 之后 现在 目前 记 记过 记录 提到 收藏 笔记 条目 链接 文章 资料 查 搜 介绍 推荐 教程 分享 方法 问题 使用 最新 最近 好用 有用 好 看 学 写 一篇 相关 方面 办法 方式`;

/** Every stop word of both languages. */
export const stopWords: ReadonlySet<string> = set(english, chinese);

/** Every weak word of both languages. */
export const weakWords: ReadonlySet<string> = set(weak);

function set(...texts: string[]): Set<string> {
  return new Set(texts.flatMap(text => text.split(/\s+/)).filter(Boolean));
}

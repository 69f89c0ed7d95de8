import { type Frame, type Frames, frame } from './frames.ts';

const we = '(?:我们|咱们|咱|我|你们|你|大家|群里|有人|谁)';
const place =
  '(?:(?:在|从)?(?:我们的?|这个|你的?|我的?)?(?:笔记|日报|资讯|记录|条目|库|知识库|摘要|digest|链接|文档|资料|收藏)(?:库|本)?(?:里面|里头|当中|之中|里|中|内|上)(?:面|边)?的?|这里|里面|库里|其中)';
const before = '(?:之前|以前|曾经|过去|当时|那时|此前|先前|早前|前面|历史上|到目前为止|目前|至今|到现在|迄今)';
const verb =
  '(?:记录|收录|收藏|收集|提及|提到|提起|提|聊|谈|记下来?|记|分享|推荐|介绍|讨论|整理|总结|保存|存|讲|说|写|看|发|转发|转|涉及|出现|收|学|贴|更新|添加)';
const done = '(?:过了|过|到过|到了|到|了|下了|的)?';
const entry = '(?:条目|记录|链接|连结|笔记|网址|收藏)';
const loose = `(?:${entry}|文章|资料|内容|东西|资源|论文|资讯|帖子|信息|材料|推送|消息|地址|参考|博客|介绍|教程)`;
const about = '(?:关于|有关于?|有关|讲到?的?是?|提到|介绍|说到?的?是?|涉及到?|包含|包括|写|聊到?|谈到?|和|跟|与)';
const all = '(?:所有(?![权者制])的?|全部的?)';
const whenever = '(?:什么时候|啥时候|何时|几时|哪一?[天期]|几号)';
// What one does to fill a digest: 记了多少 counts its entries, 学了多少 does not.
const keep = '(?:记录|收录|收藏|收集|保存|分享|整理|更新|转发|提到|记|收|存|发|攒|转)';
const amount = '(?<limit>\\d{1,3}|[一二两三四五六七八九十]{1,3}|几)';
const me = '(?:给我|帮我|替我|帮忙|为我)';
const subject = `(?:${we}|${place}|${before}|都|还|也|有没有|是否|是不是|有|曾|最近|近期|一共|总共|,|，|\\s)`;
const many = '(?:多少|几)';
const counting = '(?:一共|总共|总计|合计|共计|共)';

const heads: Frame[] = [
  frame(
    '^(?:请问一?下?|请教一?下?|请|求(?=\\s|[上昨前今这最关有一])|麻烦(?:你|您)?|你好|您好|嗨|哈喽|那么|那(?=[我你有上昨前今关]|什么|么)|嗯+|哎|诶|对了|好的?(?=[,，\\s])|谢谢)[\\s,，!！]*',
    { polite: true },
  ),
  frame(`^(?:能不能|能否|能|可以|可不可以|可否|是否可以)(?=${me}|[找查搜列看告给说])`, { polite: true }),
  frame(`^(?:我|我们)?(?:想要?|需要|要)(?:知道|了解|看看?|找找?|查查?|问问?|搜|复习|回顾)(?:一?下)?`, { polite: true }),
  frame(`^${me}(?:们)?`, { polite: true }),
  frame(
    '^(?:告诉我|提醒我|说说|讲讲|谈谈|聊聊|说一?下|讲一?下|介绍一?下|介绍(?=\\s)|解释一?下|解释(?![性器力])|总结一?下|回顾一?下|回顾(?=[我上昨前本这\\d])|回忆一?下|概括一?下|梳理一?下|整理一?下)(?:我们)?',
  ),
  frame(
    '^(?:查找|查询|查一查|查一?下|查查|查看|查到|搜一搜|搜一?下|搜搜|找一找|找一?下|找找|找到|找出|翻一?下|翻翻|看一?下|看看|看一看|检索一?下|搜索一?下|搜寻|寻找|列一?下|列出来?|列举(?!法)|显示出?(?=所有|全部|关于|一下)|展示(?=所有|全部|关于|一下)|给出)(?:来)?(?:一下)?',
  ),
  frame(
    '^(?:搜索|检索)(?!引擎|算法|空间|树|推荐|系统|广告|排序|策略|框架|技术|模型|功能|结果|插件|工具|增强|式|质量|优化|问题|方法|器|词|$)[\\s:]*',
  ),
  frame(
    `^(?:找|搜|查|列)(?=[个几些篇条所全关有和跟与讲\\s]|我们|一些|之前|以前|上次|\\w)(?:个|几个|几条|些|一些|篇|条)?`,
  ),
  // the last few, before 几条 is taken for a number that is asked
  frame(
    `^(?:来|给|看|把)?(?:最近|最新|最后)的?(?!一(?![\\d十]))${amount}(?:条|篇|个(?=${loose}))新?的?(?:${loose})?(?:是(?!什么|啥|哪))?(?:有哪些|都有什么)?(?:${about})?`,
    { kind: 'last', digest: true, several: true },
  ),
  frame(
    `^(?:来|给|看|把)?(?:最早|最初|最先|最开始|最前面?|开头|前)的?(?!一(?![\\d十]))${amount}(?:条(?=$|[\\s是的都有?？]|${loose})|篇|个(?=${loose}))(?:的)?(?:${loose})?(?:是(?!什么|啥|哪))?(?:${about})?`,
    { kind: 'first', digest: true, several: true },
  ),
  // how many
  frame(`^(?:讲|提到|说|写|聊|谈)(?:到过|到|过|了)?(?=.+的.*${many}(?:个|条|篇|次)?(?:${loose})?[了呢吗啊呀]?$)`, {
    kind: 'count',
    digest: true,
  }),
  frame(
    `^${subject}*${counting}?${subject}*${keep}${done}${many}(?:个|条|篇)?(?:东西|内容|资料|信息|文章|论文|帖子|资讯|博客)(?=$|[\\s?？。!！吗呢啊了的])`,
    { kind: 'count', digest: true },
  ),
  frame(
    `^${subject}*(?:${verb}${done})?${counting}?${subject}*(?:${verb}${done})?(?:${many}(?:个|条|篇)?${entry}|${many}(?:条|篇)(?=$|[\\s?？。!！吗呢啊的]|${loose}|${about}|${verb})|${many}(?=关于|有关|讲|提到))(?:是|有)?(?:${about}(?:了|过)?)?(?:的是|的)?`,
    { kind: 'count', digest: true },
  ),
  frame(`^${subject}*${counting}?${verb}(?:到)?(?:过|了)?${many}(?:次|回|遍)`, { kind: 'count', digest: true }),
  frame(`^${subject}*${counting}(?:有)?${many}(?=$|[\\s?？。!！吗呢啊])`, { kind: 'count', digest: true }),
  frame(`^${subject}*${verb}${done}(?=.*${many}(?:次|回|遍)[吗呢了]?$)`, { kind: 'count', digest: true }),
  // 记过多少个数据集 counts the entries on data sets
  frame(`^${subject}*${counting}?${subject}*${keep}${done}${many}(?:个|条|篇|种|款|套|本)?(?=[^了\\s?？])`, {
    kind: 'count',
    digest: true,
  }),
  frame(`^(?:统计|数一?数|数一?下|计算)(?:一?下)?(?=.*(?:${entry}|${many}|几条|[条篇]数))`),
  // first and last
  frame(`^${subject}*${whenever}(?:就)?开始${verb}${done}(?:关于)?`, { kind: 'first', digest: true }),
  frame(
    `^${subject}*${whenever}?(?:是)?${subject}*(?:第一次|首次|最早|最先|最初|最开始|第一回)(?:是)?(?:在)?${whenever}?${subject}*(?:开始)?${verb}${done}(?:的是|的)?(?:关于)?`,
    { kind: 'first', digest: true },
  ),
  frame(
    `^(?:第一[条篇](?!目|[街路线])|最早的?(?:那|一)?(?:条|个|篇)(?!目)|第一个(?=关于|有关|讲|提到)|最早的?(?=${loose}|关于|有关|讲|提)|第一个(?=${entry})|首条)(?:${loose})?(?:是(?!什么|哪))?(?:${about})?`,
    { kind: 'first', digest: true },
  ),
  frame(
    `^${subject}*${whenever}?(?:是)?${subject}*(?:最后一次|最近一次|最后一回|最后(?=(?:一回)?(?:提到|聊到|谈到|说到|讲到|出现))|上一?次|上回)(?:是)?(?:在)?${whenever}?${subject}*${verb}${done}(?:的是|的)?(?:关于)?(?=.*${whenever}|(?<=(?:最后|最近|什么时候|何时|哪天|几号).*))`,
    { kind: 'last', digest: true },
  ),
  frame(
    `^(?:最后一条|最近的?一条|最新的?(?:那|一)条|最后一篇|最近的?一篇|最新的?一篇)(?:${loose})?(?:是(?!什么|哪))?(?:${about})?`,
    { kind: 'last', digest: true },
  ),
  frame(`^(?:最后一次|最近一次|最后|最近|上一?次)(?:的)?(?:更新|记录)(?=(?:是|在)*${whenever})`, {
    kind: 'last',
    digest: true,
  }),
  frame('^第(?<nth>\\d{1,3}|[二两三四五六七八九十]{1,3})(?:条|个|篇)(?=$|[\\s是的呢])', { kind: 'list', noun: true }),
  // list
  frame(`^(?:最新|最近|近期|新)的?(?:${loose})(?=$|[\\s是有])`, { kind: 'list', digest: true }),
  frame(`^把(?=.*(?:列|找|发|整理)(?:出|给|一下))`),
  frame(`^${subject}*(?:有|${verb}${done})?(?:的)?${all}(?:的)?(?:${loose})?(?:${about})?`, {
    kind: 'list',
    digest: true,
  }),
  frame(
    `^${subject}*都?有(?:过)?(?:哪些|些?什么|些?啥)(?:(?:样的|新的?|相关的?)?${loose})?(?:是)?(?=$|[\\s?？。!！吗呢啊]|${about})(?:${about})?`,
    { kind: 'list', digest: true },
  ),
  frame(`^${subject}*都?有哪些(?:新的?|相关的?)?(?:${loose})?`, { kind: 'list', digest: true }),
  frame(`^哪些${loose}(?:是)?(?:里)?(?:${about})?${done}`, { kind: 'list', digest: true }),
  frame(`^${subject}*(?:${verb}|读|刷|听)${done}(?:哪些|[些点]?(?:什么|啥))(?:${loose})?(?:是)?(?:${about})?`, {
    kind: 'list',
    digest: true,
  }),
  frame(`^${subject}*在(?:看|读|学|聊|关注|研究|记)些?(?:什么|啥)$`, { kind: 'list', digest: true }),
  // yes or no, and pointing at one entry
  frame(
    `^${subject}*(?:有没有|有无|是否有|是不是有|有(?!人)(?=.*[吗么]$)|有(?=关于|讲|提到|相关))(?:${verb}${done})?(?:什么|啥|哪些|一些|一个|任何|某个|个|人)?(?:${loose}(?=${about}|讲))?(?:是)?(?:${about}${done})?(?:的是)?`,
    { digest: true },
  ),
  frame(
    `^${subject}*(?:哪一?(?:条|个|篇|天)|那一?(?:条|个|篇|些)|某一?(?:条|个|篇))(?:${loose})?(?:里|中)?(?:是)?(?:${about}|${verb})${done}(?:的是)?`,
    { digest: true },
  ),
  frame(
    `^(?:${before}|上次|上回|我记得|记得|好像|印象中|印象里)+(?:有|是)?(?:那|一)?(?:个|条|篇)?(?:${loose})?(?:是)?(?:${about}|${verb}${done})?(?:的是)?(?=.)`,
    { digest: true },
  ),
  frame(`^${subject}*${whenever}${subject}*${verb}${done}(?:关于)?`, { digest: true }),
  frame('^(?:跟|和|与)(?=.*(?:有关|相关|类似))', { digest: true }),
  frame(
    `^(?:${we}|${place})(?:${we}|${before}|${place}|都|还|也|曾|最近|近期|一共|有|是不是|是否|有没有|\\s)*(?:${verb}${done}|对|关于)(?:关于|有关)?`,
    { digest: true },
  ),
  frame(`^${verb}${done}(?=关于|有关)`, { digest: true }),
  frame(`^${whenever}(?:${we}|\\s)*${verb}(?:过|到过|到|了)(?:关于)?`, { digest: true }),
  frame(`^${place}(?:有|是|对)?`, { digest: true }),
  frame('^(?:关于|有关于?|对于)(?=.)', { digest: true }),
  frame('^(?:什么是|啥是|何为|何谓|什么叫做?|怎么理解|如何理解|啥叫|是什么(?=\\s))'),
  frame(
    `^(?:最近|近期|近来|最新|这几天|前几天|近几天|前阵子|这阵子|这段时间)(?!邻|点|距|公共|祖先|似|质心|的?邻居)的?(?:有|${we})?(?=.)`,
  ),
  frame(`^(?:的|是|有|在|里|,|，)*(?:${loose})(?=$|的)`, { noun: true, digest: true }),
  frame('^那一?(?:个|条|篇|些)', { noun: true }),
  frame('^(?:讲|提到|说)到?(?=.*的(?:是哪一?[条个篇天])?$)', { noun: true }),
  frame('^推荐(?:一些|一下|几个|几篇|点)(?=.)'),
  frame(`^(?:的|是|有|在|${we}|都|相关的?)(?!$)(?=.)`, { noun: true }),
];

const tails: Frame[] = [
  frame('[\\s,，]*(?:有|有的)[吗么]$', { digest: true }),
  frame('(?:汇总|整理|总结|归纳|梳理|盘点)一?下$'),
  frame(`(?<=${many}(?:个|条|篇|次|${loose})?)了$`, { polite: true }),
  frame('(?:[吗呢呀啊嘛呗啦哦]|(?<![贴酒网])吧|(?<=[了过的有到])么)$', { polite: true }),
  frame('(?:[\\s,，]*(?:谢谢你?|多谢|谢了|一下|来着|麻烦了|可以吗))$', { polite: true }),
  // the last few, before 几条 is taken for a number that is asked
  frame(
    `(?:的)?(?:最近|最新|最后)的?(?!一(?![\\d十]))${amount}(?:条|篇|个(?=${loose}))(?:${loose})?(?:是什么|有哪些)?$`,
    { kind: 'last', digest: true, several: true },
  ),
  frame(`(?:的)?最早的?(?!一(?![\\d十]))${amount}(?:条|篇|个(?=${loose}))(?:${loose})?(?:是什么|有哪些)?$`, {
    kind: 'first',
    digest: true,
    several: true,
  }),
  frame('(?:的)?第(?<nth>\\d{1,3}|[二两三四五六七八九十]{1,3})(?:条|个|篇)$', { kind: 'list', noun: true }),
  // how many
  frame('[条篇]数$', { kind: 'count', digest: true }),
  frame(`的(?:${counting})?有?多少$`, { kind: 'count', digest: true }),
  frame(`^(?:有|是)?${many}(?:个|条|篇)?$`, { kind: 'count', noun: true }),
  frame(`^(?:${we}|\\s)*${keep}${done}${many}(?:条|篇)?$`, { kind: 'count', digest: true }),
  frame(
    `(?:的|相关)*(?:${entry}|文章)?,?${counting}?(?:有|${verb}${done}|是)?,?${counting}?(?:${verb}${done})?(?:有)?${many}(?:(?:条|篇)(?:${loose})?|(?:个|条|篇)?${entry})$`,
    { kind: 'count', digest: true },
  ),
  frame(`(?:的|相关)*${entry}(?:一共|总共|共|的?数量)?(?:有|是)?${many}个?$`, { kind: 'count', digest: true }),
  frame(`(?:的|相关)*(?:${entry})(?:总数|数量|条数|个数|数目)(?:是多少|有多少)?$`, { kind: 'count', digest: true }),
  frame(`,?(?:${we})?(?:一共|总共|共)?(?:被)?${verb}(?:到)?(?:过|了)?${many}(?:次|回|遍|条)$`, {
    kind: 'count',
    digest: true,
  }),
  frame(`^(?:${we}|${verb}${done}|的|\\s)*${counting}(?:有|${verb}${done})?${many}个?$`, {
    kind: 'count',
    digest: true,
  }),
  frame(`(?:相关|有关)的?(?:${loose})?${counting}?有?${many}个?$`, { kind: 'count', digest: true }),
  // first and last
  frame(`(?:是)?(?:在)?${whenever}的?$`, { noun: true }),
  frame(
    `(?:${we})?(?:是)?${whenever}?(?:被)?(?:第一次|首次|最早|最先|最初)(?:是)?(?:在)?${whenever}?(?:被)?(?:出现|${verb}${done})(?:的)?(?:是)?(?:在)?${whenever}?(?:的)?$`,
    { kind: 'first', digest: true },
  ),
  frame(
    `(?:的)?(?:第一条|最早的?(?:那|一)?条|最早的?(?=${entry}))(?:${loose})?(?:是)?(?:什么|哪条|哪一条|什么时候|哪天|哪个)?(?:的)?$`,
    { kind: 'first', digest: true },
  ),
  frame(
    `(?:${we})?(?:是)?${whenever}?(?:被)?(?:最后一次|最近一次|上一?次)(?:是)?(?:在)?${whenever}?(?:被)?(?:出现|${verb}${done})?(?:的)?(?:是)?(?:在)?${whenever}(?:的)?$`,
    { kind: 'last', digest: true },
  ),
  frame(`(?:${we})?(?:最后一次|最近一次)(?:被)?(?:出现|${verb}${done})(?:的)?$`, { kind: 'last', digest: true }),
  frame(
    `(?:的)?(?:最后一条|最近的?一条|最新的?(?:那|一)条)(?:${loose})?(?:是)?(?:什么|哪条|哪一条|什么时候|哪天|哪个)?(?:的)?$`,
    { kind: 'last', digest: true },
  ),
  // list
  frame(
    `(?:的|相关的?|方面的?|有关的?)(?:${loose})?,?(?:${we}|${before}|都|\\s)*(?:有|${verb}${done})(?:哪些|些?什么|些?啥)(?:${loose})?$`,
    { kind: 'list', digest: true },
  ),
  frame(`(?:${loose})(?:都)?有(?:哪些|些?什么|些?啥)(?:${loose})?$`, { kind: 'list', digest: true }),
  frame(`(?:${we}|${before}|都|\\s)*(?:有哪些|都有些?什么|都有啥)(?:${loose})$`, { kind: 'list', digest: true }),
  frame(`(?<!的.*)(?:都)?(?:有哪些|都有些?什么|都有啥)$`, { kind: 'list', digest: true }),
  frame(
    `(?:,|，|\\s|${we}|${before}|都)*${verb}(?:录)?(?:过了|过|到过|到了|了|下了)(?:哪些|些?什么|些?啥)(?:${loose})?$`,
    { kind: 'list', digest: true },
  ),
  frame(`(?:,|，|\\s|${we}|${before}|都)*有(?:什么|啥)(?:${loose})?$`, { digest: true }),
  // all the rest
  frame('^(?:是)?(?:什么|哪一?[条个篇])$', { noun: true }),
  frame(`${many}(?:次|回|遍)$`, { noun: true }),
  frame(
    `(?:,|，|\\s|${we}|${place}|${before}|有没有|是否|是不是|有|曾)*(?:${verb})(?:过没有|过没|了没有|了没|没有|过|到过|了吗|过吗)$`,
    { digest: true },
  ),
  frame(`(?:,|，|\\s)*(?:${we}|${place})(?:都|也|${before})?(?:是)?(?:怎么|如何)(?:${verb})(?:的)?$`, { digest: true }),
  frame(`(?:,|，|\\s)*(?:${we}|${place})?(?:有没有|有无|有么|有没)(?:${verb}${done}|相关的?)?(?:${loose})?$`, {
    digest: true,
  }),
  frame(
    `(?:的)?(?:${loose})?(?:是)?(?:在哪里?儿?|在什么地方|是哪一?(?:条|个|篇)|是(?:什么|多少|哪个)|呢|发(?:给)?我|给我|找(?:一下|出来|给我))$(?<=${loose}.{0,8})`,
    { digest: true },
  ),
  frame(`(?:,|，|\\s)*(?:在)?(?:${place})$`, { digest: true }),
  frame(`(?:相关|有关|方面|之类)的?(?:${loose})?$`, { digest: true }),
  frame(`的(?:那一?(?:条|个|篇))?(?:${loose})$`, { digest: true }),
  frame(`的?(?:那一?(?:条|个|篇))(?:${loose})?$`, { digest: true }),
  frame(`(?:${entry}|文章|资料|帖子)$`, { noun: true, digest: true }),
  frame(`\\s${entry}$`, { digest: true }),
  frame('^(?:日报|周报|摘要|更新|重点|要点|精华|汇总|总结|概要|新闻|所有的?|全部的?)$', { noun: true }),
  frame('的?是哪一?[条个篇天]$', { digest: true }),
  frame('(?:都)?(?:列|找|发|整理|汇总)(?:出来|给我|我|一下|出)(?:看看|看一?下|瞧瞧)?(?:吧)?$'),
  frame(
    `(?:,|，|\\s)*(?:到底|究竟)?(?:是什么意思|是什么东西|是什么|是啥|什么意思|是指什么|指什么|指的是什么|是怎么回事|怎么回事)$`,
  ),
  frame('(?<![快慢好坏差难强弱错同别出用输赢])(?:在哪(?:里|儿)?|在什么地方)$'),
  frame('(?:的|有关|相关)$'),
  frame(`(?:最近|近期|最近都?有)$`),
  frame(`^(?:${we}|${before}|${place}|都|还|也|有|是|在|的|${verb}${done}|,|，|\\s)+$`, { noun: true }),
];

export const chineseFrames: Frames = { heads, tails };

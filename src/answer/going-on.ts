/**
 * Turns of phrase that go on from an answer, in one language. Each stands for a whole message, folded, without manners
 * and punctuation at its ends; a number in it ("the second one", 第二条) has been put as a pronoun.
 */
export type GoingOn = {
  next: RegExp;
  back: RegExp;
  links: RegExp;
  days: RegExp;
  /** asks for all that the entries say */
  full: RegExp;
  howMany: RegExp;
  dayAfter: RegExp;
  dayBefore: RegExp;
  /** what joins a message to the one before it; group `rest` */
  joined: RegExp;
  /** what may join it and may as well begin or end another thought, so that no new topic follows; group `rest` */
  loose: RegExp;
  /** asks by itself, whatever stands before or behind it */
  asking: RegExp;
  /** the same, where only days or tags may follow; group `rest` */
  narrowed: RegExp;
  /** asks which of the entries hold something; group `rest` */
  within: RegExp;
  /** one entry, by its number; groups `nth`, `last` */
  picked: RegExp;
  /** takes the place of what `picked` found */
  pronoun: string;
  /** one side of what was spoken of, named beside a pronoun; group `aspect` */
  aspects: readonly RegExp[];
  /** one side of it named by a noun that is always somebody's, with no pronoun; group `aspect` */
  facet: RegExp;
  /** the same behind what joins */
  joinedFacet: RegExp;
};

const whole = (source: string) => new RegExp(`^(?:${source})$`, 'i');
const first = (...sources: string[]) => `(?:${sources.join('|')})`;

const it = '(?:its?|that|this|them|their|those|these|they)(?: ones?)?';
const ask =
  "(?:(?:can|could|may) (?:i|we|you) (?:have|get|see|share|send|give me|show me)|(?:give|send|show)(?: (?:me|us))?|share|post|open|what(?:'s| is| are| was)|where(?:'s| is| are)|do (?:you|we) have|have you got|got|i (?:want|need))";
const facetEn =
  '(?:(?:source )?code|sources?|repo(?:sitory)?|github|implementation|paper|pdf|dataset|data|demo|tutorial|examples?|videos?|slides|authors?|docs?|documentation|model|weights|licen[cs]e|price|benchmarks?|results?|course)';
const noun =
  '(?<aspect>(?!(?:how|all|both|which|what|each|every|none|some|any|one|most|many|few|either|neither)\\b)[\\w+#-]+(?: [\\w+#.-]+){0,2}?)';
const article = '(?:(?:an?|any|some|the|also|more) )*';

export const english: GoingOn = {
  next: whole(
    first(
      `(?:(?:show|give|send|list|see)(?: me| us)? )?(?:(?:some|any|the|a few) )?(?:more|next|rest|others?|remaining)(?: (?:\\d{1,2} )?(?:page|ones?|results?|entries|of (?:${it})))?(?: \\d{1,2})?`,
      "continue|go on|keep going|carry on|(?:and )?then|(?:is|was) that (?:all|it)|what(?:'s| is) (?:next|left)",
      `(?:is|are) there (?:any(?:thing)? )?(?:more|else|others)(?: (?:of|on|about) ${it})?`,
      `(?:anything|something|what) else(?: (?:is|do we have|have we got)(?: there)?)?(?: (?:of|on|about) ${it})?`,
    ),
  ),
  back: whole('(?:the )?(?:previous|last|prior) page|(?:go )?back'),
  links: whole(
    first(
      `(?!what(?:'s| is| are| was) (?:an? )?(?:links?|urls?|original)\\b)(?:${ask} )?(?:(?:${it}|an?|the|any|all the) )?(?:links?|urls?|original(?: (?:post|article|page))?)(?: (?:of|for|to|from) ${it})?`,
      `where (?:can|could|do|did) (?:i|we|you) (?:find|read|get|see|download) ${it}(?: from)?|where(?:'s| is| are| was) ${it}(?: from)?`,
    ),
  ),
  days: whole(
    first(
      `(?:when|(?:on )?(?:what|which) (?:day|date))(?: (?:was|is|were|are|did) (?:${it}|we|you|i)(?: (?:noted?|posted|saved?|recorded?|added?|logged|shared?)(?: down)?)?(?: ${it})?(?: from)?)?`,
      `(?:what(?:'s| is| was) )?(?:${it}|the) (?:date|day)(?: of ${it})?`,
    ),
  ),
  full: whole(
    first(
      `why(?: (?:is|was) ${it})?|how (?:so|come)|explain(?: more| further)?|elaborate(?: on ${it})?|say more|(?:go )?into detail|in (?:more )?detail`,
      `tell (?:me|us) (?:some )?more(?: (?:about|on|of) ${it})?|(?:show|give) (?:me|us) more (?:about|on) ${it}|more (?:about|on) ${it}|tell me about ${it}`,
      '(?:(?:tell|show|give) (?:me|us) )?(?:all|both|each) of (?:them|those|these)',
      `(?:(?:tell|show|give) (?:me|us) )?(?:(?:some|the|more|all the) )*(?:details|full (?:text|entry))(?: (?:of|on|about|for) ${it})?`,
      `(?:explain|expand|describe|open|read|pick|take|see|show(?: me)?|give me|what about|how about) ${it}(?: (?:in (?:more )?detail|in full|again|out|more))?`,
      `what (?:does|did|do) ${it} (?:say|mean|contain|cover)|what(?:'s| is| was| are| were) ${it}(?: (?:about|exactly))?|how (?:does|do|did) ${it} work`,
    ),
  ),
  howMany: whole('how many(?: (?:of (?:them|those|these)(?: are there)?|is that|are (?:they|those|these)))?'),
  dayAfter: whole('(?:on )?(?:the )?(?:next|following) day|(?:on )?the day after(?: that)?'),
  dayBefore: whole('(?:on )?(?:the )?(?:previous|prior) day|(?:on )?the day before(?: that)?'),
  joined: whole(
    '(?:and(?: also)?,? (?:what about |how about |(?:the )?same for |also )?|(?:(?:but|or|so)(?: also)?,? )?(?:what|how) about |(?:(?:but|or|so)(?: also)?,? )?(?:the )?same (?:thing )?(?:for|on|about|with) )(?<rest>.+)',
  ),
  loose: whole('(?:but|or|so)(?: also)?,? (?<rest>.+)'),
  asking:
    /^(?:what|why|how(?! many\b| often\b)|when|where|who|which|whose|is|are|was|were|am|do|does|did|can|could|should|would|will|has|have|had|may|might|must|not|if|because|then)\b/i,
  narrowed: whole('(?:only|just) (?:(?:those|the ones|the entries) )?(?<rest>.+)'),
  within: whole(
    '(?:which (?:ones?|of (?:them|those|these))|(?:any|some|are any) of (?:them|those|these))(?: that)? (?:mention(?:s|ing)?|(?:(?:are|is|were|was) )?(?:about|on|from)|cover(?:s|ing)?|talk(?:s|ing)? about|ha(?:ve|s)) (?<rest>.+)|(?:is there )?anything (?:about|on) (?<rest>.+) (?:in|among) (?:there|them|those|these|it)',
  ),
  picked:
    /(?:\b(?:the |that )?(?:(?<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[1-9]\d?(?:st|nd|rd|th))(?: (?:one|result|hit|entry|item|note))?|(?<nth>first)(?: (?:one|result|hit))?|(?<last>last)(?: (?:one|result|hit))?)(?: of (?:them|those|these))?|\b(?:number|no\.?|nr\.?|entry|result) ?(?<nth>[1-9]\d?)|(?:^|\s)#(?<nth>[1-9]\d?)|\[(?<nth>[1-9]\d?)\])(?:'s)?(?![\w.-])/i,
  pronoun: 'it',
  aspects: [
    whole(
      `(?:(?:(?:is|are) there|do (?:we|you) have|have (?:we|you) got|got|any|find(?: me)?|${ask}|who(?:'s| is| are)) )?${article}${noun} (?:for|of|on|about|behind|from) (?:it|that|this|them|those|these)`,
    ),
    whole(`(?:(?:${ask}|who(?:'s| is| are| was)) )?(?:its|their) ${noun}`),
    whole(
      `(?:does|do|did|can|could|is|are|was|has|have|will) (?:it|they)(?: (?:have|come with))? ${article}(?!(?:worth|possible|true|better|ok|okay|safe|time|matter|a good|just|like|that|to)\\b)${noun}`,
    ),
    whole(`(?:can|could|does|do|will) (?:it|they) (?<aspect>(?:run|work|deal|go|scale|be used) [\\w ]{1,20})`),
    whole(
      '(?:how|where|why|when|who|can|could|should|do|does)(?: (?:do|can|could|should|to|did|does|would|i|we|you|one|people))* (?<aspect>(?:install|use|run|try|build|get|download|compile|write|wrote|made|make|created|fix|learn|train|deploy|test|cite|import|configure|update|buy)) (?:it|them)(?: (?:on|with|in|for|from|without) [\\w.+#-]+)?',
    ),
  ],
  facet: whole(
    `(?:(?:(?:is|are) there|do (?:we|you) have|have (?:we|you) got|got) ${article}|(?:(?:where|who|what)(?:'s| is| are) )?the (?:(?:also|more) )?)(?<aspect>${facetEn})(?: available| too| as well)?`,
  ),
  joinedFacet: whole(`${article}(?:its |their )?(?<aspect>${facetEn})`),
};

const ta =
  '(?:它们?|这个|那个|这些|那些|[这那][条篇]|[这那]几[条篇]|上面(?:的|那[个条些]|这[个条些])|刚才(?:的|那[个条些])|这|那)';
const facetZh =
  '(?:源?代码|源码|实现|仓库|项目|论文|数据集?|演示|教程|例子|示例|案例|视频|幻灯片|ppt|作者|文档|模型|权重|协议|价格|版本|结果|课程|原理|优缺点|优点|缺点|用法|参数|效果|github|demo|paper|code|pdf)(?:地址|链接)?';

export const chinese: GoingOn = {
  next: whole(
    first(
      `(?:后面)?还有(?:没有)?(?:更多|其[他它]|别的)?的?(?:条目|内容|结果|记录|笔记)?(?:[吗么呢]|哪些|什么)?|还有(?:关于|讲)${ta}的(?:内容|条目)?[吗么]?|关于${ta}还有(?:什么|别的|其他的?)?[吗么]?`,
      '更多的?[呢吗]?|再来(?:一些|几条|一页|一?点)?|继续|接着[来说]?|下一?页|下一批|往下|翻页|就这些吗?|就这(?:几条|么多)吗?|只有这些吗?|没有?(?:别的|更多|其[他它]的)?了吗',
      '(?:给我)?(?:看看?)?(?:更多|下一页|(?:其[他它]|别|剩下|后面|余下)的(?:条目|几条|内容|结果)?)呢?',
    ),
  ),
  back: whole('上一?页|前一?页|往前翻?'),
  links: whole(
    first(
      `(?:把|给我|发我|发一下|看看|看一下|求|有没有|有|我?要|来个)*(?:${ta}的?)?(?:链接|连结|地址|网址|原文(?:链接|地址)?|出处|来源|url)(?:呢|是什么|是啥|是多少|是?在?哪[儿里]?|有[吗么]|有没有|发(?:给)?我(?:一下)?|给我(?:一下)?|发一下|发出来|贴一下|[吗么])?`,
      `(?:${ta})?在哪[儿里]?(?:能|可以)?[看找读](?:到)?(?:${ta})?|${ta}在哪[儿里]?`,
    ),
  ),
  days: whole(
    first(
      `(?:${ta})?(?:是|在)?(?:什么时候|啥时候|哪一?天|几号|何时|哪一?期)(?:(?:记下?|记录|发|说|提到|收|写)?的)?呢?`,
      `(?:${ta}的)?(?:日期|时间)(?:呢|是什么|是哪天)?`,
    ),
  ),
  full: whole(
    first(
      `为什么|为啥|怎么回事|怎么[说讲]|(?:再|能|可以)*(?:详细|具体|仔细|展开|多)(?:一?点|一些|地)?(?:[说讲][说讲]|[说讲]一?下|介绍(?:一下)?|[说讲]|看看|一下)?(?:${ta})?[呢吗]?|再(?:说说|讲讲|介绍一下)|[说讲]得?(?:再)?(?:详细|具体|仔细)(?:一?点|一些)`,
      `(?:${ta}的?)?(?:详细|具体|完整)?的?(?:内容|详情|全文|细节)(?:呢|是什么|是啥|有吗)?`,
      `${ta}(?:里面?)?(?:具体|主要|都)?[讲说写]了?(?:的是)?些?(?:什么|啥)(?:内容|东西)?|${ta}是(?:什么|啥|干什么的|干嘛的|做什么的|讲什么的)(?:意思)?`,
      `(?:解释|介绍|说说|讲讲|展开|看看|看一下|打开|说一下|讲一下|给我看看?)(?:一下)?${ta}|${ta}(?:怎么样|详细说说|展开说说|呢)`,
    ),
  ),
  howMany: whole('(?:它们|这些|那些)(?:一共|总共)?有?(?:多少|几)[条个篇]'),
  dayAfter: whole('第二天|次日|后一天|隔天|下一天'),
  dayBefore: whole('前一天|上一天|头一天'),
  // Without a word in front it joins no more than a noun; 那个 is a pronoun, and no 个 behind 那.
  joined: whole(
    `(?!${ta}呢)(?:(?:那么|那(?![个些条篇几么])|还有|然后|另外|同样的?)[,，\\s]?(?<rest>.{1,30}?)|(?<rest>.{1,16}?))呢`,
  ),
  loose: whole(`(?!${ta}呢$)(?<rest>.+?)呢`),
  asking:
    /怎|如何|为什么|为啥|为何|什么|啥|哪|谁|多少|几[个条次号篇天]|[是能可要有该](?:不是|不能|不可以|不要|没有|不该)|是否|能否|请问|^(?:讲|说|介绍|解释|告诉|找|查|搜|看|问|请|想|要|用|做)/,
  narrowed: whole('(?:只要|只看|仅看?|就看)(?<rest>.+?)(?:的条目|的|那天的?)?'),
  within: whole(
    '(?:其中|这里面|这些里面?|里面|它们(?:里|当中|中))(?:有没有|有|哪些|哪几?条)?是?(?:提到|讲到?|关于|说到?|涉及到?|(?=\\d))(?<rest>.+?)的?(?:有哪些|是哪些|条目|有?[吗么])?',
  ),
  picked: /第(?<nth>[1-9]\d?|[一二两三四五六七八九十]{1,3})[条个篇项]|(?<last>最后(?:那?一?)[条个篇])/,
  pronoun: '它',
  aspects: [
    whole(
      '(?:那|请问)?它们?的(?<aspect>.{1,12}?)(?:呢|是谁|是什么|是啥|是多少|有吗|在哪[儿里]?|怎么样|有哪些|[吗么])?',
    ),
    whole(
      '(?:那|请问)?(?:它们?|这个|那个)(?:能不能|可不可以|能|可以|有没有|有(?:什么|哪些|啥)?|怎么|如何|会|需要|是(?=谁|哪[年里]))(?<aspect>.{1,12}?)[吗呢么]?',
    ),
    whole('(?:那|请问)?(?:它们?|这个|那个)(?<aspect>(?:支持|开源|收费|免费|好用|靠谱).{0,10}?)[吗呢么]?'),
    whole(`(?:${ta}的?)(?<aspect>${facetZh})(?:呢|有吗|在哪[儿里]?|是谁|有没有|[吗么])?`),
  ],
  facet: whole(
    `(?:有没有|有)(?:相关的?|对应的?)?(?<aspect>${facetZh})[吗么呢]?|(?<aspect>${facetZh})(?:有吗|在哪[儿里]?|有没有|是谁)`,
  ),
  joinedFacet: whole(`(?:它的|相关的?|对应的?)?(?<aspect>${facetZh})`),
};

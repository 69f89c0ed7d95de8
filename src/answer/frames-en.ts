import { type Frame, type Frames, frame } from './frames.ts';

const we = '(?:we|i|you|they|us|any(?:one|body)|some(?:one|body)|the (?:bot|digest|notes|log))';
const did = "(?:did|do|does|have|has|had|'ve)";
const noted =
  '(?:(?:not|shar|sav|stor|captur|discuss|record|collect|bookmark|cover|mention|post|add|log|list|talk|learn|jot|link|publish)(?:e?d|e)?|wr(?:ite|ote|itten)|seen?|saw|keep|kept|read|sa(?:y|id)|learnt|c[ao]me across|come up with|have|got?|get|gotten|put|find|found|know)(?: (?:down|up))?';
const entry = '(?:entr(?:y|ies)|notes?|links?|items?|records?|bookmarks?|urls?|digest)';
const loose = `(?:${entry}|papers?|articles?|(?:blog ?)?posts?|resources?|references?|materials?|info(?:rmation)?|content|stuff|things?|reading|pages?)`;
const the = '(?:the|an?|any|some|all(?: of)?(?: the| our| my)?|our|my|your|every|each|that|those|these|this|other)';
const things = `(?:(?:${the} )?(?:recent |saved |relevant |good |useful |interesting )?${loose}|(?:something|anything|everything|nothing)(?: (?:new|else|interesting|useful|recent))?|(?:any )?(?:news|updates?))`;
const place =
  '(?:(?:the|our|my|your|this|that) )?(?:notes?|digest|log|library|entries|records?|collection|archive|links|(?:reading )?list|knowledge base)';
const about =
  '(?:about|on|regarding|concerning|re|for|covering|mentioning|discussing|describing|containing|explaining|featuring|around|matching|(?:(?:that|which) )?(?:is |are |was |were )?(?:related|relevant|relating) to|(?:(?:that|which) )?(?:mention|cover|discuss|describe|explain|contain|feature)(?:s|ed)?|(?:that|which) (?:is|are|was|were) (?:about|on)|(?:(?:that|which) )?(?:talk|deal)(?:s|ed|ing)? (?:about|with|of))';
const article = '(?: (?:the|an?)(?= ))?';
const upTo = `(?: ${about}${article})?`;
const seen =
  '(?:(?:be |been )?(?:mentioned|noted|recorded|saved|shared|posted|covered|discussed|logged|added|written|seen)(?: down)?|appear(?:ed)?|show(?:ed)? up|come up|came up|turn(?:ed)? up)';
const e = '(?=$|[\\s,:?!.])';
const amount = '(?<limit>\\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|few|several|(?:a )?couple(?: of)?)';
const plural = '(?:entries|notes|links|items|records|bookmarks|urls|papers|articles|posts|things|ones)';
// What one does to fill a digest: "how many datasets did we note" counts entries, "how many keypoints did we need" does not.
const keep = '(?:note|save|record|collect|bookmark|share|log|post|mention|list|add|cover|discuss)d?(?:ed)?';
const where = `(?:[\\s?.!]*$| (?:${about}|in ${place}|so far|in total|from|with|tagged)\\b)`;

const polite: Frame[] = [
  frame(`^(?:hey|hi|hello|please|pls|plz|ok(?:ay)?|so|um+|well|thanks|bot|noted)${e}[\\s,!:]*(?=\\S)`, {
    polite: true,
  }),
  frame(
    `^(?:(?:could|can|would|will) (?:you|u)(?: (?:please|kindly|pls))?|(?:i|we)(?:'d| would)? (?:want|need|like|wish|love)(?: you)?(?: to)?|(?:i|we)(?:'m| am|'re| are) (?:looking|searching|trying)(?: to| for)?|(?:can|may|could) (?:i|we)|(?:i|we) wonder(?: if| whether)?|let me|let's|help me(?: to)?|any idea)${e}`,
    { polite: true },
  ),
  frame(
    `^(?:know|remember|recall|see|check)${e}(?= (?:if|whether|what|where|when|which|how|why|who|the|any)\\b)(?: (?:if|whether))?`,
    { polite: true },
  ),
  frame(
    '^i (?:remember|recall|think|saw|read|believe)(?: (?:that )?(?:there (?:is|was)|seeing|reading|we had|we saw|having))?(?= \\S)',
    {
      polite: true,
    },
  ),
  frame('^(?:looking|searching) for(?= \\S)|^need(?= (?:the|an?|some|any)\\b)', { polite: true }),
];

const heads: Frame[] = [
  ...polite,
  frame('^(?:gimme|lemme see|send (?:me|us|over)|catch me up(?: on)?|sum up|wrap up)(?=$| )', { polite: true }),
  // how many
  frame('^(?:how many|(?:the )?(?:total )?(?:number|count) of) mentions(?: of)?(?= \\S)', {
    kind: 'count',
    digest: true,
    about: true,
  }),
  frame('^how many [a-z]+ (?:(?:are |were )?about|mention(?:ing|ed)?|discuss(?:ing)?)(?= )', {
    kind: 'count',
    digest: true,
    about: true,
  }),
  frame(
    `^how many(?: of them)?(?: (?:are|were))?(?: (?:did|do|have|had|has) ${we} (?:ever |already )?${noted})?(?=${where})${upTo}`,
    {
      kind: 'count',
      digest: true,
    },
  ),
  frame(
    `^how many (?=(?:(?!(?:ha[sd]|have|do|does|did|is|are|was|were|times?)\\b)\\S+ ){1,4}(?:did|do|have|had) ${we} (?:ever |already )?${keep}[\\s?.!]*$)(?!(?:entries|notes|items|records|bookmarks|urls|links|papers|articles|posts|resources|things)\\b)`,
    { kind: 'count', digest: true },
  ),
  frame(`^how many (?:links|papers|articles|posts|resources|things) (?:are|were) there(?=${where})${upTo}`, {
    kind: 'count',
    digest: true,
    about: true,
  }),
  frame("^(?:(?:what(?:'s| is) )?the )?(?:total )?(?:number|count)(?: of)?$", { kind: 'count', noun: true }),
  frame(
    `^(?:(?:what(?:'s| is) )?(?:the )?(?:total )?(?:number|count) of|how many|count(?: up)?) (?:(?:of )?${the} )?(?:different |distinct )?(?:(?:entries|notes|items|records|bookmarks|urls)|(?:links|papers|articles|posts|resources|things)(?= (?:${about}|did|do|have|has|tagged|were|was)\\b|$|[\\s?.!]*$))(?=[\\s?.!]*$| (?:${about}|(?:did|do|have|had) ${we}|has ${we}|are there|were there|(?:are|were) ${about}|exist|in ${place}|from|with|dated|tagged|(?:are|were|is|have|has)(?=[\\s?.!]*$)|were (?:noted|saved|added|recorded|shared))\\b)(?: (?:are|were|is|have|has)(?=[\\s?.!]*$))?(?: (?:are|were)(?: there)?)?(?: in ${place})?(?: (?:did|do|have|had|has) ${we}(?: ${noted})?)?(?: (?:were )?(?:noted|saved|added|recorded|shared))?(?: ${things})?${upTo}`,
    { kind: 'count', digest: true, about: true },
  ),
  frame(
    `^how (?:many times|often) (?:${did} ${we} (?:ever )?${noted}|(?:is|was|were|are|has|have|does|did)(?= .*\\b${seen}))${upTo}`,
    { kind: 'count', digest: true, about: true },
  ),
  frame(`^(?:total|count)(?: (?:number|count))?(?: of)? (?:${the} )?(?:entries|notes|records|bookmarks)${upTo}${e}`, {
    kind: 'count',
    digest: true,
    about: true,
  }),
  frame(
    `^how many (?=(?:(?!ha[sd]\\b|have\\b)\\S+ ){1,4}(?:entries|notes|records|bookmarks|links)(?:$| (?:(?:did|do|have) ${we}|are there|were there|in ${place})))`,
    { kind: 'count', digest: true },
  ),
  // first and last
  frame(
    `^(?:when|where|what day) (?:did|was|have|had)(?: it)?(?: that)? ${we} (?:first(?: ever)?|originally|initially) ${noted}${upTo}`,
    { kind: 'first', digest: true, about: true },
  ),
  frame(`^(?:when|where|what day) (?:did|was|have|had) ${we} (?:last|most recently) ${noted}${upTo}`, {
    kind: 'last',
    digest: true,
    about: true,
  }),
  frame(
    `^(?:(?:when|what|which)(?:'s| is| was| were) )?(?:the )?(?:very )?(?:first|earliest) (?:time )(?:that |when )?${we} (?:ever )?${noted}${upTo}`,
    { kind: 'first', digest: true, about: true },
  ),
  frame(
    `^(?:(?:when|what|which)(?:'s| is| was| were) )?(?:the )?(?:very )?(?:last|latest|most recent) (?:time )(?:that |when )?${we} (?:ever )?${noted}${upTo}`,
    { kind: 'last', digest: true, about: true },
  ),
  ...(['first', 'last'] as const).flatMap(kind => {
    const word =
      kind === 'first'
        ? '(?:very )?(?:first|earliest|oldest)(?: ever)?'
        : '(?:very )?(?:last|latest|most recent|newest)';
    const ask = "(?:when|what|which)(?:'s|s| is| was| are| were)";
    const start = `^(?:${ask} )?(?:(?:the|our|my) )?${word}`;
    const starts = `^(?:(?:${ask}|(?:list|show|give|get|send|print|display|find)(?: (?:me|us))?) )?(?:(?:the|our|my) )?${word}`;
    // "The last entries" are a few of them; "the latest entries" without a number are a list, the newest first.
    const some = kind === 'first' ? `(?: ${amount})?` : `(?:(?<=last)| ${amount})`;
    return [
      frame(`^(?:when (?:was|is) )?(?:the )?${word} time (?:that )?(?=.* ${seen}$)`, { kind, digest: true }),
      frame(
        `${starts}${some} ${plural}(?: (?:that |which )?${we}(?: (?:have|had))?(?: ever)? ${noted})?(?: in ${place})?${upTo}(?=[\\s?.!]*$|(?<=\\b(?:about|on|for|mentioning|covering)(?: the| an?)?) )`,
        { kind, digest: true, several: true },
      ),
      frame(
        `^(?:(?:${ask}|(?:list|show|give|get|send)(?: (?:me|us))?) )?(?:(?:the|our|my) )?${amount} ${word} ${plural}${upTo}(?=[\\s?.!]*$|(?<=\\b(?:about|on|for|mentioning|covering)(?: the| an?)?) )`,
        { kind, digest: true, several: true },
      ),
      frame(`${starts} ${amount}(?=[\\s?.!]*$| ${about} )${upTo}`, { kind, digest: true, several: true }),
      frame(
        `${start} (?=(?:\\S+ ){1,5}(?:(?:that |which )?${we}(?:'ve| have| had)?(?: ever)? ${keep}|(?:(?:was|were|to be|ever) )?${seen})[\\s?.!]*$)(?!(?:time|step)\\b)`,
        { kind, digest: true },
      ),
      frame(
        `${start} (?:entry|note|link|record|bookmark|post|article|paper|thing)(?: (?:that |which )?${we}(?: (?:have|had))?(?: ever)? ${noted})?(?: in ${place})? ${about}${article}${e}`,
        { kind, digest: true, about: true },
      ),
      frame(
        `${start} (?:entry|note|link|record|bookmark|thing|one|post|article|paper)(?: (?:that |which )?${we}(?: (?:have|had))?(?: ever)? ${noted})?(?: in ${place})?(?=[\\s?.!]*$)`,
        { kind, digest: true },
      ),
      frame(`${start} mention(?:s)?(?: (?:of|about|on))?${article}${e}`, { kind, digest: true, about: true }),
    ];
  }),
  // list
  frame(
    `^(?:list|show(?: me| us)?|give (?:me|us)|print|display|get(?: me)?|find(?: me)?) (?:out )?(?:(?:all(?: of)?|every|each|everything)(?: (?:the|our|my))?|(?:the|our|my)(?= (?:recent |latest |newest |last )?(?:entries|notes|links|items|records|bookmarks|urls|papers|articles|posts|resources)\\b))(?: (?:recent|latest|newest|last))?(?: ${loose})?(?: (?:that )?${we}(?: have| had)? ${noted})?(?: in ${place}(?=[\\s?.!]*$| ))?${upTo}${e}`,
    { kind: 'list', digest: true },
  ),
  frame(
    `^(?:list|show(?: me| us)?|give (?:me|us)|print|display) (?:recent |latest )?(?:entries|notes|links|items|records|bookmarks|urls|papers|articles|posts|resources|everything|anything)(?: (?:that )?${we}(?: have| had)? ${noted})?${upTo}${e}`,
    { kind: 'list', digest: true },
  ),
  frame(
    `^(?:the |our )?(?:most recent|recent|latest|newest|last)(?: \\d+)? (?:entries|notes|links|items|records|bookmarks)${upTo}${e}`,
    { kind: 'list', digest: true },
  ),
  frame(`^list(?: me| us| out| down)? (?:the|some|our|my)${e}(?= \\S)`, { kind: 'list' }),
  frame(`^list(?: me| us| out)?(?= .* (?:entries|notes|links|items|records|bookmarks)$)`, {
    kind: 'list',
    digest: true,
  }),
  frame(
    `^(?:all|every|everything)(?: (?:of )?(?:the|our|my))? ?${entry}?(?: (?:that )?${we}(?: have| had)? ${noted})?(?: in ${place})? ${about}${e}`,
    { kind: 'list', digest: true, about: true },
  ),
  frame(`^everything(?: (?:that )?${we}(?: have| had)? ${noted})(?: ${about})?${e}`, { kind: 'list', digest: true }),
  frame(
    `^(?:all|every) (?:(?:of )?(?:the|our|my) )?(?:entries|notes|links|items|records|bookmarks)(?: ${we}(?: have| had)? ${noted})?${e}`,
    { kind: 'list', digest: true },
  ),
  frame(
    `^(?:what|which)(?: (?:are|were)(?= (?:the|our|my|all)))?(?: (?:the|our|my|all))* (?:entries|notes|links|items|records|bookmarks|articles|papers|resources|posts)(?: (?:are there|were there|(?:did|do|have) ${we}(?: ${noted})?|${we}(?: have)? ${noted}))?(?: (?:are |were )?${about}| tagged(?= )| in ${place})?${e}(?! (?:is|has)\\b)`,
    { kind: 'list', digest: true },
  ),
  // everything else that speaks of the digest
  frame(
    `^(?:what|anything|something) (?:else )?${did} ${we} (?:ever |already |just )?${noted}(?: ${things})?${upTo}${e}`,
    { digest: true },
  ),
  frame(
    `^(?:what|anything|something)(?: else)? (?:${we}(?: have|'ve)? ${noted}|(?:was|were|is|has been|have been) (?:${noted}|going on|new))${upTo}${e}`,
    { digest: true },
  ),
  frame(`^what(?:'s| is| was| are| were| does| do| did)?(?: there)? (?:in|on) ${place}(?: say)?${upTo}${e}`, {
    digest: true,
  }),
  frame(
    `^(?:what (?:can|could|do) (?:you|we) (?:tell|say|show|give)(?: (?:me|us))?|who(?: has)? ${noted})${upTo}${e}`,
    { digest: true },
  ),
  frame(`^what(?:'s| is| was) (?:the )?(?:digest|notes|log)(?: (?:about|on))?${e}`, { digest: true }),
  frame(`^what ${did} ${place} (?:say|have|tell(?: us| me)?|mention|contain)${upTo}${e}`, { digest: true }),
  frame("^what(?:'s| is| was) new(?: in| with| on| about)?(?=$|[\\s?!.])", { digest: true }),
  frame("^what(?:'s)? happened|^what happens", { digest: true }),
  frame(
    `^(?:${did} ${we}(?: ever| already| also)?(?: ${noted})?|(?:is|are|was|were) there|got|has (?:any(?:one|body)|some(?:one|body))(?: ever)? ${noted})(?= (?:${things}|${about}|a )\\b)(?: (?:a(?= )|any(?= )|some(?= ))?)?(?: ?${things})?(?: (?:that )?${we}(?: have)? ${noted})?(?: in ${place})?${upTo}${e}`,
    { digest: true },
  ),
  frame(`^${did} ${we} (?:ever |already |also )?(?:${noted} )${e}?(?:any |some |a |an |the )?`, { digest: true }),
  frame(`^(?:is|are|was|were|has|have)(?= .*\\b(?:${seen}|in ${place})(?: anywhere)?$)`, { digest: true }),
  frame(`^what(?:'s| is| was)(?: (?:the|this|that|an?)(?= ))?(?= .* about$)`, { digest: true }),
  frame(`^(?:when|(?:on )?(?:what|which) (?:day|date)) ${did} ${we} (?:ever )?${noted}${upTo}${e}`, { digest: true }),
  frame(`^(?:where|how) ${did} ${we} (?:ever )?(?:${noted})${upTo}${e}`, { digest: true }),
  frame(
    `^(?:which|what)(?: one)?(?: of)?(?: the| our| my)? ${loose} (?:is it that |was it that )?(?:is |was |are |were )?${about}${article}${e}`,
    { digest: true, about: true },
  ),
  frame(`^(?:what|which) (?=.* (?:did|do|have) ${we} ${noted}$)`, { kind: 'list', digest: true }),
  frame(
    `^${things}(?: (?:that )?${we}(?: have| had|'ve)? ${noted})?(?: in ${place})?(?: from)? ${about}${article}${e}`,
    { digest: true, about: true },
  ),
  frame(`^(?:${the} )?(?:links?|urls?|pointers?|references?) (?:to|for|of|about|on)${article}${e}(?! prior)`, {
    digest: true,
    about: true,
  }),
  frame(
    `^(?:remind me|refresh my memory|bring me up to speed|tell (?:me|us)|say|summari[sz]e|(?:summary|recap|overview|rundown|roundup)(?= (?:of|on|for)\\b|$)|brief (?:me|us)|give (?:me|us) (?:a |an )?(?:summary|recap|overview|rundown|digest))(?: (?:more|again|something|all|everything|a bit|a little))?(?: (?:about|of|on|for|that))?${e}`,
  ),
  frame(`^(?:what|how) ${we}(?: have|'ve|'d)? ${noted}${upTo}${e}`, { digest: true }),
  frame(`^(?:do you |do we )?(?:know|remember|recall)(?: anything| something)? (?:about|of|the)${e}`),
  frame(`^(?:what|how) about${e}(?= \\S|$)`),
  frame(`^(?:and|also|then) (?!gates?\\b)`),
  frame(`^(?:about|regarding|concerning)${e}(?= \\S)`, { about: true }),
  // search words, which are also parts of names
  frame(`^(?:search(?:ing)?|look(?:ing)?)(?: (?:up|for|through|in))+(?: ${place})?(?: (?:for|about))?${e}`),
  frame(
    `^search${e}(?! (?:engines?|algorithms?|spaces?|trees?|index|indices|rank\\w*|strateg\\w+|quality|systems?|results?|relevance|functions?|quer(?:y|ies)|based|and|in|on|optimi[sz]ation|problems?|methods?|theory|bar|box|ui|api|apis)\\b)[:\\s]*`,
  ),
  frame(`^(?:find|fetch|get|show|give|pull up|bring up|dig up|send)(?: (?:me|us|out))${e}`),
  frame(`^(?:find|fetch|pull up|bring up|dig up|recommend|suggest)${e}(?! (?:command|api|and|in|on)\\b)(?= \\S)`),
  frame(`^(?:explain|describe|define|introduce)(?: (?:to )?(?:me|us))?${e}(?= \\S)`),
  frame(
    `^(?:what(?:'s|s| is| are| was| were)|who(?:'s| is| are)|where(?:'s| is| are| can (?:i|we) (?:find|get|read)))(?: (?:the|an?|that|our|my|this)(?= ))?${e}(?= \\S)`,
  ),
  frame(`^(?:when|where) (?:was|were|did|is|are|has|have|do|does)(?= .*\\b${seen}\\b)${article}`, { digest: true }),
  frame(`^how (?:does|do|did)(?: the| an?)?(?= .* works?$)`),
  frame(
    `^(?:the )?(?:recent|latest|newest|most recent|new)(?: (?=on\\b|about\\b)(?:on|about))?${e}(?= \\S)(?! (?:york|zealand)\\b)`,
  ),
  frame(
    `^(?:${the} )?(?:recent |latest )?(?:entries|notes?|links?|items?|records?|bookmarks?|digest|log|ones?)(?= |$)(?! (?:prediction|taking|analysis|layer|linkage|keeping|building)\\b)`,
    { noun: true, digest: true },
  ),
  frame(
    '^(?:the )?(?<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\d{1,2}(?:nd|rd|th)) (?:entry|note|link|item|record|bookmark|post|article|one)(?=$|[\\s?.!])',
    { kind: 'list', noun: true },
  ),
  frame(`^(?:${the}|about|on|in|of|for|did ${we} ${noted}|(?:did|do|have) ${we})(?= |$)`, { noun: true }),
];

const tails: Frame[] = [
  frame('\\s+(?:thing|stuff|one)$(?<!\\b(?:of|the) (?:thing|stuff|one))', { noun: true }),
  frame('[\\s,]+(?:please|pls|plz|thanks|thank you|thx|ty|for me|for us|bot|again|if any|or not)$', { polite: true }),
  frame(`\\s+(?:first|originally|initially) ${seen}(?: in ${place})?$`, { kind: 'first', digest: true }),
  frame(`\\s+${seen}(?: in ${place})? (?:for the first time|first)$`, { kind: 'first', digest: true }),
  frame(`\\s+(?:last|most recently) ${seen}(?: in ${place})?$`, { kind: 'last', digest: true }),
  frame(`\\s+(?:so far|ever|yet|already|to date|in total|altogether|overall)$`),
  frame(
    `\\s+(?:recently|lately|these days|nowadays|as of late|(?:(?:in )?the )?(?:last|past) few (?:days|weeks|months))$`,
  ),
  frame(`^(?:recently|lately)$`, { noun: true }),
  frame(`[\\s,]+(?:in|from|within|inside|across) ${place}$`, { digest: true }),
  frame(
    `[\\s,]+(?:(?:that|which) )?(?:did|do|have|had) ${we}(?: ever| already)?(?: ${noted})?(?: (?:anything|something|any ${entry}|a ${entry}))?(?: (?:about|on|for))?(?: (?:it|that|this|them))?$`,
    { digest: true },
  ),
  frame(`[\\s,]+(?:(?:that|which) )(?:${we}(?: have|'ve|'d)? ${noted}|(?:was|were|is|are) ${noted})$`, {
    digest: true,
  }),
  frame(
    `[\\s,]+(?:${we}(?:'ve)? (?:have )?(?:noted|saved|recorded|collected|bookmarked|shared|logged|mentioned))(?: down)?$`,
    { digest: true },
  ),
  frame(
    `(?:^|\\s+)(?:(?:was|were|is|are|has been|have been) )?(?:${seen})(?: (?:anywhere|somewhere))?(?: in ${place})?$`,
    { noun: true },
  ),
  frame('\\s+(?:anywhere|somewhere)$', { noun: true }),
  frame('^(?:digest|summary|overview|recap|highlights?|updates?|news)$', { noun: true }),
  frame('[\\s,]+(?:anything|something)$', { noun: true }),
  frame('[\\s,:-]+(?:entries|entry)$', { digest: true }),
  frame('[\\s,:-]+(?:notes|links?|items|records|bookmarks|urls?)$', { noun: true, digest: true }),
  frame('\\s+(?:are|is|were|was) there$', { noun: true }),
  frame('[\\s,]+(?:where (?:is|was) (?:it|that)|which one(?: (?:is|was) (?:it|that))?)$', { polite: true }),
  frame('\\s+works?$', { noun: true }),
  frame('\\s+(?:on|in|from|at|about|of|for|and|between|during)$', { noun: true }),
];

export const englishFrames: Frames = { heads, tails };

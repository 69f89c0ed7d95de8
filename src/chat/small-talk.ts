import type { Language } from '../answer/wording.ts';

/** What is said that asks the notes for nothing. */
export type SmallTalk = 'help' | 'thanks' | 'agreed' | 'goodbye' | 'record';

const whole = (words: string) => new RegExp(`^(?:${words})[\\s!.,~。！，～?？]*$`, 'iu');

const KINDS: readonly [SmallTalk, RegExp][] = [
  [
    'help',
    whole('hi|hello|hey|help|good (?:morning|afternoon|evening)|你好|您好|嗨|在吗|帮助|早|早上好|中午好|下午好|晚上好'),
  ],
  [
    'help',
    whole(
      '(?:who|what) are you|what (?:can|do) you do|what can i ask(?: you)?|how (?:do|can) i use (?:you|this)|how does this work|are you (?:a|an) (?:ro)?bot|你是谁|你是什么|你是(?:个|一个)?机器人吗?|你[能会](?:做|干)?(?:什么|啥|些什么)|(?:这个|你)?(?:要)?怎么用',
    ),
  ],
  ['thanks', whole('thanks|thank you|thx|ty|谢谢你?|多谢|谢了|感谢')],
  ['agreed', whole('ok(?:ay)?|cool|great|nice|got it|好的?|嗯+|知道了|明白了?')],
  ['goodbye', whole('(?:good)?bye(?: bye)?|再见|拜拜')],
  [
    'record',
    /^(?:please |请|帮我|麻烦)?(?:(?:add|save|record|note|bookmark)(?: (?:this|it|the|a|down|link|url)){0,3}|(?:添加|保存|收藏|记录?)(?:一下|下来?)?(?:这个|这条|一个|一条)?(?:链接|网址)?)\s?[:：]?\s{0,3}https?:\/\//iu,
  ],
];

/** What small talk a message is, if it is nothing else. */
export function smallTalk(text: string): SmallTalk | undefined {
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0];
}

const TAGS =
  /^(?:(?:(?:what|which|list|show)(?: me)?(?: all)?(?: the)? )?tags(?: (?:are there|do (?:we|you) have|have we))?|(?:(?:what|which) (?:are )?)?(?:the )?most(?:[ -](?:used|common|popular|frequent))+ tags|(?:what|which) tags are (?:the )?(?:most (?:used|common|popular)|used (?:the )?most)|how many tags(?: (?:are there|do (?:we|you) have|have we))?|(?:所有|全部)?的?标签|(?:都?有)?哪些标签|标签(?:都?有哪些|列表)|(?:一共|总共)?有?(?:多少|几)个?标签|(?:哪些|什么)标签[用使]?用?得?最多|(?:最常用|用得最多)的?标签(?:是?哪些|有哪些|是什么)?)[\s?？.。!！]*$/iu;

/** Whether a message asks for the tags, in whatever words. */
export function asksForTags(text: string): boolean {
  return TAGS.test(text);
}

/** The language of what is said, for one who has chosen none. */
export function spokenLanguage(
  text: string,
  { language, chosen }: { language: Language; chosen?: boolean | undefined },
) {
  return chosen || !/\p{Script=Han}/u.test(text) ? language : 'zh';
}

/**
 * What readers may be asked for to their harm: their money, their trust, something to be done at once. A model that heeds
 * what an entry tells it passes such requests on within a sentence that is otherwise borne out.
 */
const patterns = [
  /\b(?:buy(?:ing)?|purchas(?:e|es|ed|ing)|pay(?:s|ing|ments?|pal)?(?! attention)|donat(?:e|es|ions?)|invest(?:ing|ments?|ors?)?|bitcoins?|passwords?|log ?in|sign ?up|subscri(?:be|bing|ptions?)|coupons?|discounts?|whatsapp|hotline|ransom|scams?|frauds?|refunds?|lottery|casinos?|money|click(?:ing)?|(?:call|contact|message|join) (?:us|me|them)|act now)\b/g,
  /转账|汇款|付款|付费|支付|充值|打款|购买|下单|投资|捐款|红包|加群|加[我她他]?微信|微信[号群]|扫码|客服|密码|验证码|优惠|折扣|领取|领奖|中奖|骗局|诈骗|赌场|赌博|博彩|贷款|理财|比特币|点击|登录|订阅|报名/g,
];

/** The words in a text that ask readers for such things, and where they stand. */
export function requestsIn(text: string): { asked: string; index: number }[] {
  const lower = text.toLowerCase();
  return patterns.flatMap(pattern => [...lower.matchAll(pattern)].map(({ 0: asked, index }) => ({ asked, index })));
}

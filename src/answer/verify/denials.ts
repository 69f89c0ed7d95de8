// What only looks like a denial, or answers a question with no before it says what is.
const english =
  /\b(?:not(?! (?:only|just|merely|least))|no(?! (?:less|doubt|matter|longer than)\b|[,.]| ?[—–-])|never|neither|nor|none|nobody|nothing|cannot|without|hardly|useless|worthless)\b|n't\b/i;
const chinese =
  /不(?!仅|但|只|同|断|少|管|过|错|止|光|一定|久|妨|论|如|等|[,，])|没(?!准)|未(?!来|必)|无(?!论|疑)|并非|绝非|切勿/;

/** What may well be told by denying something: “instead of”, 免. */
const deniableInEnglish =
  /\b(?:not?|non|never|neither|nor|none|nobody|nothing|cannot|without|hardly|un\w{4,}|in(?:stead|valid)|\w+less|free|lacks?|avoid\w*|fail\w*|stop\w*|prevent\w*|remov\w*|dropp\w*|skip\w*|omit\w*|wrong|against|rather)\b|n't\b/i;
const deniableInChinese = /[不没未无非勿别免缺禁弃少失错误坑省]|反对|去掉|拿掉|避开|取代|代替|替代/;

/** Whether a text denies something. The words of what it denies may all be an entry's, which says the opposite. */
export function denies(text: string): boolean {
  return english.test(text) || chinese.test(text);
}

/** Whether something in an entry may be told by denying something. */
export function isDeniable(text: string): boolean {
  return deniableInEnglish.test(text) || deniableInChinese.test(text);
}

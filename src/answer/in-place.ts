// Traditional forms of the characters that dates and frames are made of, beside their simplified forms.
const traditional =
  '週這個過後條錄記關於嗎麼們幾號裡裏時間從讓講說總計給幫請問鏈連結現開會內沒麼麽誰樣點發寫東標籤資訊頁數當該舊來係還應為與將華網論討聽紹話禮兩';
const simplified =
  '周这个过后条录记关于吗么们几号里里时间从让讲说总计给帮请问链连结现开会内没么么谁样点发写东标签资讯页数当该旧来系还应为与将华网论讨听绍话礼两';
const folded = new Map([...traditional].map((character, i) => [character, [...simplified][i] ?? character]));

const foldable = new RegExp(`[\\uff01-\\uff5e\\u3000\\u00a0\\u2018\\u2019〇○${traditional}]`, 'g');

/**
 * The text in the form that patterns are written for: half-width letters and signs, straight apostrophes, simplified
 * frame characters. Every character keeps its index, so what is found here can be cut from the original.
 */
export function foldInPlace(text: string): string {
  return text.replace(foldable, character => {
    const code = character.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    if (code === 0x3000 || code === 0xa0) return ' ';
    if (code === 0x2018 || code === 0x2019) return "'";
    if (character === '〇' || character === '○') return '零';
    return folded.get(character) ?? character;
  });
}

// A private-use character: no pattern matches it, and it is no space at which a pattern could end.
const mask = '\ue000';
const urls = /\b(?:https?:\/\/|www\.)[^\s<>"'，。；、）】》」]+/gi;
// A quotation has an end within reach: looked for through all that follows, thousands that are never closed take seconds.
const quotes =
  /"[^"\n]{1,300}"|“[^”\n]{1,300}”|「[^」\n]{1,300}」|『[^』\n]{1,300}』|《[^》\n]{1,300}》|`[^`\n]{1,300}`/g;
const onlyDate = /^.[\d\s年月日号./-]+.$/;

/** Hides what the person quotes (titles, URLs): their words are looked up, never read as dates or as part of the asking. */
export function hideQuoted(text: string): string {
  const hide = (found: string) => mask.repeat(found.length);
  return text.replace(urls, hide).replace(quotes, found => (onlyDate.test(found) ? found : hide(found)));
}

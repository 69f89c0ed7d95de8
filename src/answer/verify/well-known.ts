/**
 * Names that come to a model's mind, in all forms that they have. Anywhere else a name is known by its capital letter; at a
 * sentence's beginning, in small letters and in Chinese it looks like any word.
 */
const names =
  `microsoft 微软|facebook 脸书|amazon 亚马逊 aws|apple 苹果|google 谷歌|openai|nvidia 英伟达|intel 英特尔|ibm
tencent 腾讯|alibaba 阿里巴巴 阿里云|baidu 百度|huawei 华为|bytedance 字节跳动 抖音 tiktok|xiaomi 小米|meituan 美团
samsung 三星|sony 索尼|tesla 特斯拉|twitter 推特|deepmind|uber 优步|netflix 奈飞|oracle 甲骨文|sensetime 商汤|megvii 旷视
stanford 斯坦福|mit 麻省理工|harvard 哈佛|berkeley 伯克利|cambridge 剑桥|oxford 牛津|princeton 普林斯顿|cornell 康奈尔
tsinghua 清华|fudan 复旦|china 中国|america 美国|japan 日本|germany 德国|france 法国|russia 俄罗斯|india 印度|europe 欧洲
britain 英国|korea 韩国|hinton 辛顿|lecun 杨立昆|bengio 本吉奥|goodfellow|musk 马斯克|andrew-ng 吴恩达|kaiming 何恺明
mu-li 李沐|fei-fei 李飞飞|pytorch|tensorflow|keras|chatgpt|wikipedia 维基百科`
    .split(/[|\n]/)
    .map(forms =>
      forms
        .trim()
        .replaceAll('-', ' ')
        .split(/ (?=\p{Script=Han}|aws|tiktok)/u),
    );

const formsOf = new Map(names.flatMap(forms => forms.map(form => [form, forms] as const)));
const anyName = new RegExp(
  [...formsOf.keys()].map(form => (/[a-z]/.test(form) ? `(?<![a-z])${form}(?![a-z])` : form)).join('|'),
  'g',
);

/** The well-known names in a text, each in all its forms, in small letters, and where they stand. */
export function wellKnownIn(text: string): { forms: readonly string[]; index: number }[] {
  return [...text.toLowerCase().matchAll(anyName)].map(({ 0: name, index }) => ({
    forms: formsOf.get(name) ?? [name],
    index,
  }));
}

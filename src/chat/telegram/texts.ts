import type { Language } from '../../answer/wording.ts';

/** What the bot says in Telegram only. */
type Texts = {
  /** to somebody who is not among those that may talk with it */ closed(id: number): string;
  /** to such a group that takes it in */ closedGroup(id: number): string;
  /** to such a person who presses a button or types the bot's name */ closedShort: string;
  wordless: string;
  /** the one before was sent, and nobody knows whether it arrived */ mayBeMissing: string;
  thanks: string;
  ratingTakenBack: string;
  buttonTooOld: string;
  /** to others in the group */ buttonOfAnother: string;
  inlineEmpty: string;
  /** on the button under an answer that is being written */ stop: string;
  stopped: string;
  /** the profile's short line, at most 120 characters */ about: string;
};

const en: Texts = {
  closed: id =>
    `I answer only those whom my owner has let in. Your id is \`${id}\`: with it in ALLOWED_CHATS, I answer you too.`,
  closedGroup: id =>
    `I answer only in chats that my owner has let in. The id of this group is \`${id}\`: with it in ALLOWED_CHATS, I answer here too.`,
  closedShort: 'I answer only those whom my owner has let in.',
  wordless: 'I can read text only. Please ask in words; /help shows how.',
  mayBeMissing: 'My last message may not have arrived. If you do not see it, please ask again.',
  thanks: 'Thank you, noted.',
  ratingTakenBack: 'Your rating is taken back.',
  buttonTooOld: 'I no longer know what this button belongs to. Please ask again.',
  buttonOfAnother: 'This button is for the one who asked.',
  inlineEmpty: 'Nothing found – ask me in private',
  stop: '⏹ Stop',
  stopped: 'Stopped.',
  about: 'Answers questions out of your notes: a digest of links, day by day.',
};

const zh: Texts = {
  closed: id => `我只回答主人允许的人。你的 id 是 \`${id}\`，主人把它加进 ALLOWED_CHATS 后我就会回答你。`,
  closedGroup: id =>
    `我只在主人允许的群里回答。这个群的 id 是 \`${id}\`，主人把它加进 ALLOWED_CHATS 后我就会在这里回答。`,
  closedShort: '我只回答主人允许的人。',
  wordless: '我只看得懂文字。请用文字提问，/help 看怎么问。',
  mayBeMissing: '我上一条消息可能没有送到。没看到的话请再问一次。',
  thanks: '谢谢，记下了。',
  ratingTakenBack: '评价已撤回。',
  buttonTooOld: '这个按钮对应的内容已经不在了，请再问一次。',
  buttonOfAnother: '这个按钮只给提问的人用。',
  inlineEmpty: '没找到，去私聊问我',
  stop: '⏹ 停止',
  stopped: '已停止。',
  about: '根据你的笔记回答问题：按天记录的链接日志。',
};

export const telegramTexts: Readonly<Record<Language, Texts>> = { en, zh };

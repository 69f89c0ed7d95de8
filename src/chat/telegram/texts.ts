import type { Language } from '../../answer/wording.ts';

/** What the bot says in Telegram only. */
type Texts = {
  /** to somebody who is not among those that may talk with it */ closed(id: number): string;
  wordless: string;
  /** the one before was sent, and nobody knows whether it arrived */ mayBeMissing: string;
  thanks: string;
  ratingTakenBack: string;
  buttonTooOld: string;
  inlineEmpty: string;
  /** the profile's short line, at most 120 characters */ about: string;
};

const en: Texts = {
  closed: id =>
    `This bot answers only those whom its owner has let in. Your id is \`${id}\`: the owner can add it to ALLOWED_CHATS.`,
  wordless: 'I read text only. Ask me something in words; /help shows how.',
  mayBeMissing: 'My last message may not have reached you. If it is missing, please ask again.',
  thanks: 'Thank you, noted.',
  ratingTakenBack: 'Taken back.',
  buttonTooOld: 'I no longer know what this button belongs to. Please ask again.',
  inlineEmpty: 'Nothing in the notes. Ask in words…',
  about: 'Answers questions out of your notes: a digest of links, day by day.',
};

const zh: Texts = {
  closed: id => `这个机器人只回答主人允许的人。你的 id 是 \`${id}\`，主人可以把它加进 ALLOWED_CHATS。`,
  wordless: '我只看得懂文字。直接用文字问我吧，/help 看怎么问。',
  mayBeMissing: '我上一条消息可能没有送到。没看到的话请再问一次。',
  thanks: '谢谢，记下了。',
  ratingTakenBack: '已撤回。',
  buttonTooOld: '这个按钮对应的内容已经不在了，请再问一次。',
  inlineEmpty: '笔记里没有。换句话问……',
  about: '根据你的笔记回答问题：按天记录的链接日志。',
};

export const telegramTexts: Readonly<Record<Language, Texts>> = { en, zh };

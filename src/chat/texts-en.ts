import { addressIn, commandLines } from './help.ts';
import type { Texts } from './texts.ts';

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

export const en: Texts = {
  greeting: ({ count, first, last, folder, model }) =>
    [
      `Noted answers out of your digest: ${counted(count, 'entry', 'entries')}${first ? `, ${first} to ${last}` : ''}, in ${folder}.`,
      ...(count === 0 ? ['It is empty so far: put .md files there, and ask.'] : []),
      ...(model === undefined ? [] : [`Answers are worded by ${model.name} at ${model.host}.`]),
      'Ask in English or Chinese, e.g. “what did we note about cross-validation” or “2021.1.24 记了什么”; /help for more.',
    ].join('\n'),
  welcome: [
    'Hello! I answer questions from the notes that are kept here, and show the entries behind each answer.',
    'Ask in English or Chinese; /help shows more.',
  ].join('\n'),
  help: where => {
    const { place, username, writes } = where;
    return [
      'Ask in your own words; I answer only from the notes, and show the entries.',
      ...(writes
        ? ['A model words the answers; [n] is the entry that says so. What the notes do not bear out is left out.']
        : []),
      ...(writes && place === 'console' ? ['Ctrl+C stops an answer that is being written.'] : []),
      '- on a subject: **what did we note about cross-validation**',
      '- on a day or range: **what did we note on 20 January 2021**, **last Thursday**',
      '- exact numbers: **how many entries are there**, **when did we first mention mxnet**',
      '- more on an answer: **the second one**, **its link**, **and on January 24?**, **more**',
      ...(place === 'private'
        ? [
            `- in any other chat: type ${username ? `@${username}` : 'my name with @'} and some words after it, and choose an entry to send there`,
          ]
        : []),
      ...(place === 'group'
        ? [
            '',
            `Here I answer messages that mention ${username ? `@${username}` : 'my name with @'} or reply to one of mine, and commands: **/ask${addressIn(where)} why use an anchor**`,
          ]
        : []),
      '',
      ...commandLines(where, en.commands),
    ].join('\n');
  },
  commands: {
    start: 'what this is',
    help: 'how to ask',
    ask: 'answers a question: /ask why use an anchor',
    search: 'the closest entries for some words: /search anchor',
    today: 'what was noted today',
    day: 'what was noted on a day: /day 2021-01-20',
    week: 'what was noted in the last seven days',
    tags: 'all tags, the most used first',
    more: 'the next page of the last answer',
    stop: 'ends the answer that is being written',
    language: 'the language I answer in',
    privacy: 'what is kept of you',
    forget: 'erases what is kept of you',
    status: 'how the bot is doing',
    usage: 'what written answers cost',
    quit: 'ends (so does Ctrl+D)',
  },
  usage: {
    ask: address => `Write the question after the command: **/ask${address} what did we note about cross-validation**`,
    day: address =>
      `Write a day after the command: **/day${address} 2021-01-20**, **/day${address} yesterday**, **/day${address} last Thursday**`,
    search: address => `Write the words after the command: **/search${address} object detection**`,
  },
  status: ({ entries, span, people, waiting }) =>
    [
      `The notes hold ${counted(entries, 'entry', 'entries')}${span ? `, ${span.first} to ${span.last}` : ''}.`,
      ...(people === undefined ? [] : [`${counted(people, 'person has', 'people have')} talked with me.`]),
      ...(waiting === undefined
        ? []
        : [`${counted(waiting, 'message is', 'messages are')} waiting or being answered.`]),
    ].join('\n'),
  unknownCommand: command => `I do not know ${command}. /help shows what I can do.`,
  noSuchDay: day => `The calendar has no day ${day}.`,
  thanks: 'You are welcome.',
  agreed: 'Good. Ask me whenever you like.',
  goodbye: 'Goodbye!',
  record: 'I cannot record links yet: I only answer from the notes that are there.',
  failed: 'Something went wrong; the log says what. Nothing was lost: please ask again.',
  waiting: 'Reading the notes … (Ctrl+C stops)',
  page: ({ number, of }) => `Page ${number} of ${of}${number < of ? '; /more shows the next' : ''}.`,
  nothingBefore: 'There is no answer to go on with yet: please ask something first.',
  nothingToStop: 'I am not writing an answer just now.',
  firstPage: 'This is the first page.',
  noMore: 'That was all that I have on this.',
  noMoreOfList: 'This list ends here, but the notes hold more: ask in other words, or name a day.',
  chooseLanguage: 'In which language shall I answer?',
  languages: { en: 'English', zh: '中文', auto: 'Same as the question' },
  languageSet: language =>
    language === undefined
      ? 'From now on I answer in the language of each question.'
      : 'From now on I answer in English.',
  forget: place => ({
    question:
      place === 'console'
        ? 'Shall I forget this talk?'
        : 'Shall I erase all that is kept of you: questions, answers, ratings and settings? It cannot be undone.',
    yes: 'Erase',
    no: 'Keep',
  }),
  forgotten: ({ exchanges, feedback }) =>
    `Erased: ${counted(exchanges, 'question with its answer', 'questions with their answers')}, ${counted(feedback, 'rating', 'ratings')}, and your settings.`,
  notForgotten: 'Nothing was erased.',
};

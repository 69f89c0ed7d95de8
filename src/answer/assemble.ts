import { asWritten } from '../model/offline/writer.ts';
import { type Answer, line, placeOf, quoted, refusal, sourceAs, whereOf } from './cite.ts';
import type { Cited, Sources } from './material.ts';
import type { Request } from './request.ts';
import { type Language, wording } from './wording.ts';

/**
 * A written answer in the place of the offline one: its paragraphs, and a quotation that lists what it rests on, `[n]`, day,
 * number and title of each source, with its addresses in lines of their own; what was found besides stands behind that.
 */
export function assembled(
  offline: Answer,
  { paragraphs, sources, language }: { paragraphs: readonly string[]; sources: Sources; language: Language },
): Answer {
  const words = wording[language];
  const { cited, others } = sources;
  const lines = [
    `**${words.sources}**`,
    ...cited.flatMap(listed),
    ...(others.length > 0 ? [`**${words.alsoFound}**`, ...others.flatMap(listed)] : []),
  ];
  const list = lines.map(said => `> ${said}`).join('\n');
  const text = [...paragraphs.filter(paragraph => paragraph !== ''), list].join('\n\n');
  return { ...offline, text, sources: [...cited, ...others].map(({ n, entry }) => sourceAs(() => n)(entry, 0)) };
}

function listed({ n, entry }: Cited): string[] {
  return [`[${n}] ${placeOf(entry)} ${asWritten(entry.title)}`, ...entry.urls];
}

/** The offline answer with a line under it that says why it is not a written one. */
export function withLine(offline: Answer, said: string): Answer {
  return { ...offline, text: `${offline.text}\n\n${said}` };
}

/** Says that the notes have nothing on what was asked, and offers the entries that were looked at as the closest. */
export function declined(request: Request, looked: readonly Cited[]): Answer {
  const words = wording[request.question.language];
  const entries = looked.map(({ entry }) => entry);
  const told = entries.map(entry => line(entry));
  const topic = quoted(request.question.topic);
  return request.mode === 'aspect'
    ? refusal([words.noAspect(quoted(request.aspect), topic), words.namedBefore, ...told], entries)
    : refusal([words.refused(topic, whereOf(request.question)), words.nearest, ...told], entries);
}

import type { Language } from '../../answer/wording.ts';
import type { People } from '../../store/people.ts';
import type { Sender } from './update.ts';

/** The language to talk with a person in: the one that they chose, else their app's, else the setting's, else English. */
export async function languageOf(
  { id, languageCode }: Sender,
  { people, language }: { people: Pick<People, 'language'>; language: Language | undefined },
): Promise<{ language: Language; chosen: boolean }> {
  const code = languageCode?.slice(0, 2).toLowerCase();
  const chosen = await people.language(id);
  const spoken = code === 'zh' || code === 'en' ? code : undefined;
  return { language: chosen ?? spoken ?? language ?? 'en', chosen: chosen !== undefined };
}

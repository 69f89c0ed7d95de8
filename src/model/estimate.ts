/**
 * About how many tokens a text is: one for each Han character or other sign beyond the Latin letters, one for four
 * Latin letters, as OpenAI puts it for English; its newer models take fewer for Chinese. For limits, where a server
 * does not count.
 */
export function estimateTokens(text: string): number {
  // Latin script ends at U+024F.
  const wide = text.match(/[^\0-\u024f]/gu)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / 4);
}

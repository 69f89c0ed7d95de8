import { APIError } from 'openai';
import { z } from 'zod';
import { ModelError } from '../model-error.ts';
import type { Tokens } from '../writer.ts';
import type { Asked, Requests } from './chat-requests.ts';
import type { Server } from './client.ts';
import { failure, isRejection } from './failure.ts';
import { readWhole } from './reading.ts';

/** The ways to ask for an object, the strictest first: by its schema, as any JSON, or in words alone. */
export type Form = (typeof FORMS)[number];
const FORMS = ['json_schema', 'json_object', 'text'] as const;

export type ObjectAsked<T> = Asked & { schema: z.ZodType<T>; name: string };

/** Asks for objects in the strictest way that the server has turned out to know. */
export function createObjects(server: Server, requests: Requests) {
  let known: Form | undefined;

  async function getAs<T>(form: Form, asked: ObjectAsked<T>, signal: AbortSignal) {
    const schema: Record<string, unknown> = { ...z.toJSONSchema(asked.schema, { io: 'input' }) };
    delete schema.$schema;
    const format =
      form === 'json_schema'
        ? { type: form, json_schema: { name: asked.name, schema } }
        : form === 'json_object'
          ? { type: form }
          : undefined;
    // In words as well: some servers pass over the format, and others accept json_object only where the prompt says JSON.
    const inWords = `Answer with one JSON object and nothing else. Its JSON schema:\n${JSON.stringify(schema)}`;
    const worded = { ...asked, system: `${asked.system}\n\n${inWords}` };
    const answer = await requests.whole(worded, format === undefined ? {} : { response_format: format }, signal);
    const whole = readWhole(answer, { server, asked: worded });
    return { ...whole, value: objectIn(whole.text, asked.schema) };
  }

  return {
    /** @throws ModelError and whatever the client throws */
    async get<T>(asked: ObjectAsked<T>, signal: AbortSignal): Promise<{ value: T; tokens: Tokens }> {
      const spent: Tokens = { prompt: 0, completion: 0 };
      const forms = FORMS.slice(FORMS.indexOf(known ?? 'json_schema'));
      for (const form of forms) {
        const isLast = form === 'text';
        try {
          const { value, tokens, thought, isCut, text } = await getAs(form, asked, signal);
          spent.prompt += tokens.prompt;
          spent.completion += tokens.completion;
          if (value !== undefined) {
            known = form;
            return { value, tokens: spent };
          }
          if (thought) requests.thinks();
          // With room to think it may come further; what was too long without thinking is so again.
          if (isCut && thought) throw failure('cut', server, { tokens: spent, detail: 'it thought too long' });
          if (text === '') throw failure('empty', server, { tokens: spent });
          if (isLast) throw failure('garbled', server, { tokens: spent });
        } catch (error) {
          if (isLast || !mayBeTheForm(error, known === undefined)) throw error;
        }
      }
      throw failure('garbled', server, { tokens: spent });
    },
    form: () => known,
  };
}

/** Some servers fail altogether, with a 500, at a form that they do not know. */
function mayBeTheForm(error: unknown, isUntried: boolean): boolean {
  if (error instanceof ModelError) return error.trouble === 'garbled';
  return (
    isRejection(error) || (isUntried && error instanceof APIError && (error.status === 500 || error.status === 501))
  );
}

/** The first piece of a text that is JSON of the shape: all of it, what stands between fences, or between braces. */
function objectIn<T>(text: string, schema: z.ZodType<T>): T | undefined {
  const fenced = /```(?:json)?\s*\n(.*?)```/is.exec(text)?.[1];
  const braced = /\{.*\}/s.exec(text)?.[0];
  for (const candidate of [text, fenced, braced]) {
    try {
      const { success, data } = schema.safeParse(JSON.parse(candidate ?? ''));
      if (success) return data;
    } catch {
      // No JSON.
    }
  }
  return undefined;
}

import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { print } from './print.ts';
import { describeReport, describeTroubles, describeVectors, showProgress } from './progress.ts';

/** `noted ingest`: brings the library to what the digest folder says. */
export const ingest: Command = async ({ args, terminal, open, signal }) => {
  const { values } = readArguments(args, { options: { json: { type: 'boolean' } }, usage: 'ingest [--json]' });
  const app = await open();
  const progress = showProgress(terminal);
  try {
    const report = await app.ingest({ onProgress: progress.update, signal });
    progress.end();
    if (values.json) await print(terminal.output, JSON.stringify(report));
    else await print(terminal.output, describeReport(report));
    if (report.vectors !== undefined) {
      const { text, isTrouble } = describeVectors(report.vectors);
      if (isTrouble) await print(terminal.error, text);
      else if (!values.json) await print(terminal.output, text);
    }
    for (const line of describeTroubles(report, app.config.DIGEST_DIR)) await print(terminal.error, line);
    return 0;
  } finally {
    progress.end();
    await app.close();
  }
};

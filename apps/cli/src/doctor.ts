import { examine, type Finding } from '#doctor';
import { say, sentenceOf } from './tell.js';

const signs = { ok: 'ok     ', warning: 'warning', broken: 'BROKEN ' } as const;

/** Says what is configured, what answers, what is wrong and how to mend it. It fails when something is broken. */
export async function doctor({ json = false }: { readonly json?: boolean }): Promise<void> {
  const findings = await examine(process.env, sentenceOf);
  if (json) say(JSON.stringify({ findings }, null, 2));
  else for (const line of findings.flatMap(inLines)) say(line);
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  if (!json) say(`\n${count('ok')} in order, ${count('warning')} to look at, ${count('broken')} broken.`);
  if (count('broken') > 0) process.exitCode = 1;
}

function inLines({ name, state, sentence, mend }: Finding): string[] {
  const found = `${signs[state]}  ${name}: ${sentence}`;
  return mend === undefined ? [found] : [found, `           ${mend}`];
}

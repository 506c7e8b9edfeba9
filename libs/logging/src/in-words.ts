/** What every line has; the rest is what is known besides. */
const common = new Set(['level', 'time', 'pid', 'name', 'msg', 'stack']);
const warns = 40;
const fails = 50;

/** A line of the log as somebody at a terminal reads it: when, how bad, what, and what is known besides. */
export function inWords(line: string): string {
  const logged = JSON.parse(line) as Record<string, unknown>;
  const { level, time, msg = '', stack } = logged;
  const at = new Date(Number(time)).toLocaleTimeString('en-GB');
  const grave = Number(level) >= fails ? 'Error: ' : Number(level) >= warns ? 'Warning: ' : '';
  const besides = Object.entries(logged).flatMap(([key, value]) =>
    common.has(key) ? [] : [`${key} ${asText(value)}`],
  );
  const words = `${at}  ${grave}${String(msg)}${besides.length === 0 ? '' : ` (${besides.join(', ')})`}`;
  return typeof stack === 'string' ? `${words}\n${stack}` : words;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

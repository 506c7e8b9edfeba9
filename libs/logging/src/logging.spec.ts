import { createLogger, NestLogger, type LogLevel } from './index.js';

function logging(level: LogLevel = 'trace') {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { logger: createLogger('test', level, { write }), lines };
}

describe('the log', () => {
  it('cuts out what carries secrets', () => {
    const { logger, lines } = logging();
    logger.info({ email: 'a@b.example', user: { email: 'a@b.example', password: 'x', id: 7 } }, 'Signed in.');
    expect(lines[0]).toMatchObject({ msg: 'Signed in.', user: { id: 7 } });
    expect(JSON.stringify(lines[0])).not.toMatch(/b\.example|password/);
  });

  it('is quiet below its level', () => {
    const { logger, lines } = logging('warn');
    logger.info('Started.');
    expect(lines).toEqual([]);
  });
});

describe("Nest's own messages", () => {
  it('go to the log with the class that speaks', () => {
    const { logger, lines } = logging();
    new NestLogger(logger).warn('A route is taken.', 'Router');
    expect(lines[0]).toMatchObject({ level: 40, context: 'Router', msg: 'A route is taken.' });
  });

  it('keep the stack of an error apart from the class that speaks', () => {
    const { logger, lines } = logging();
    new NestLogger(logger).error('It broke.', 'Error: It broke.\n  at here', 'ExceptionsHandler');
    expect(lines[0]).toMatchObject({ level: 50, context: 'ExceptionsHandler', msg: 'It broke.' });
    expect(lines[0]).toHaveProperty('stack');
  });

  it('are no news when Nest only announces its parts', () => {
    const { logger, lines } = logging('info');
    new NestLogger(logger).log('Mapped {/today, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
  });
});

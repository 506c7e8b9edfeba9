import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { packageRoot } from './assets.js';
import { clockTime, dayInWords, dayOf, telHref } from './words.js';

/** The folder of the templates: each lies beside the controller that shows it. */
export const viewsFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
export const viewsEnding = 'njk';

type Rendered = (error: Error | null, html?: string) => void;

/** Renders templates; whatever they place is escaped. Each is compiled once. */
export class Views {
  private readonly environment = nunjucks.configure(
    [
      viewsFolder,
      join(packageRoot(), 'node_modules/govuk-frontend/dist'),
      join(packageRoot(), 'node_modules/@ministryofjustice/frontend'),
    ],
    { autoescape: true, trimBlocks: true, lstripBlocks: true },
  );

  constructor() {
    // MoJ's timeline calls these two by name.
    const moment = (at: string) => `${dayInWords(dayOf(at))} at ${clockTime(at)}`;
    this.environment.addFilter('mojDate', moment);
    this.environment.addFilter('date', moment);
    this.environment.addFilter('telHref', telHref);
  }

  /** The HTML of a template, such as `today/board`, with what it places. */
  render(name: string, context: object): string {
    return this.environment.render(`${name}.${viewsEnding}`, context);
  }

  /** The same as Express calls it, with a file's path. */
  engine() {
    return (path: string, context: object, done: Rendered): void => {
      this.environment.render(relative(viewsFolder, path), context, (error, html) => {
        if (error) done(error);
        else done(null, html ?? '');
      });
    };
  }
}

import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { clockTime, dayInWords, dayOf, telHref } from './words.js';

/** The folder of the templates: each lies beside the controller that shows it. */
export const viewsFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
export const viewsEnding = 'njk';

/** Where a package lies: beside Waymark's own where that is installed as one, and not always in its node_modules. */
const folderOf = (name: string): string => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

type Rendered = (error: Error | null, html?: string) => void;

/** Renders templates; whatever they place is escaped. Each is compiled once. */
export class Views {
  private readonly environment = nunjucks.configure(
    [viewsFolder, join(folderOf('govuk-frontend'), 'dist'), folderOf('@ministryofjustice/frontend')],
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

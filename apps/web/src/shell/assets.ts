import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { packageRoot } from '#config';

/** What the build makes for browsers: see scripts/assets.mjs. */
export const assetName = z.enum(['staff.css', 'link.css', 'staff.js', 'waymark.svg']);
export type AssetName = z.output<typeof assetName>;

const manifest = z.record(assetName, z.string().regex(/^[a-z]+\.[0-9a-f]{12}\.[a-z]+$/));
const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const;
const encodings = { br: '.br', gzip: '.gz' } as const;

type Served = { readonly type: string; readonly plain: Buffer; readonly br: Buffer; readonly gzip: Buffer };

/** The styles, script and icon, held in memory: there are four of them, and a build beside a running server harms nobody. */
export class Assets {
  private constructor(
    private readonly names: Readonly<Record<AssetName, string>>,
    private readonly files: ReadonlyMap<string, Served>,
  ) {}

  /** Reads what the build made. @throws when nothing has been built, with the command that does. */
  static read(folder = join(packageRoot(), 'dist/assets')): Assets {
    const list = join(folder, 'manifest.json');
    if (!existsSync(list)) throw new Error(`There are no built assets in ${folder}. Run: npm run build`);
    const names = manifest.parse(JSON.parse(readFileSync(list, 'utf8')));
    const files = new Map<string, Served>();
    for (const served of Object.values(names)) {
      const bytes = (ending: string) => readFileSync(join(folder, served + ending));
      const type = types[served.slice(served.lastIndexOf('.') + 1) as keyof typeof types];
      files.set(served, { type, plain: bytes(''), br: bytes(encodings.br), gzip: bytes(encodings.gzip) });
    }
    return new Assets(names, files);
  }

  /** The address of an asset; its name changes with its content. */
  url(name: AssetName): string {
    return `/assets/${this.names[name]}`;
  }

  /** Serves /assets: what is named there never changes, so a browser need not ask again. */
  handler(): RequestHandler {
    return (req, res, next) => {
      const file = this.files.get(req.path.slice(1));
      if (!file || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
      const encoding = (['br', 'gzip'] as const).find((each) => req.acceptsEncodings(each) === each);
      res.set({
        'Content-Type': file.type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(encoding ? { 'Content-Encoding': encoding } : {}),
      });
      res.end(encoding ? file[encoding] : file.plain);
    };
  }
}

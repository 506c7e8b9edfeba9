/** What is wrong with a page that a program can see without a browser: one sentence for each fault, none when all is well. */
export function htmlFaults(html: string): string[] {
  const tags = tagsOf(html);
  return [
    ...unbalanced(tags),
    ...headings(tags),
    ...ids(tags),
    ...references(tags),
    ...labels(tags),
    ...(tags.some(({ name, attributes }) => name === 'html' && attributes.has('lang'))
      ? []
      : ['The page has no language.']),
    ...(/<title>[^<]*\S[^<]*<\/title>/.test(html) ? [] : ['The page has no title.']),
    // A nonce is random, and now and then has these letters in it.
    ...(/undefined|\[object Object\]|NaN/.test(html.replaceAll(/ nonce="[^"]*"/g, ''))
      ? ['The page places something that is not there.']
      : []),
    ...(tags.some(({ attributes }) => attributes.has('style'))
      ? ['The page has a style that its policy forbids.']
      : []),
  ];
}

type Tag = { readonly name: string; readonly closes: boolean; readonly attributes: ReadonlyMap<string, string> };

const empty = new Set(['meta', 'link', 'input', 'br', 'img', 'hr', 'base', 'path', 'rect']);

function tagsOf(html: string): Tag[] {
  const markup = html.replace(/<!--[\s\S]*?-->|<script[\s\S]*?<\/script>|<!DOCTYPE[^>]*>/gi, '');
  return [...markup.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, slash, name = '', inside = '']) => ({
      name,
      closes: slash === '/',
      attributes: new Map(
        [...inside.matchAll(/\s([^\s=>/]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value]),
      ),
    }),
  );
}

function unbalanced(tags: readonly Tag[]): string[] {
  const open: string[] = [];
  for (const { name, closes } of tags) {
    if (empty.has(name)) continue;
    if (!closes) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [`</${name}> closes <${open.at(-1)}>.`];
  }
  return open.length === 0 ? [] : [`<${open.at(-1)}> is never closed.`];
}

function headings(tags: readonly Tag[]): string[] {
  const levels = tags.flatMap(({ name, closes }) => (!closes && /^h[1-6]$/.test(name) ? [Number(name[1])] : []));
  const faults = levels.filter((level) => level === 1).length === 1 ? [] : ['The page needs one first heading.'];
  const begun = levels.slice(levels.indexOf(1));
  const jump = begun.find((level, index) => index > 0 && level > (begun[index - 1] ?? 0) + 1);
  return jump === undefined
    ? faults
    : [...faults, `A heading of level ${jump} stands below none of level ${jump - 1}.`];
}

const idsOf = (tags: readonly Tag[]): string[] => tags.flatMap(({ attributes }) => attributes.get('id') ?? []);

function ids(tags: readonly Tag[]): string[] {
  const all = idsOf(tags);
  return all.filter((id, index) => all.indexOf(id) !== index).map((id) => `The id ${id} is there twice.`);
}

function references(tags: readonly Tag[]): string[] {
  const known = new Set(idsOf(tags));
  return tags.flatMap(({ attributes }) => {
    const named = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap(
      (name) => attributes.get(name)?.split(/\s+/) ?? [],
    );
    const href = attributes.get('href');
    if (href?.startsWith('#')) named.push(href.slice(1));
    return named.filter((id) => !known.has(id)).map((id) => `Something refers to ${id}, which is not on the page.`);
  });
}

function labels(tags: readonly Tag[]): string[] {
  const labelled = new Set(
    tags.flatMap(({ name, attributes }) => (name === 'label' ? (attributes.get('for') ?? []) : [])),
  );
  return tags
    .filter(({ name, closes, attributes }) => {
      const isField = ['input', 'select', 'textarea'].includes(name) && !closes;
      return isField && attributes.get('type') !== 'hidden' && !attributes.has('aria-label');
    })
    .filter(({ attributes }) => !labelled.has(attributes.get('id') ?? ''))
    .map(({ attributes }) => `The field ${attributes.get('name')} has no label.`);
}

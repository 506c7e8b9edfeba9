import type { PupilSession } from '#domain';
import type { Post } from '../post.js';
import { UnexpectedPage, Visitor, type Page, type PageForm } from '../visitor.js';
import type { World } from '../world.js';
import { personId, placementId, providerId, schoolId, siteId, type PersonName, type SchoolName } from './names.js';
import type { Deed, Mark, Scripted } from './script.js';
import { adults, pupils, roles, sites, week } from './trust.js';

/** How people reach Waymark: through its pages and the mail that it sends them. */
export type Doors = { readonly world: World; readonly web: string; readonly post: Post };

/** Does what somebody does in the script, as they would: through the pages, signed in or by the link of a letter. */
export async function act(doors: Doors, deed: Scripted): Promise<void> {
  switch (deed.does) {
    case 'mark':
      return markByLink(doors, deed);
    case 'telephone':
      return markByTelephone(doors, deed);
    case 'take':
      return take(doors, deed);
    case 'account':
      return account(doors, deed);
    case 'close':
      return close(doors, deed);
  }
}

type Of<D extends Deed['does']> = Extract<Scripted, { does: D }>;

/** The contact opens the link of the newest letter and marks the pupils of the script. */
async function markByLink({ web, post }: Doors, { day, site, session, marks }: Of<'mark'>): Promise<void> {
  const link = await post.linkFor(adults[sites[site].contact].email, week[day]);
  if (link === null) throw new Error(`${sites[site].contact} has no letter with a link for ${week[day]}.`);
  const visitor = new Visitor(web);
  const page = await opened(visitor, link);
  const form = formTo(page, link);
  expectSaved(await visitor.send(page, form, filledIn(marks, site, session)));
}

async function markByTelephone(doors: Doors, { who, site, session, marks }: Of<'telephone'>): Promise<void> {
  const visitor = await signedIn(doors, who);
  const address = `/schools/${schoolId(schoolOf(who))}/today/call/${siteId(site)}`;
  const page = await opened(visitor, address);
  expectSaved(await visitor.send(page, formTo(page, address), filledIn(marks, site, session)));
}

/** The board's button. Where it isn't there, somebody has pressed it before. */
async function take(doors: Doors, { who, pupil, site, day, session }: Of<'take'>): Promise<void> {
  const visitor = await signedIn(doors, who);
  const board = await opened(visitor, `/schools/${schoolId(pupils[pupil].school)}/today`);
  const ending = `/today/take/${placementId(pupil, site)}/${week[day]}/${session}`;
  const button = board.forms.find(({ action }) => action.endsWith(ending));
  if (button) expectSaved(await visitor.send(board, button, {}));
}

async function account(doors: Doors, deed: Of<'account'>): Promise<void> {
  const { who, pupil, site, day, session, place, onTheWordOf, certainty } = deed;
  const visitor = await signedIn(doors, who);
  const school = schoolId(pupils[pupil].school);
  const address = `/schools/${school}/today/place/${placementId(pupil, site)}/${week[day]}/${session}`;
  const page = await opened(visitor, address);
  expectSaved(await visitor.send(page, formTo(page, address), { place, onTheWordOf, certainty }));
}

async function close(doors: Doors, { who, site, on, session, because }: Of<'close'>): Promise<void> {
  const visitor = await signedIn(doors, who);
  const school = schoolId(schoolOf(who));
  const address = `/schools/${school}/providers/${providerId(site)}/sites/${siteId(site)}/close`;
  const page = await opened(visitor, address);
  const [year = '', month = '', day = ''] = week[on].split('-');
  const from = { 'from-day': day, 'from-month': month, 'from-year': year };
  expectSaved(await visitor.send(page, formTo(page, address), { ...from, session: session ?? 'day', because }));
}

async function signedIn({ world, web }: Doors, who: PersonName): Promise<Visitor> {
  const visitor = new Visitor(web);
  const path = await world.signInPath(personId(who));
  const page = await opened(visitor, path);
  expectSaved(await visitor.send(page, formTo(page, path), {}));
  return visitor;
}

async function opened(visitor: Visitor, address: string): Promise<Page> {
  const page = await visitor.get(address);
  if (page.status !== 200) throw new UnexpectedPage('The page can’t be opened', page);
  return page;
}

function formTo(page: Page, address: string): PageForm {
  const form = page.forms.find(({ action, method }) => method === 'post' && action === address);
  if (!form) throw new UnexpectedPage('The page has no form of its own', page);
  return form;
}

function expectSaved(page: Page): void {
  if (page.status !== 200) throw new UnexpectedPage('The form was not taken', page);
}

/** A mark's fields, by the names that the forms give them. */
function filledIn(
  marks: readonly Mark[],
  site: Of<'mark'>['site'],
  session: PupilSession['session'],
): Record<string, string> {
  return Object.fromEntries(
    marks.flatMap(({ pupil, answer, words }) => {
      const key = `${placementId(pupil, site)}-${session}`;
      return [[`answer-${key}`, answer] as const, ...(words === undefined ? [] : [[`words-${key}`, words] as const])];
    }),
  );
}

function schoolOf(who: PersonName): SchoolName {
  const held = roles.find(({ person }) => person === who);
  if (!held) throw new Error(`${who} has no role.`);
  return held.school;
}

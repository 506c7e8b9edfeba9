import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '#event-sourcing';
import { clockTime, dayInWords, dayOf, listInWords, localInput, momentInWords } from './words.js';
import { Assets } from './assets.js';
import { contextOf, type SignedIn } from './context.js';
import { paths, urlOf } from './paths.js';
import { mayDo, roleWords, type Permission } from './permissions.js';
import { Notices, WebOptions } from './web-options.js';

/** What stands around a page: addresses of assets, who is signed in, where they can go, and what everybody must know. */
export type Frame = {
  readonly css: string;
  readonly js: string;
  readonly icon: string;
  readonly here: string;
  readonly accessibility: string;
  readonly user: {
    readonly name: string;
    readonly roles: string;
    readonly account: string;
    readonly signOut: string;
  } | null;
  /** What a page says on paper: when it was made, and for whom. */
  readonly printed: { readonly on: string; readonly by: string } | null;
  readonly school: string;
  readonly schoolUrl: string;
  readonly navigation: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly demo: {
    readonly now: string;
    readonly value: string;
    readonly action: string;
    readonly mailbox: string;
  } | null;
  /** In a trial outside the demonstration: that letters reach nobody, and where operators read them. */
  readonly trial: { readonly text: string; readonly mailbox: string } | null;
  readonly notices: readonly string[];
};

const pages: readonly {
  text: string;
  path:
    | (typeof paths.today)['board']
    | (typeof paths.register)['show']
    | (typeof paths.placements)['list']
    | (typeof paths.oversight)['school']
    | (typeof paths.pupils)['find']
    | (typeof paths.providers)['list']
    | typeof paths.letters
    | typeof paths.keyStaff
    | (typeof paths.people)['list']
    | (typeof paths.setUp)['show']
    | (typeof paths.import)['files'];
  needs: Permission;
}[] = [
  { text: 'Today', path: paths.today.board, needs: 'see-board' },
  { text: 'Register', path: paths.register.show, needs: 'see-board' },
  { text: 'Placements', path: paths.placements.list, needs: 'see-placements' },
  { text: 'Oversight', path: paths.oversight.school, needs: 'oversee-placements' },
  { text: 'Find a pupil', path: paths.pupils.find, needs: 'find-pupils' },
  { text: 'Providers', path: paths.providers.list, needs: 'see-placements' },
  { text: 'Letters', path: paths.letters, needs: 'see-letters' },
  { text: 'Key staff', path: paths.keyStaff, needs: 'see-placements' },
  { text: 'People', path: paths.people.list, needs: 'manage-people' },
  { text: 'School', path: paths.setUp.show, needs: 'set-up-school' },
  { text: 'Import', path: paths.import.files, needs: 'import-data' },
];

/** Puts the frame around every page that is rendered. */
@Injectable()
export class Frames {
  constructor(
    private readonly assets: Assets,
    private readonly clock: Clock,
    private readonly options: WebOptions,
    private readonly notices: Notices,
  ) {}

  /** Sets what templates find as `frame`; the provider's pages use the `assets` alone. */
  place(req: Request, res: Response): void {
    const { signedIn } = contextOf(res);
    const frame: Frame = {
      css: this.assets.url('staff.css'),
      js: this.assets.url('staff.js'),
      icon: this.assets.url('waymark.svg'),
      here: req.method === 'GET' ? req.originalUrl : paths.home,
      accessibility: paths.accessibility,
      user: signedIn ? userOf(signedIn) : null,
      printed: signedIn
        ? { on: `${dayInWords(dayOf(this.clock.now()))}, ${clockTime(this.clock.now())},`, by: userOf(signedIn).name }
        : null,
      ...schoolOf(req, signedIn),
      demo: this.demo(),
      trial: signedIn ? this.trial(signedIn) : null,
      notices: signedIn ? [...(this.options.lettersLeave ? [] : [noLetters]), ...this.notices.sentences] : [],
    };
    res.locals['frame'] = frame;
    res.locals['assets'] = { link: this.assets.url('link.css'), icon: this.assets.url('waymark.svg') };
  }

  private demo(): Frame['demo'] {
    if (!this.options.isDemo) return null;
    const now = this.clock.now();
    return {
      now: momentInWords(now),
      value: localInput(now),
      action: paths.demoClock,
      mailbox: this.options.mailbox ? paths.mailbox.list : '',
    };
  }

  private trial({ operator }: SignedIn): Frame['trial'] {
    if (!this.options.mailbox || this.options.isDemo) return null;
    return operator
      ? { text: `${inTrial}.`, mailbox: paths.mailbox.list }
      : { text: `${inTrial}, which operators can read.`, mailbox: '' };
  }
}

const inTrial = 'No mail server is set up, so letters reach nobody yet. They are kept in the mailbox of this trial';

const noLetters =
  'No letter leaves Waymark: no mail server is set up. Providers are not asked and nobody is told; telephone instead.';

const userOf = ({ name, here, schools }: SignedIn) => ({
  name,
  roles: here
    ? listInWords(here.roles.map((role) => roleWords[role]))
    : schools.length === 0
      ? 'no role at any school'
      : '',
  account: paths.account.show,
  signOut: paths.signIn.out,
});

function schoolOf(req: Request, signedIn: SignedIn | null): Pick<Frame, 'school' | 'schoolUrl' | 'navigation'> {
  const here = signedIn?.here;
  if (!signedIn) return { school: '', schoolUrl: '', navigation: [] };
  const operations = signedIn.operator ? [entry(req, 'Operations', paths.operations.list)] : [];
  // A page that is of no school: only those who look after the installation have somewhere to go.
  if (!here) {
    const home = operations.length === 0 ? [] : [entry(req, 'Schools', paths.schools)];
    return { school: '', schoolUrl: '', navigation: [...home, ...operations] };
  }
  const { schoolId, name } = here.school;
  const several = signedIn.schools.length > 1;
  const navigation = pages
    .filter(({ needs }) => mayDo(here.roles, needs))
    .map(({ text, path }) => entry(req, text, urlOf(path, { schoolId })));
  const other = several ? [{ text: 'Other school', href: paths.schools, current: false }] : [];
  return {
    school: name,
    schoolUrl: several ? paths.schools : urlOf(paths.today.board, { schoolId }),
    navigation: [...navigation, ...operations, ...other],
  };
}

const entry = (req: Request, text: string, href: string) => ({
  text,
  href,
  current: req.path === href || req.path.startsWith(`${href}/`),
});

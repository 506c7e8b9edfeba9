import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ForSignedIn, Open, Reader } from './asker.js';
import type { SignedIn } from './context.js';
import { paths, urlOf } from './paths.js';
import { mayDo, roleWords } from './permissions.js';
import { capital, listInWords } from './words.js';

/** The way in: to the board of one's school, or to the choice between several. */
@Controller()
export class HomeController {
  @Get(paths.home)
  @ForSignedIn()
  home(@Reader() { schools }: SignedIn, @Res() res: Response): void {
    const [only, ...others] = schools;
    res.redirect(303, only && others.length === 0 ? firstPage(only) : paths.schools);
  }

  @Get(paths.schools)
  @ForSignedIn()
  schools(@Reader() { schools, operator }: SignedIn, @Res() res: Response): void {
    const page = {
      title: schools.length === 0 ? 'You have no role at any school' : 'Choose a school',
      schools: schools.map(({ school, roles }) => ({
        name: school.name,
        href: firstPage({ school, roles }),
        roles: capital(listInWords(roles.map((role) => roleWords[role]))),
      })),
      open: operator ? { all: paths.allSchools.list, new: paths.newSchool } : null,
    };
    res.render('shell/schools', { page });
  }

  @Get(paths.accessibility)
  @Open()
  accessibility(@Res() res: Response): void {
    res.render('accessibility/statement', { page: { title: 'Accessibility' } });
  }
}

/** The first page of a school that the roles may see. */
function firstPage({ school: { schoolId }, roles }: SignedIn['schools'][number]): string {
  return urlOf(mayDo(roles, 'see-board') ? paths.today.board : paths.placements.list, { schoolId });
}

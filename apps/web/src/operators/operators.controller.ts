import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import { ToPerson } from '#commands';
import type { Id, Meta, Position } from '#event-sourcing';
import { PersonByEmail, PersonById } from '#read-models';
import { Times } from '../shell/as-at.js';
import { Asker, ForOperators } from '../shell/asker.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import { Saved } from '../shell/saved.js';
import { dayOf } from '../shell/words.js';
import { Operators } from './operators.js';
import { lastOperator, operatorForm, operatorsPage, unknownOperator } from './operators.page.js';

const template = 'operators/operators';

/** Who looks after this installation. There is always somebody. */
@Controller()
export class OperatorsController {
  constructor(
    private readonly operators: Operators,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly times: Times,
    private readonly forms: FormAnswers,
    private readonly saved: Saved,
  ) {}

  @Get(paths.operators.list)
  @ForOperators()
  async list(@Query() query: Record<string, unknown>, @Res() res: Response) {
    const notice = await this.saved.notice(query);
    res.render(template, { page: operatorsPage({ operators: await this.operators.all(), notice }) });
  }

  @Post(paths.operators.list)
  @ForOperators()
  async make(@Body() body: unknown, @Asker() meta: Meta, @Res() res: Response) {
    const work = async () => {
      const { email } = read(operatorForm, { email: field(body, 'email') });
      const found = await this.queries.execute(new PersonByEmail({ email }));
      if (!found || (found.leftOn !== undefined && found.leftOn < this.today())) return notTaken(unknownOperator);
      const position = await this.toPerson(found.personId, 'MakeOperator', meta);
      return { to: paths.operators.list, done: 'operatorMade', position } as const;
    };
    return this.forms.take(res, (errors) => this.again(errors, body), work, template);
  }

  @Post(paths.operators.remove)
  @ForOperators()
  async unmake(@Param('personId', anId) personId: Id, @Asker() meta: Meta, @Res() res: Response) {
    orNotFound(await this.queries.execute(new PersonById({ personId })));
    const work = async () => {
      const position = await this.operators.without(personId, () => this.toPerson(personId, 'UnmakeOperator', meta));
      if (position === null) return notTaken(lastOperator, 422);
      return { to: paths.operators.list, done: 'operatorUnmade', position } as const;
    };
    return this.forms.take(res, (errors) => this.again(errors), work, template);
  }

  private async toPerson(personId: Id, type: 'MakeOperator' | 'UnmakeOperator', meta: Meta): Promise<Position> {
    return (await this.commands.execute(new ToPerson(personId, { type, data: { personId } }, meta))).position;
  }

  private async again(errors: FormErrors, body?: unknown) {
    return operatorsPage({ operators: await this.operators.all(), errors, body });
  }

  private today(): string {
    return dayOf(this.times.now());
  }
}

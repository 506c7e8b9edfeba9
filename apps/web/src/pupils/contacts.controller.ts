import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Response } from 'express';
import type { PupilCommand } from '#domain';
import { id, idFrom, newId, type Id, type Meta } from '#event-sourcing';
import { ContactsOf, type ContactRow, type PupilRow } from '#read-models';
import { Allowed, Asker, Here } from '../shell/asker.js';
import type { OfSchool } from '../shell/context.js';
import { FormAnswers, notTaken, read } from '../shell/form-answers.js';
import { field, type FormErrors } from '../shell/forms.js';
import { orNotFound } from '../shell/found.js';
import { anId } from '../shell/parse.js';
import { paths } from '../shell/paths.js';
import {
  addContactPage,
  changeContactPage,
  contactForm,
  contactSent,
  orderForm,
  orderPage,
  orderSent,
  removeContactPage,
} from './contacts.page.js';
import { PupilDesk } from './desk.js';

type NameContact = Extract<PupilCommand, { type: 'NameContact' }>;
type Told = Omit<NameContact['data'], 'subjectId' | 'schoolId' | 'order'>;
const contactsMax = 20;

/** Whom to ring about a pupil: adding, changing and removing contacts, and saying who comes first. */
@Controller()
export class PupilContactsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly answers: FormAnswers,
    private readonly desk: PupilDesk,
  ) {}

  @Get(paths.pupils.addContact)
  @Allowed('enter-pupils')
  async askNew(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    this.answers.ask(res, addContactPage(await this.desk.pupil(here, subjectId), newId()));
  }

  @Post(paths.pupils.addContact)
  @Allowed('enter-pupils')
  async add(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const sent = id.safeParse(field(body, 'form'));
    const form = sent.success ? sent.data : newId();
    const again = (errors: FormErrors) => addContactPage(pupil, form, { body, errors });
    await this.answers.take(res, again, async () => {
      // Made from the pupil as well, so that whatever is sent, nobody else's contact is meant.
      const told = { contactId: idFrom('contact', subjectId, form), ...read(contactForm, contactSent(body)) };
      const contacts = await this.contacts(subjectId);
      const there = contacts.find(({ contactId }) => contactId === told.contactId);
      const others = contacts.filter((each) => each !== there);
      if (others.length >= contactsMax) notTaken({ name: { text: 'There are 20 contacts already' } });
      const commands = there ? [named(pupil, told, there.order)] : inOrder(pupil, [...others, told], others);
      return this.desk.give(pupil, commands, meta, 'contactNamed');
    });
  }

  @Get(paths.pupils.contact)
  @Allowed('enter-pupils')
  async ask(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('contactId', anId) contactId: Id,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, changeContactPage(pupil, await this.contact(subjectId, contactId)));
  }

  @Post(paths.pupils.contact)
  @Allowed('enter-pupils')
  async change(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('contactId', anId) contactId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const contact = await this.contact(subjectId, contactId);
    const again = (errors: FormErrors) => changeContactPage(pupil, contact, { body, errors });
    await this.answers.take(res, again, async () => {
      const command = named(pupil, { contactId, ...read(contactForm, contactSent(body)) }, contact.order);
      return this.desk.give(pupil, [command], meta, 'contactChanged');
    });
  }

  @Get(paths.pupils.contactOrder)
  @Allowed('enter-pupils')
  async askOrder(@Here() here: OfSchool, @Param('subjectId', anId) subjectId: Id, @Res() res: Response) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, orderPage(pupil, await this.contacts(subjectId)));
  }

  /** Whoever moves to another place is named again with it, all together. */
  @Post(paths.pupils.contactOrder)
  @Allowed('enter-pupils')
  async order(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Body() body: unknown,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const contacts = await this.contacts(subjectId);
    const again = (errors: FormErrors) => orderPage(pupil, contacts, { body, errors });
    await this.answers.take(res, again, async () => {
      const ordered = read(orderForm(contacts), orderSent(body, contacts));
      return this.desk.give(pupil, inOrder(pupil, ordered, contacts), meta, 'contactsOrdered');
    });
  }

  @Get(paths.pupils.removeContact)
  @Allowed('enter-pupils')
  async askRemoval(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('contactId', anId) contactId: Id,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    this.answers.ask(res, removeContactPage(pupil, await this.contact(subjectId, contactId)));
  }

  /** Removed once, however often the form is sent: afterwards there is nothing to do. */
  @Post(paths.pupils.removeContact)
  @Allowed('enter-pupils')
  async remove(
    @Here() here: OfSchool,
    @Param('subjectId', anId) subjectId: Id,
    @Param('contactId', anId) contactId: Id,
    @Asker() meta: Meta,
    @Res() res: Response,
  ) {
    const pupil = await this.desk.pupil(here, subjectId);
    const data = { subjectId, schoolId: pupil.schoolId, contactId };
    this.answers.seeOther(res, await this.desk.give(pupil, [{ type: 'RemoveContact', data }], meta, 'contactRemoved'));
  }

  private contacts(subjectId: Id): Promise<ContactRow[]> {
    return this.queries.execute(new ContactsOf({ subjectId }));
  }

  private async contact(subjectId: Id, contactId: Id): Promise<ContactRow> {
    const contact = (await this.contacts(subjectId)).find((each) => each.contactId === contactId);
    return orNotFound(contact);
  }
}

const named = ({ subjectId, schoolId }: PupilRow, told: Told, order: number): NameContact => {
  const { contactId, name, relation, telephone, email, mayBeRung, mayBeTold } = told;
  const { parentalResponsibility, maySign, language, interpreterNeeded, whereaboutsWithheld } = told;
  return {
    type: 'NameContact',
    data: {
      subjectId,
      schoolId,
      contactId,
      order,
      name,
      relation,
      telephone,
      mayBeRung,
      mayBeTold,
      // What nobody has said is left out.
      ...(email === undefined ? {} : { email }),
      ...(parentalResponsibility === undefined ? {} : { parentalResponsibility }),
      ...(maySign === undefined ? {} : { maySign }),
      ...(language === undefined ? {} : { language }),
      ...(interpreterNeeded === undefined ? {} : { interpreterNeeded }),
      ...(whereaboutsWithheld === undefined ? {} : { whereaboutsWithheld }),
    },
  };
};

/** What brings contacts into this order: those whose place is another than known are named again with it. */
const inOrder = (pupil: PupilRow, contacts: readonly Told[], known: readonly ContactRow[]): NameContact[] =>
  contacts.flatMap((each, index) => {
    const place = known.find(({ contactId }) => contactId === each.contactId)?.order;
    return place === index + 1 ? [] : [named(pupil, each, index + 1)];
  });

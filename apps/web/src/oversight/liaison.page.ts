import { z } from 'zod';
import { liaisonChannel, type OversightCommand } from '#domain';
import { idFrom, type Day, type Id } from '#event-sourcing';
import { mondayOf } from '#procedure';
import type { PlacementRow, PupilRow, SessionRow } from '#read-models';
import { pastDay, textIfSent, textSent } from '../placements/evidence-form.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { dayParts, Fields } from '../shell/fields.js';
import { NotTaken } from '../shell/form-answers.js';
import { errorsOf, field, formErrors, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { dayInWords, sessionWords, telHref } from '../shell/words.js';
import { answerOf } from '../today/standing.js';
import type { CallWithSite } from './gather.js';
import { channelWords } from './oversight-words.js';
import { weeksOf, weekTag } from './placement.page.js';
import { concernChoices, concernsSent, personSent } from './record-forms.js';

export type LiaisonAbout = CallWithSite & {
  readonly today: Day;
  readonly askerId: Id;
  /** Made when the form is shown: sent twice, it is one talk. */
  readonly form: string;
};
type Placed = PlacementRow & { readonly pupil: PupilRow | undefined };

const max = 2_000;
/** What is asked of each pupil; all of it, as soon as one of them is filled in. */
const asked = ['attendance', 'progress', 'behaviour', 'wellbeing', 'nextSteps', 'concerns'] as const;
const nameOf = (name: (typeof asked)[number], { placementId }: Placed) => `${name}-${placementId}`;

const answerWords = { present: 'there', late: 'late', absent: 'absent' } as const;

/** What the provider said of each session of the week so far: "Monday morning there, Tuesday morning absent". */
export function weekInWords(sessions: readonly SessionRow[], today: Day): string {
  const monday = mondayOf(today);
  const said = sessions
    .filter(({ on }) => on >= monday && on <= today)
    .toSorted((a, b) => (`${a.on}${a.session}` < `${b.on}${b.session}` ? -1 : 1))
    .map((row) => {
      const answer = answerOf(row);
      const day = dayInWords(row.on).split(' ')[0] ?? '';
      return `${day} ${sessionWords[row.session]} ${answer ? answerWords[answer.answer] : 'not answered'}`;
    });
  return said.length === 0 ? 'No session of this week has been marked yet' : `Marked this week: ${said.join(', ')}`;
}

/** One talk with a site: a part for each pupil of the school there, with the week's attendance. */
// Procedure: S16.7
export function liaisonPage(about: LiaisonAbout, body?: unknown, errors: FormErrors | null = null) {
  const { school, site, provider, placements, records, sessions, staff, today, askerId, form } = about;
  const fields = new Fields(body, errors);
  return {
    title: `Weekly talk with ${site.name}`,
    caption: provider,
    errors,
    back: { href: urlOf(paths.oversight.school, school), text: 'Back to oversight' },
    telephone: site.telephone,
    href: telHref(site.telephone),
    action: urlOf(paths.oversight.liaison, { schoolId: school.schoolId, siteId: site.siteId }),
    form,
    call: [
      fields.day({ name: 'on', label: 'On which day did you speak?' }, today),
      fields.choice(
        { name: 'channel', label: 'How?' },
        liaisonChannel.options.map((value) => ({ value, text: channelWords[value] })),
        'telephone',
      ),
      fields.text({ name: 'spokeWith', label: 'With whom at the provider?' }),
      fields.select(
        { name: 'personId', label: 'Who spoke for the school?' },
        [{ value: '', text: 'Choose' }, ...staff],
        staff.some(({ value }) => value === askerId) ? askerId : '',
      ),
    ],
    pupils: placements.map((placed) => {
      const own = records.filter(({ placementId }) => placementId === placed.placementId);
      const week = weeksOf(placed, school, own, today).at(-1);
      const thisWeek = week?.monday === mondayOf(today) ? weekTag[week.state] : null;
      return {
        id: `pupil-${placed.placementId}`,
        name: fullName(placed.pupil),
        year: yearWords(placed.pupil),
        tag: thisWeek,
        fields: [
          fields.words({
            name: nameOf('attendance', placed),
            label: 'Attendance',
            hint: weekInWords(sessions.get(placed.placementId) ?? [], today),
          }),
          fields.words({ name: nameOf('progress', placed), label: 'Learning and progress' }),
          fields.words({ name: nameOf('behaviour', placed), label: 'Behaviour' }),
          fields.words({ name: nameOf('wellbeing', placed), label: 'How the pupil is' }),
          fields.words({ name: nameOf('nextSteps', placed), label: 'Next steps', hint: 'You can leave this out' }),
          fields.choice({ name: nameOf('concerns', placed), label: 'Are there concerns?' }, concernChoices),
        ].map((each) => ({ ...each, label: `${each.label}: ${fullName(placed.pupil)}` })),
      };
    }),
  };
}

/** A record for each pupil who was spoken about. @throws {NotTaken} with what is wrong beside each field, of all pupils at once. */
export function liaisonCommands(about: LiaisonAbout, body: unknown): readonly OversightCommand[] {
  const { placements, site, staff, today, form } = about;
  const call = z.object({
    on: pastDay('Enter the day on which you spoke', today),
    channel: z.enum(liaisonChannel.options, { error: 'Choose how you spoke' }),
    spokeWith: textSent('Enter with whom you spoke'),
    personId: personSent(staff, 'Choose who spoke for the school'),
  });
  const sentCall = Object.fromEntries(['channel', 'spokeWith', 'personId'].map((name) => [name, field(body, name)]));
  const foundCall = call.safeParse({ ...sentCall, on: dayParts(body, 'on') });

  const wrong = foundCall.success ? {} : { ...formErrors(foundCall.error).of };
  const spoken = placements.filter((placed) => asked.some((name) => field(body, nameOf(name, placed)) !== ''));
  const said = spoken.map((placed) => {
    const who = fullName(placed.pupil);
    const schema = z.object({
      [nameOf('attendance', placed)]: textSent(`Enter what was said of ${who}’s attendance`, max),
      [nameOf('progress', placed)]: textSent(`Enter what was said of ${who}’s learning`, max),
      [nameOf('behaviour', placed)]: textSent(`Enter what was said of ${who}’s behaviour`, max),
      [nameOf('wellbeing', placed)]: textSent(`Enter how ${who} is`, max),
    });
    const read = schema.safeParse(
      Object.fromEntries(Object.keys(schema.shape).map((name) => [name, field(body, name)])),
    );
    const nextSteps = textIfSent(max).safeParse(field(body, nameOf('nextSteps', placed)));
    const concerns = concernsSent.safeParse(field(body, nameOf('concerns', placed)));
    if (!read.success) Object.assign(wrong, formErrors(read.error).of);
    if (!nextSteps.success) wrong[nameOf('nextSteps', placed)] = { text: 'This must be 2,000 characters or fewer' };
    if (!concerns.success)
      wrong[nameOf('concerns', placed)] = { text: `Choose whether there are concerns about ${who}` };
    return {
      placed,
      words: new Map(Object.entries(read.data ?? {})),
      nextSteps: nextSteps.data,
      concerns: concerns.data,
    };
  });
  if (spoken.length === 0) {
    const first = placements[0];
    wrong[first ? nameOf('attendance', first) : 'on'] = { text: 'Fill in the part of at least one pupil' };
  }
  const known = Object.fromEntries(Object.entries(wrong).flatMap(([name, error]) => (error ? [[name, error]] : [])));
  if (!foundCall.success || Object.keys(known).length > 0) throw new NotTaken(errorsOf(known));

  const { spokeWith, on, channel, personId } = foundCall.data;
  return said.map(({ placed, words, nextSteps, concerns }): OversightCommand => {
    const { placementId, subjectId, schoolId } = placed;
    const told = (name: (typeof asked)[number]) => words.get(nameOf(name, placed)) ?? '';
    const says = {
      spokeWith,
      attendance: told('attendance'),
      progress: told('progress'),
      behaviour: told('behaviour'),
      wellbeing: told('wellbeing'),
      ...(nextSteps === undefined ? {} : { nextSteps }),
    };
    const about = { placementId, subjectId, schoolId, siteId: site.siteId };
    const recordId = idFrom('liaison', form, placementId);
    return {
      type: 'RecordLiaison',
      data: { ...about, recordId, on, personId, channel, says, concerns: concerns ?? false },
    };
  });
}

import { letters } from '#read-models';
import { MailServer, textOf, untilQuiet, Visitor, type MailServerMood } from '#simulation';
import { person, school, trustDay } from '../bench/small-trust.js';
import { BadDay, build } from './bad-day.js';
import { ServedTrust } from './served-trust.js';

const timeoutMs = 240_000;
const contacts = ['contact.0@provider.example', 'contact.1@provider.example'];

/** A mail server and what it does to letters, which real programs hand over. Each attempt is at a time of its own. */
describe('a mail server', () => {
  let day: BadDay;
  let mail: MailServer;
  let trust: ServedTrust | undefined;
  beforeAll(() => build(), timeoutMs);
  beforeEach(async () => {
    day = new BadDay();
    mail = await MailServer.start();
  });
  afterEach(async () => {
    await trust?.end();
    trust = undefined;
    await day.end();
    await mail.stop();
  }, timeoutMs);

  const begin = async (url = mail.url): Promise<ServedTrust> =>
    (trust = await ServedTrust.begin(day, contacts.length, { SMTP_URL: url }));
  /** Letters go again after 1, 5, 15 and 60 minutes. */
  async function at(time: string, { world }: ServedTrust): Promise<void> {
    world.moveTo(`${trustDay}T${time}:00.000Z`);
    await world.tick();
    await untilQuiet(world);
  }
  const states = async ({ world }: ServedTrust) =>
    (await world.installation.rows.find(letters, {})).map(({ state }) => state);
  /** What staff read of the letters of the day. */
  async function page({ world, url }: ServedTrust): Promise<string> {
    const staff = new Visitor(url);
    const path = await world.signInPath(person);
    const link = await staff.get(path);
    const form = link.forms.find(({ action }) => action === path);
    if (!form) throw new Error('The sign-in page has no form.');
    await staff.send(link, form, {});
    return textOf((await staff.get(`/schools/${school}/letters?on=${trustDay}`)).html);
  }
  const doctor = async ({ env }: ServedTrust) => (await day.run(['doctor'], env)).stdout;
  const arrived = () => mail.received.map(({ to }) => to).toSorted();

  it(
    'that defers, drops the line, does not like the sender or loses its answer has every letter in the end',
    async () => {
      mail.mood = 'defer';
      const served = await begin();
      expect(new Set(await states(served))).toEqual(new Set(['to-go-again']));

      const troubles: [at: string, MailServerMood][] = [
        ['09:11', 'drop-before-accepting'],
        ['09:16', 'refuse-sender'],
      ];
      for (const [time, mood] of troubles) {
        mail.mood = mood;
        await at(time, served);
      }
      expect(arrived()).toEqual([]);
      expect(new Set(await states(served))).toEqual(new Set(['to-go-again']));
      expect(await page(served)).toMatch(
        /goes again at 9:31am, after 3 attempts\. What came back: “553 Not from here”/,
      );

      // The line is cut after the last word: the letter has arrived, and nobody knows.
      mail.mood = 'drop-after-accepting';
      await at('09:31', served);
      const first = mail.received.map(({ messageId }) => messageId);
      expect(first.length).toBeGreaterThan(0);
      expect(new Set(await states(served))).toContain('to-go-again');

      mail.mood = 'accept';
      await at('10:32', served);
      const ids = mail.received.map(({ messageId }) => messageId);
      const twice = ids.filter((id, index) => ids.indexOf(id) < index);
      expect(twice.filter((id) => !first.includes(id))).toEqual([]);
      expect((await states(served)).filter((state) => !['accepted', 'called-off'].includes(state))).toEqual([]);
      expect(await served.world.installation.parked.list()).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'that is down gets each letter once when it is back, and until then everybody who looks is told',
    async () => {
      const { port, url } = mail;
      await mail.stop();
      const served = await begin(url);
      expect(await states(served)).toEqual(['to-go-again', 'to-go-again']);
      expect(await page(served)).toMatch(
        /Not taken yet\s+goes again at 9:11am\. What came back: “.*ECONNREFUSED.*”\. If this goes on, tell whoever looks after the mail server\./,
      );
      const told = await doctor(served);
      expect(told).toMatch(/letters: 2 letters were not taken by the mail server, and will go again\./);
      expect(told).toMatch(
        /mail server: 127\.0\.0\.1:\d+ does not answer as a mail server .*Letters wait, and go when it does\./,
      );

      mail = await MailServer.start(undefined, port);
      await at('09:11', served);
      expect(arrived()).toEqual(contacts);
      expect(await states(served)).toEqual(['accepted', 'accepted']);
      expect(await page(served)).toMatch(/Accepted\s+by the mail server at 9:11am, after 2 attempts/);
    },
    timeoutMs,
  );

  it(
    'that never answers is not waited for, and gets each letter once when it does',
    async () => {
      mail.mood = 'slow';
      const served = await begin(`${mail.url}/?socketTimeout=500`);
      expect(await states(served)).toEqual(['to-go-again', 'to-go-again']);
      expect(await page(served)).toMatch(/goes again at 9:11am\. What came back: “Timeout”/);
      // Pages and marks do not wait for it either.
      expect((await served.mark()).status).toBe(303);

      mail.mood = 'accept';
      await at('09:11', served);
      // Whoever has answered by then is not asked any more.
      expect(arrived()).toEqual([contacts[1]]);
      expect((await states(served)).toSorted()).toEqual(['accepted', 'called-off']);
    },
    timeoutMs,
  );

  it(
    'that refuses a recipient is not asked again: staff are told instead, and the page says what to mend',
    async () => {
      mail.unknown.add('contact.0@provider.example');
      const served = await begin();
      expect(arrived()).toEqual([contacts[1]]);
      expect(await page(served)).toMatch(
        /Contact 0\s+Refused\s+by the mail server, for good\. What came back: “550 No such user: contact\.0@provider\.example”\. Correct the address, and tell them another way\./,
      );
      expect(await doctor(served)).toMatch(/letters: 1 letter of the last day was refused for good\./);

      await at('09:11', served);
      await at('09:31', served);
      expect(mail.received.filter(({ to }) => to === contacts[0])).toEqual([]);
      expect(arrived()).toContain('alex.marsh@school.example');
      const ids = mail.received.map(({ to, messageId }) => `${to} ${messageId}`);
      expect(ids).toEqual([...new Set(ids)]);
    },
    timeoutMs,
  );
});

import { createTransport } from 'nodemailer';
import { MailServer } from './mail-server.js';

describe('the mail server', () => {
  it('keeps what it is given, and knows a second copy by its Message-ID', async () => {
    const server = await MailServer.start();
    const transport = createTransport(server.url);
    const mail = {
      from: 'waymark@trust.example',
      to: 'moira@greenacre.example',
      subject: 'AP-1',
      text: 'Who came – “today”?',
    };
    await transport.sendMail({ ...mail, messageId: '<one@trust.example>' });
    await transport.sendMail({ ...mail, messageId: '<one@trust.example>' });
    await transport.sendMail({ ...mail, messageId: '<two@trust.example>' });
    transport.close();
    await server.stop();

    expect(server.received.length).toBe(3);
    expect(server.letters.map(({ messageId }) => messageId)).toEqual(['<one@trust.example>', '<two@trust.example>']);
    const [first] = server.letters;
    expect(first).toMatchObject({ to: 'moira@greenacre.example', subject: 'AP-1', html: '' });
    expect(first?.text.trim()).toBe('Who came – “today”?');
    expect(first?.headers.get('subject')).toBe('Subject: AP-1');
  });
});

/** What a person types into a softphone, and what Linphone loads. */
import { describe, expect, it } from 'vitest';
import { linphoneXml } from '../../src/report/linphone.ts';
import { bench, type Bench } from '../support/program.ts';

const extensionOf = (made: Bench) => {
  const found = made.emulator.world.tables.extensions.all().find(({ extension }) => extension === '1001');
  if (found === undefined) throw new Error('no extension 1001');
  return found;
};

describe('extensions phone', () => {
  it('shows server, domain, user and transport, and no password', async () => {
    const made = bench('messy');
    extensionOf(made).password = 'hunter2-Q';
    const { code, stdout } = await made.run('extensions phone 1001 --transport tls -o json');
    const domain = `${made.account.customer_id}.registrar.voipbin.net`;
    expect({ code, data: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      data: { server: domain, domain, user: '1001', transport: 'tls', password: '***' },
    });
    const table = (await made.run('extensions phone reception')).stdout;
    expect(table).toContain(`sip:1001@${domain}`);
    expect(table).not.toContain(extensionOf(made).password);
  });

  it('shows the password where secrets may be shown', async () => {
    const made = bench('messy');
    const { stdout } = await made.run('extensions phone 1001 --show-secrets', { terminal: true });
    expect(stdout).toContain(extensionOf(made).password);
  });

  it('takes the whole domain where the server says it', async () => {
    const made = bench('messy');
    extensionOf(made).domain_name = 'ab12.reg.voipbin.net';
    expect((await made.run('extensions phone 1001')).stdout).toContain('sip:1001@ab12.reg.voipbin.net');
  });

  it('writes a private file for Linphone, over such a file and no other', async () => {
    const made = bench('messy');
    const line = 'extensions phone 1001 --linphone /desk.xml';
    extensionOf(made).password = 'a&b<c';
    const { code, stdout, stderr } = await made.run(line);
    const xml = made.files.get('/desk.xml');
    expect({ code, mode: xml?.mode }).toEqual({ code: 0, mode: 0o600 });
    expect(xml?.text).toContain('<entry name="passwd" overwrite="true">a&amp;b&lt;c</entry>');
    expect(stdout + stderr).not.toContain('a&b<c');
    expect((await made.run(line)).code).toBe(0);
    expect((await made.run(line, { files: { '/desk.xml': 'my notes' } })).code).toBe(2);
    expect(made.files.get('/desk.xml')?.text).toBe('my notes');
  });

  it('writes none without a password', async () => {
    const made = bench('messy');
    extensionOf(made).password = '';
    const { code, stderr } = await made.run('extensions phone 1001 --linphone /desk.xml');
    expect({ code, file: made.files.has('/desk.xml') }).toEqual({ code: 2, file: false });
    expect(stderr).toContain('voipbin extensions update 1001 --password generate');
  });
});

it('a provisioning file is what Linphone reads, whatever the name is', () => {
  const account = { domain: 'x.reg.example', user: 'front desk', password: 'pw', transport: 'tcp' };
  expect(linphoneXml({ ...account, name: 'Front "desk"\n\\' })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">
  <section name="sip">
    <entry name="default_proxy" overwrite="true">0</entry>
  </section>
  <section name="auth_info_0">
    <entry name="username" overwrite="true">front desk</entry>
    <entry name="passwd" overwrite="true">pw</entry>
    <entry name="domain" overwrite="true">x.reg.example</entry>
  </section>
  <section name="proxy_0">
    <entry name="reg_proxy" overwrite="true">&lt;sip:x.reg.example;transport=tcp&gt;</entry>
    <entry name="reg_identity" overwrite="true">&quot;Front  desk&quot; &lt;sip:front%20desk@x.reg.example&gt;</entry>
    <entry name="reg_sendregister" overwrite="true">1</entry>
  </section>
</config>
`);
});

describe('the password of an extension', () => {
  const typed = 'correct horse 9 battery';

  it.each([
    ['extensions create 1009 --password prompt', 'POST /v1.0/extensions'],
    ['extensions update 1001 --password prompt', 'PUT /v1.0/extensions/'],
  ])('%s asks for it twice, and shows it nowhere', async (line, request) => {
    const made = bench('messy');
    const { code, stdout, stderr } = await made.run(line, { terminal: true, answers: [typed, typed, true] });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(made.asked().filter((one) => one.startsWith(request))).toHaveLength(1);
    const passwords = made.emulator.world.tables.extensions.all().map(({ password }) => password);
    expect(passwords.filter((password) => password === typed)).toHaveLength(1);
    const files = [...made.files].map(([, { text }]) => text).join();
    expect(stdout + stderr + files).not.toContain('battery');
  });

  it('that is typed is not what a plan file says', async () => {
    const made = bench('messy');
    const file = 'version: 1\nextensions:\n  "1001": { name: Reception, password: env:DESK }\n';
    const { code } = await made.run('extensions update 1001 --password prompt --name Desk --edit-plan', {
      terminal: true,
      answers: [typed, typed, true],
      files: { '/voipbin.yaml': file },
    });
    expect(code).toBe(0);
    expect(made.files.get('/voipbin.yaml')?.text).toBe(file.replace('Reception', 'Desk'));
  });

  it('cannot be asked for without a terminal', async () => {
    const made = bench('messy');
    const { code, stderr } = await made.run('extensions create 1009 --password prompt --yes');
    expect({ code, asked: made.asked() }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain('cannot ask for a password without a terminal');
    const line = 'extensions create 1009 --password prompt --yes --no-input';
    expect((await made.run(line, { terminal: true })).stderr).toContain('a password with --no-input\n');
  });
});

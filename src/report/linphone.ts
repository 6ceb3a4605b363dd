/** A SIP account as Linphone takes it by remote provisioning (wiki.linphone.org, "Remote Provisioning"). */
import { line } from '../core/text.ts';
import { xmlText } from './xml.ts';

export interface SipAccount {
  domain: string;
  user: string;
  password: string;
  transport: string;
  /** Shown to those who are called. */
  name: string;
}

/** In the file of Linphone each entry is one line, and the name is in quotes. */
const inQuotes = (name: string): string =>
  line(name.replaceAll(/[\u0000-\u001f\u007f"\\]/g, ' '))
    .replaceAll('\\', '')
    .trim();

export function linphoneXml({ domain, user, password, transport, name }: SipAccount): string {
  const own = `sip:${encodeURIComponent(line(user))}@${domain}`;
  const shown = inQuotes(name);
  const sections = {
    sip: { default_proxy: '0' },
    auth_info_0: { username: user, passwd: password, domain },
    proxy_0: {
      // Without the brackets Linphone takes the file, and never registers.
      reg_proxy: `<sip:${domain};transport=${transport}>`,
      reg_identity: shown === '' ? own : `"${shown}" <${own}>`,
      reg_sendregister: '1',
    },
  };
  const lines = Object.entries(sections).flatMap(([section, entries]) => [
    `  <section name="${section}">`,
    ...Object.entries(entries).map(
      ([key, value]) => `    <entry name="${key}" overwrite="true">${xmlText(line(value))}</entry>`,
    ),
    '  </section>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<config xmlns="${NAMESPACE}">`,
    ...lines,
    '</config>',
    '',
  ].join('\n');
}

const NAMESPACE = 'http://www.linphone.org/xsds/lpconfig.xsd';

/** Whether a text is such a file: another one may take its place. */
export const isLinphoneXml = (text: string): boolean => text.includes(`<config xmlns="${NAMESPACE}"`);

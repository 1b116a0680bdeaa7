import { action, type Ctx, PluginError, t } from '@patchbay/sdk';
import { address, type Config, line } from '../config.ts';
import { deliver, type Mail } from '../smtp.ts';
import { render, type Template } from '../template.ts';

const MOST_BASE64 = 700_000;

const envelope = {
  to: t.array(address('Address.'), { minItems: 1, maxItems: 100, description: 'Who gets it.', examples: [['oncall@example.com']] }),
  cc: t.array(address('Address.'), { default: [], maxItems: 100, description: 'Who gets a copy.' }),
  bcc: t.array(address('Address.'), { default: [], maxItems: 100, description: 'Who gets a copy that the others don’t see.' }),
  reply_to: t.optional(address('Where answers go.')),
  in_reply_to: t.optional(t.string({ maxLength: 255, pattern: '^<[^<>\\s]+>$', description: 'Message that it belongs to: the same conversation in the mailbox.', examples: ['<1f3a@example.com>'] })),
  importance: t.enum(['low', 'normal', 'high'], { default: 'normal', description: 'How it is marked.' }),
  attachments: t.array(t.object({
    filename: t.string({ minLength: 1, maxLength: 255, pattern: '^[^\\r\\n\\u0000/\\\\]+$', description: 'Name of the file.', examples: ['report.pdf'] }),
    content: t.optional(t.string({ maxLength: MOST_BASE64, description: 'The file, where it is text.' })),
    content_base64: t.optional(t.string({ maxLength: MOST_BASE64, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'The file as base64, where it is not.' })),
    type: t.optional(t.string({ maxLength: 127, pattern: '^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$', description: 'Media type.', examples: ['application/pdf'] })),
    cid: t.optional(t.string({ maxLength: 100, pattern: '^[A-Za-z0-9._@-]+$', description: 'Id by which the HTML shows it: <img src="cid:…">.' })),
  }), { default: [], maxItems: 10, description: 'Files.' }),
};
interface Envelope {
  readonly to: readonly string[]; readonly cc: readonly string[]; readonly bcc: readonly string[]; readonly reply_to?: string | undefined; readonly in_reply_to?: string | undefined; readonly importance: 'low' | 'normal' | 'high';
  readonly attachments: readonly { readonly filename: string; readonly content?: string | undefined; readonly content_base64?: string | undefined; readonly type?: string | undefined; readonly cid?: string | undefined }[];
}
const addresses = (description: string) => t.array(t.string({ description: 'Address.' }), { description });
const taken = { message_id: t.string({ description: 'Message-ID; empty in a dry run.' }), accepted: addresses('Whom the server takes it for.'), rejected: addresses('Whom it does not.') };

export const send = action({
  title: 'Send an e-mail', description: 'Sends a message as text, with HTML and files if wanted.', safety: 'moderate',
  input: t.object({ ...envelope, subject: line(500, 'Subject.'), text: t.string({ minLength: 1, maxLength: 200_000, description: 'The message as plain text.', examples: ['shop 1.4.2 is in production.'] }), html: t.optional(t.string({ maxLength: 500_000, description: 'The same as HTML.' })) }),
  output: t.object(taken), example: { to: ['oncall@example.com'], cc: [], bcc: [], importance: 'normal', attachments: [], subject: 'Deployed', text: 'shop 1.4.2 is in production.' },
  dryRun: () => ({ message_id: '', accepted: [], rejected: [] }),
  run: ({ subject, text, html, ...to }, ctx: Ctx<Config>) => post(to, { subject, text, html }, ctx),
});

export const send_template = action({
  title: 'Send an e-mail from a template', description: 'Fills {{path}} in subject, text and HTML with values, each escaped for its place, and sends it. A dry run is the preview.', safety: 'moderate',
  input: t.object({
    ...envelope,
    template: t.object({ subject: line(500, 'Subject.'), text: t.string({ minLength: 1, maxLength: 65_536, description: 'Plain text.' }), html: t.optional(t.string({ maxLength: 262_144, description: 'HTML.' })) }, { description: 'The message, with {{path}} where values go.', examples: [{ subject: '{{project}} was deployed', text: '{{actor}} deployed {{project}}.' }] }),
    values: t.record(t.json(), { default: {}, description: 'What paths lead to.', examples: [{ project: 'shop', actor: 'Ada' }] }),
  }),
  output: t.object({
    ...taken,
    preview: t.object({ subject: t.string({ description: 'Subject.' }), text: t.string({ description: 'Plain text.' }), html: t.optional(t.string({ description: 'HTML.' })), missing: t.array(t.string({ description: 'Path.' }), { description: 'Paths that lead to no value; they became nothing.' }) }, { description: 'The message as it is sent.' }),
  }),
  example: { to: ['oncall@example.com'], cc: [], bcc: [], importance: 'normal', attachments: [], template: { subject: '{{project}} was deployed', text: '{{actor}} deployed {{project}}.' }, values: { project: 'shop', actor: 'Ada' } },
  dryRun: ({ template, values }) => ({ message_id: '', accepted: [], rejected: [], preview: render(template, values) }),
  run: async ({ template, values, ...to }, ctx: Ctx<Config>) => {
    const preview = render(template, values);
    return { ...(await post(to, preview, ctx)), preview };
  },
});

async function post({ to, cc, bcc, reply_to, in_reply_to, importance, attachments }: Envelope, { subject, text, html }: Template, ctx: Ctx<Config>): Promise<{ message_id: string; accepted: readonly string[]; rejected: readonly string[] }> {
  const message_id = await messageIdOf(ctx);
  const mail: Mail = {
    messageId: message_id, to, cc, bcc, replyTo: reply_to, subject, text, html, attachments: attachments.map(fileOf),
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: nobody's holiday answers it
      ...(in_reply_to === undefined ? {} : { 'In-Reply-To': in_reply_to, References: in_reply_to }),
      ...(importance === 'normal' ? {} : { Importance: importance, 'X-Priority': importance === 'high' ? '1' : '5' }),
    },
  };
  return { message_id, ...(await deliver(mail, ctx)) };
}

function fileOf({ filename, content, content_base64, type, cid }: Envelope['attachments'][number], index: number): Mail['attachments'][number] {
  if ((content === undefined) === (content_base64 === undefined)) throw new PluginError('invalid', `Expected either content or content_base64 of ${filename}`, { field: `attachments.${index}` });
  return { filename, contentType: type, cid, ...(content === undefined ? { content: content_base64!, encoding: 'base64' as const } : { content }) };
}

/** The same call has the same id, so that a mailbox shows a repetition once. */
const messageIdOf = async ({ invocation, crypto, installation, config }: Ctx<Config>): Promise<string> =>
  `<${(await crypto.sha256(`${installation.id} ${invocation.idempotencyKey}`)).slice(0, 32)}@${config.from.slice(config.from.lastIndexOf('@') + 1)}>`;

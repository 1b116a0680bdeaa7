import { Fn } from 'cdktn';
import { Construct } from 'constructs';
import { Rule, type RuleConfig, type RuleNotify, Template, type TemplateConfig } from '../bindings/index.ts';

type Meta = 'count' | 'forEach' | 'connection' | 'provisioners' | 'provider' | 'dependsOn' | 'lifecycle';

export interface AnnouncementConfig extends Pick<RuleConfig, 'description' | 'project' | 'severity' | 'grouping' | 'throttle' | 'groupBy' | 'enabled' | 'provider' | 'dependsOn'> {
  /** What rule and template are called; the id in your program, if absent. */
  readonly name?: string;
  /** Event types: `['deployment.failed']`. */
  readonly on: readonly string[];
  /** Only events that match: `{ 'data.tier': 'production' }`. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** What is said, on every channel. */
  readonly message: Omit<TemplateConfig, 'name' | 'sample' | Meta>;
  /** Who hears it. */
  readonly to: readonly Recipients[];
}

export interface Recipients extends Omit<RuleNotify, 'channel'> {
  readonly channel: 'slack' | 'teams' | 'discord' | 'email' | 'sms';
}

/**
 * When something happens, somebody is told: a rule with its message.
 * @example
 * new Announcement(this, 'failed-deploys', {
 *   on: ['deployment.failed'], to: [{ channel: 'slack', recipients: ['C0123456789'] }],
 *   message: { title: '{{ event.subject }} could not be deployed', facts: [{ name: 'Version', value: '{{ data.version }}' }] },
 * });
 */
export class Announcement extends Construct {
  readonly template: Template;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { name = id, on, filter, message, to, ...rest }: AnnouncementConfig) {
    super(scope, id);
    if (to.length === 0) throw new Error(`Nobody hears of ${this.node.path}: expected at least one channel in \`to\`.`);
    const shared = rest.provider === undefined ? {} : { provider: rest.provider };
    this.template = new Template(this, 'template', { ...message, ...shared, name });
    this.rule = new Rule(this, 'rule', {
      ...rest, name, kind: 'notify', eventTypes: [...on], template: this.template.id, notify: to.map((each) => ({ ...each })), ...(filter === undefined ? {} : { filter: Fn.jsonencode(filter) }),
    });
  }
}

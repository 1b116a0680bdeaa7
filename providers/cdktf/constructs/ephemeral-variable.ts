import { TerraformVariable, VariableType } from 'cdktn';
import type { Construct } from 'constructs';

/**
 * A secret that is handed to a run (`TF_VAR_…`) and is in no plan, no state and not in what cdktn writes. Only write-only attributes and providers may take it.
 * @example
 * const token = new EphemeralVariable(this, 'bot_token', 'Token of the bot');
 * new Secret(this, 'bot', { name: 'slack/bot-token', value: token.stringValue, valueVersion: 1 });
 */
export class EphemeralVariable extends TerraformVariable {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { type: VariableType.STRING, description, sensitive: true });
    this.addOverride('ephemeral', true); // cdktn has no property for it yet
  }
}

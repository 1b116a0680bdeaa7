/** Every command. Help, completion and parsing are made from this table. */
import type { Command } from './command.ts';
import { apply } from './commands/apply.ts';
import { approvalsApprove, approvalsList, approvalsReject } from './commands/approvals.ts';
import { auditExport } from './commands/audit-export.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { backup } from './commands/backup.ts';
import { call } from './commands/call.ts';
import { completion } from './commands/completion.ts';
import { mcp } from './commands/mcp.ts';
import { remove } from './commands/delete.ts';
import { doctor } from './commands/doctor.ts';
import { eventsTail } from './commands/events-tail.ts';
import { exportDeclarations } from './commands/export.ts';
import { get } from './commands/get.ts';
import { help } from './commands/help.ts';
import { keysCreate } from './commands/keys-create.ts';
import { keysList, keysRevoke } from './commands/keys.ts';
import { list } from './commands/list.ts';
import { listen } from './commands/listen.ts';
import { login } from './commands/login.ts';
import { migrate } from './commands/migrate.ts';
import { pluginDev } from './commands/plugin-dev.ts';
import { pluginBundle } from './commands/plugin-bundle.ts';
import { pluginDiffCommand } from './commands/plugin-diff.ts';
import { pluginEntitle } from './commands/plugin-entitle.ts';
import { pluginReplay } from './commands/plugin-replay.ts';
import { pluginSearchCommand } from './commands/plugin-search.ts';
import { pluginNew } from './commands/plugin-new.ts';
import { pluginPack } from './commands/plugin-pack.ts';
import { pluginPublish } from './commands/plugin-publish.ts';
import { pluginSeed } from './commands/plugin-seed.ts';
import { pluginKeygen, pluginRevokeCommand, pluginRotateKey, pluginSign } from './commands/plugin-sign.ts';
import { pluginTest } from './commands/plugin-test.ts';
import { restore } from './commands/restore.ts';
import { rotateMasterKey } from './commands/rotate-master-key.ts';
import { start } from './commands/start.ts';
import { version } from './commands/version.ts';
import { whoami } from './commands/whoami.ts';

export const commands: readonly Command[] = [
  start, login, whoami, get, list, apply, exportDeclarations, remove, call, mcp, eventsTail, listen, keysCreate, keysList, keysRevoke, approvalsList, approvalsApprove, approvalsReject,
  pluginNew, pluginDev, pluginTest, pluginReplay, pluginPack, pluginKeygen, pluginSign, pluginPublish, pluginSeed, pluginRevokeCommand, pluginRotateKey, pluginEntitle, pluginBundle, pluginSearchCommand, pluginDiffCommand,
  auditVerify, auditExport, migrate, backup, restore, rotateMasterKey, doctor, completion, version, help,
];

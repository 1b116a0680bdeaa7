/** What people can operate on a page, by the names and roles that a screen reader would tell them. A control without a name is found by nobody. */
import { NotYet } from './patience.ts';
import type { AxNode } from './protocol.ts';
import type { Send } from './wire.ts';

/** Chromium's names for roles, and what they are called here. */
const roles = {
  button: 'button', link: 'link', tab: 'tab', checkbox: 'checkbox', switch: 'switch', radio: 'radio',
  menuitem: 'menuitem', menuitemcheckbox: 'menuitemcheckbox', menuitemradio: 'menuitemradio', option: 'option', treeitem: 'treeitem',
  DisclosureTriangle: 'summary', DisclosureTriangleGrouped: 'summary',
  textbox: 'textbox', searchbox: 'searchbox', combobox: 'combobox', listbox: 'listbox', spinbutton: 'spinbutton', slider: 'slider',
  Date: 'date', DateTime: 'date', InputTime: 'time', ColorWell: 'color',
} as const;

export type Role = (typeof roles)[keyof typeof roles];

const FIELDS: readonly Role[] = ['textbox', 'searchbox', 'combobox', 'listbox', 'spinbutton', 'slider', 'date', 'time', 'color'];

export interface Control {
  readonly role: Role;
  readonly name: string;
  /** Of its element. */
  readonly node: number;
  readonly disabled: boolean;
  readonly readonly: boolean;
}

export interface Wanted {
  /** Needed where controls of several roles have the same name. */
  readonly role?: Role;
  readonly name: string | RegExp;
}

export const isField = ({ role }: Control): boolean => FIELDS.includes(role);

/** All that a person can find, in the order of the page. */
export async function controlsOf(send: Send): Promise<Control[]> {
  const { nodes } = await send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return nodes.filter(({ parentId }) => parentId === undefined).flatMap((root) => controlsIn(root, byId));
}

/** The only one that is meant. */
export function pick(controls: readonly Control[], { role, name }: Wanted, among: (control: Control) => boolean): Control {
  const eligible = controls.filter((control) => role === undefined ? among(control) : control.role === role);
  const meant = eligible.filter((control) => typeof name === 'string' ? control.name === name : name.test(control.name));
  const wanted = `${role ?? 'control'} named ${typeof name === 'string' ? `“${name}”` : String(name)}`;
  const [found, ...more] = meant;
  if (found === undefined) throw new NotYet(`there is no ${wanted} (there are: ${eligible.map(title).join(', ') || 'none at all'})`);
  if (more.length > 0) throw new NotYet(`more than one ${wanted} is there: ${meant.map(title).join(', ')}`);
  if (found.disabled) throw new NotYet(`${title(found)} is disabled`);
  return found;
}

export const title = ({ role, name }: Control): string => `${role} “${name}”`;

function controlsIn(node: AxNode, byId: ReadonlyMap<string, AxNode>): Control[] {
  const control = controlOf(node);
  if (control !== undefined && isField(control) && control.role !== 'listbox') return [control]; // the parts of a date and the choices of a select are operated by fill()
  const inside = (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []).flatMap((child) => controlsIn(child, byId));
  return control === undefined ? inside : [control, ...inside];
}

function controlOf(node: AxNode): Control | undefined {
  const role = roleOf(node);
  if (role === undefined || node.ignored || node.backendDOMNodeId === undefined) return undefined;
  return { role, name: (node.name?.value ?? '').replace(/\s+/g, ' ').trim(), node: node.backendDOMNodeId, disabled: has(node, 'disabled'), readonly: has(node, 'readonly') };
}

function roleOf({ role }: AxNode): Role | undefined {
  return role !== undefined && role.value in roles ? roles[role.value as keyof typeof roles] : undefined; // it is one of them
}

const has = ({ properties = [] }: AxNode, name: string): boolean => properties.some((each) => each.name === name && each.value.value === true);

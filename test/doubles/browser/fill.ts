/** Puts a value into a field: by typing, or by choosing where there is nothing to type. */
import { title, type Control } from './controls.ts';
import { press } from './keys.ts';
import { NotYet } from './patience.ts';
import type { Send } from './wire.ts';

/** Everything that is in it gets selected, so that typing replaces it; what cannot be typed into gets its value as its picker would give it. */
const PREPARE = `function (value) {
  const tell = () => { for (const type of ['input', 'change']) this.dispatchEvent(new Event(type, { bubbles: true, composed: true })); };
  if (this instanceof HTMLSelectElement) {
    const choice = [...this.options].find((option) => option.label.trim() === value || option.value === value);
    if (choice === undefined || choice.disabled) return { refused: 'has no choice “' + value + '” (it has: ' + [...this.options].map((option) => option.label.trim()).join(', ') + ')' };
    choice.selected = true;
    tell();
    return { done: true };
  }
  if (this instanceof HTMLInputElement && /^(date|datetime-local|month|week|time|color|range)$/.test(this.type)) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(this, value);
    if (this.value !== value) return { refused: 'does not take “' + value + '” as a ' + this.type };
    tell();
    return { done: true };
  }
  this.focus();
  if (this.isContentEditable) getSelection().selectAllChildren(this);
  else if (typeof this.select === 'function') this.select();
  else return { refused: 'is nothing to type into' };
  return { done: false };
}`;

/** Number fields drop what is no number. */
const READ = `function () { return this.isContentEditable ? this.textContent : this.value; }`;

export async function fill(control: Control, value: string, send: Send): Promise<void> {
  if (control.readonly) throw new NotYet(`${title(control)} is only for reading`);
  const { object } = await send('DOM.resolveNode', { backendNodeId: control.node });
  const call = async (functionDeclaration: string, ...args: string[]): Promise<unknown> =>
    (await send('Runtime.callFunctionOn', { objectId: object.objectId, functionDeclaration, arguments: args.map((each) => ({ value: each })), returnByValue: true })).result.value;
  await send('DOM.scrollIntoViewIfNeeded', { backendNodeId: control.node });
  const { done, refused } = await call(PREPARE, value) as { done?: boolean; refused?: string }; // so does it answer, above
  if (refused !== undefined) throw new NotYet(`${title(control)} ${refused}`);
  if (done === true) return;
  if (value === '') await press('Delete', send);
  else await send('Input.insertText', { text: value });
  if (value !== '' && await call(READ) === '') throw new NotYet(`${title(control)} does not take “${value}”`);
}

/** Keys as a keyboard sends them: what Windows calls them is still what the browser goes by. */
import type { Send } from './wire.ts';

interface Stroke { readonly key: string; readonly code: string; readonly windowsVirtualKeyCode: number; readonly text?: string; readonly modifiers?: number }

const SHIFT = 8;

const keys = {
  'Tab': { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  'Shift+Tab': { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, modifiers: SHIFT },
  'Enter': { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  'Escape': { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 },
  'Space': { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
  'Delete': { key: 'Delete', code: 'Delete', windowsVirtualKeyCode: 46 },
  'ArrowLeft': { key: 'ArrowLeft', code: 'ArrowLeft', windowsVirtualKeyCode: 37 },
  'ArrowUp': { key: 'ArrowUp', code: 'ArrowUp', windowsVirtualKeyCode: 38 },
  'ArrowRight': { key: 'ArrowRight', code: 'ArrowRight', windowsVirtualKeyCode: 39 },
  'ArrowDown': { key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  'Home': { key: 'Home', code: 'Home', windowsVirtualKeyCode: 36 },
  'End': { key: 'End', code: 'End', windowsVirtualKeyCode: 35 },
} as const satisfies Record<string, Stroke>;

export type Key = keyof typeof keys;

/** Goes to whatever has the focus. */
export async function press(key: Key, send: Send): Promise<void> {
  const stroke: Stroke = keys[key];
  await send('Input.dispatchKeyEvent', { type: stroke.text === undefined ? 'rawKeyDown' : 'keyDown', ...stroke });
  const { text: _, ...released } = stroke;
  await send('Input.dispatchKeyEvent', { type: 'keyUp', ...released });
}

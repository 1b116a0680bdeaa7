/** Clicks as a hand does: at the middle of what is to be seen, if nothing lies over it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { title, type Control } from './controls.ts';
import { NotYet } from './patience.ts';
import type { Send } from './wire.ts';

interface Point { readonly x: number; readonly y: number }

/** Long enough that something that moves has moved. */
const STILL_MS = 30;

/** Where to click, brought into view. */
export async function aim(control: Control, send: Send): Promise<Point> {
  await send('DOM.scrollIntoViewIfNeeded', { backendNodeId: control.node });
  const before = await middle(control, send);
  await sleep(STILL_MS);
  const point = await middle(control, send);
  if (before.x !== point.x || before.y !== point.y) throw new NotYet(`${title(control)} still moves`);
  const over = await covering(control, point, send);
  if (over !== undefined) throw new NotYet(`${title(control)} lies behind ${over}`);
  return point;
}

export async function click({ x, y }: Point, send: Send): Promise<void> {
  await send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  await send('Input.dispatchMouseEvent', { type: 'mousePressed', x, y, button: 'left', clickCount: 1 });
  await send('Input.dispatchMouseEvent', { type: 'mouseReleased', x, y, button: 'left', clickCount: 1 });
}

/** Of its first line: a link may run over several. */
async function middle(control: Control, send: Send): Promise<Point> {
  const { quads } = await send('DOM.getContentQuads', { backendNodeId: control.node });
  const boxes = quads.map(([left = 0, top = 0, , , right = 0, bottom = 0]) => ({ x: (left + right) / 2, y: (top + bottom) / 2, area: (right - left) * (bottom - top) }));
  const box = boxes.find(({ area }) => area > 0);
  if (box === undefined) throw new NotYet(`${title(control)} takes no room on the page`);
  return { x: box.x, y: box.y };
}

/** A label counts as its field. */
const HIT = `function (x, y) {
  let hit = document.elementFromPoint(x, y);
  if (hit === null) return 'the edge of the window';
  for (let inner = hit; inner; inner = hit.shadowRoot?.elementFromPoint(x, y) === hit ? null : hit.shadowRoot?.elementFromPoint(x, y)) hit = inner;
  for (let each = hit; each; each = each.parentNode ?? each.host) if (each === this) return null;
  if (hit.closest('label')?.control === this) return null;
  return hit.cloneNode(false).outerHTML.slice(0, 200);
}`;

async function covering({ node }: Control, { x, y }: Point, send: Send): Promise<string | undefined> {
  const { object } = await send('DOM.resolveNode', { backendNodeId: node });
  const { result } = await send('Runtime.callFunctionOn', { objectId: object.objectId, functionDeclaration: HIT, arguments: [{ value: x }, { value: y }], returnByValue: true });
  return typeof result.value === 'string' ? result.value : undefined;
}

/**
 * Where in HTML a value may stand: in text, or in a quoted attribute that holds no program. Everywhere else escaping would not be enough,
 * so such a template is refused when it is declared. In `href` and `src` only an address is let through.
 */
import { Misread, type Node, type Place } from '../language/node.ts';
import { type HtmlState, readHtml, START } from './html-reader.ts';

const ADDRESS = /^(href|src|action|formaction|poster|cite|background|xlink:href|data|ping|longdesc|manifest)$/;
const PROGRAM = /^(on.*|style|srcset|srcdoc|http-equiv|content)$/;
/** What comes behind it can't make it lead elsewhere. */
const SETTLED = /^(https?:\/\/[^/?#\s]+[/?#]|mailto:|cid:)/i;

/** Faults of a template, each with its place. */
export function htmlIssues(nodes: readonly Node[]): { readonly at: Place; readonly message: string }[] {
  const found: { at: Place; message: string }[] = [];
  try {
    walk(nodes, START, ({ at, where }) => { if (where !== undefined) found.push({ at, message: `a value may stand in text or in a quoted attribute, and not ${where}` }); });
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    found.push({ at: error.at, message: error.message });
  }
  return found;
}

/** Those of its values that decide where a link leads. */
export function addressesIn(nodes: readonly Node[]): ReadonlySet<Node> {
  const addresses = new Set<Node>();
  walk(nodes, START, ({ node, state }) => { if (state.mode === 'value' && ADDRESS.test(state.attribute) && !SETTLED.test(state.before)) addresses.add(node); });
  return addresses;
}

interface Seen { readonly node: Node; readonly at: Place; readonly state: HtmlState; /** Why it may not stand there. */ readonly where: string | undefined }

function walk(nodes: readonly Node[], before: HtmlState, see: (seen: Seen) => void): HtmlState {
  let state = before;
  for (const node of nodes) {
    if (node.kind === 'text') state = readHtml(state, node.text);
    else if (node.kind === 'output') see({ node, at: node.at, state, where: closed(state) });
    else state = afterBranches(node, state, see);
  }
  return state;
}

/** Whichever is taken, the page goes on in the same place. */
function afterBranches(node: Node & { readonly kind: 'if' | 'for' }, before: HtmlState, see: (seen: Seen) => void): HtmlState {
  const bodies = node.kind === 'if' ? node.branches.map(({ body }) => body) : [node.body, node.otherwise];
  const ends = bodies.map((body) => walk(body, before, see));
  if (ends.some(({ mode, tag, attribute, quote }) => mode !== before.mode || attribute !== before.attribute || quote !== before.quote || (mode !== 'text' && tag !== before.tag))) throw new Misread(node.at, 'expected each tag and quote that begins in a branch to end there');
  return ends.every((each) => each.before === before.before) ? before : { ...before, before: '' };
}

function closed({ mode, tag, attribute }: HtmlState): string | undefined {
  switch (mode) {
    case 'text': return undefined;
    case 'value': return PROGRAM.test(attribute) ? `in the attribute ${attribute}` : undefined;
    case 'raw': return `inside of <${tag}>`;
    case 'comment': return 'in a comment';
    default: return 'within a tag';
  }
}

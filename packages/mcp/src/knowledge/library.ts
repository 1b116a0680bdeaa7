/** Something to read over MCP. The door asks each library in turn. */
import type { Turn } from '../turn.ts';

export interface Entry { readonly uri: string; readonly name: string; readonly title?: string; readonly description?: string; readonly mimeType?: string }
export interface Template { readonly uriTemplate: string; readonly name: string; readonly title?: string; readonly description?: string; readonly mimeType?: string }
export type Contents = { readonly uri: string; readonly mimeType?: string } & ({ readonly text: string } | { readonly blob: string });

export interface Library {
  list(turn: Turn): Promise<readonly Entry[]> | readonly Entry[];
  templates(turn: Turn): readonly Template[];
  /** Whether a URI is one of its own that this caller may read. */
  has(uri: string, turn: Turn): boolean;
  /** Undefined: nothing of its own. */
  read(uri: string, turn: Turn): Promise<readonly Contents[] | undefined> | readonly Contents[] | undefined;
  /** Values for a variable of one of its templates. */
  complete?(template: string, argument: string, value: string, turn: Turn): Promise<readonly string[] | undefined> | readonly string[] | undefined;
}

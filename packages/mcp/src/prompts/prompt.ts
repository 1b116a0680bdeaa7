/** A prompt: a conversation that a person starts by its name. */
import type { Document } from '@patchbay/contracts';
import type { Questions } from '../tools/questions.ts';
import type { Turn } from '../turn.ts';

export interface PromptArgument { readonly name: string; readonly title?: string; readonly description: string; readonly required?: boolean }

export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  get(args: Readonly<Record<string, string>>, turn: Turn, responses: Document | undefined): Promise<Filled> | Filled;
  complete?(argument: string, value: string, turn: Turn): Promise<readonly string[]> | readonly string[];
}

export type Filled = { readonly messages: readonly Message[] } | { readonly questions: Questions };

export interface Message { readonly role: 'user' | 'assistant'; readonly content: Document }

export const says = (text: string): Message => ({ role: 'user', content: { type: 'text', text } });

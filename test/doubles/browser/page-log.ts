/** Everything that a page asked for, and everything that went wrong in it: what a person would find in the console of the browser. */
import type { ExceptionDetails, ProtocolEvent, RemoteObject } from './protocol.ts';

export interface Complaint {
  /** `policy`: the page's own rules of content forbade something. `request`: no answer came. `answer`: it was a 5xx. `dialog`: a box that stops the page. */
  readonly kind: 'exception' | 'console' | 'policy' | 'request' | 'answer' | 'dialog' | 'crash' | 'log';
  readonly text: string;
}

export interface PageLog {
  readonly complaints: readonly Complaint[];
  readonly requested: readonly string[];
  hear(event: ProtocolEvent): void;
}

export function createPageLog(): PageLog {
  const complaints: Complaint[] = [];
  const requested: string[] = [];
  const urls = new Map<string, string>();
  const complain = (kind: Complaint['kind'], text: string): void => void complaints.push({ kind, text });

  function request(id: string, url: string, method: string): void {
    if (!url.startsWith('data:')) requested.push(url); // nobody is asked for those
    urls.set(id, `${method} ${url}`);
  }

  function hear(event: ProtocolEvent): void {
    switch (event.method) {
      case 'Runtime.exceptionThrown': return complain('exception', thrown(event.params.exceptionDetails));
      case 'Runtime.consoleAPICalled': return event.params.type === 'error' || event.params.type === 'assert' ? complain('console', event.params.args.map(shown).join(' ')) : undefined;
      case 'Log.entryAdded': {
        const { source, level, text, url } = event.params.entry;
        if (level !== 'error' || source === 'network') return; // requests are told of below, by what became of them
        return complain(source === 'security' ? 'policy' : 'log', url === undefined ? text : `${text} (${url})`);
      }
      case 'Network.requestWillBeSent': return request(event.params.requestId, event.params.request.url, event.params.request.method);
      case 'Network.webSocketCreated': return request(event.params.requestId, event.params.url, 'CONNECT');
      case 'Network.responseReceived': return event.params.response.status >= 500 ? complain('answer', `${event.params.response.status} to ${urls.get(event.params.requestId) ?? event.params.response.url}`) : undefined;
      case 'Network.loadingFailed': {
        const { requestId, errorText, canceled = false, blockedReason } = event.params;
        if (canceled || blockedReason === 'csp') return; // the page gave it up itself; or the log tells more about it
        return complain('request', `${errorText} at ${urls.get(requestId) ?? 'an unknown address'}`);
      }
      case 'Network.webSocketFrameError': return complain('request', `${event.params.errorMessage} at ${urls.get(event.params.requestId) ?? 'an unknown address'}`);
      case 'Page.javascriptDialogOpening': return complain('dialog', `${event.params.type}: ${event.params.message}`);
      case 'Inspector.targetCrashed': return complain('crash', 'the process of the page is gone');
      case 'Page.lifecycleEvent': return;
      default: event satisfies never; // events that nobody listens to arrive as well
    }
  }

  return { complaints, requested, hear };
}

/** The first line says it; the rest is the stack. */
export const thrown = ({ text, exception }: ExceptionDetails): string => exception === undefined ? text : exception.description ?? `${text} ${String(exception.value)}`;

const shown = ({ value, description }: RemoteObject): string => description ?? (typeof value === 'string' ? value : JSON.stringify(value) ?? 'undefined');

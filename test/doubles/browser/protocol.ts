/** What is used here of the Chrome DevTools Protocol: chromedevtools.github.io/devtools-protocol. */

export interface Replies {
  'Accessibility.enable': object;
  'Accessibility.getFullAXTree': { readonly nodes: readonly AxNode[] };
  'Browser.close': object;
  'Browser.getVersion': object;
  'DOM.enable': object;
  'DOM.getContentQuads': { readonly quads: readonly (readonly number[])[] };
  'DOM.getOuterHTML': { readonly outerHTML: string };
  'DOM.resolveNode': { readonly object: { readonly objectId: string } };
  'DOM.scrollIntoViewIfNeeded': object;
  'Emulation.setDeviceMetricsOverride': object;
  'Emulation.setEmulatedMedia': object;
  'Emulation.setFocusEmulationEnabled': object;
  'Input.dispatchKeyEvent': object;
  'Input.dispatchMouseEvent': object;
  'Input.insertText': object;
  'Log.enable': object;
  'Network.enable': object;
  'Page.captureScreenshot': { readonly data: string };
  'Page.enable': object;
  'Page.handleJavaScriptDialog': object;
  'Page.getFrameTree': { readonly frameTree: { readonly frame: { readonly id: string; readonly loaderId: string } } };
  /** Without a loader when it stays on the same document. */
  'Page.navigate': { readonly loaderId?: string; readonly errorText?: string };
  'Page.reload': object;
  'Page.setLifecycleEventsEnabled': object;
  'Runtime.callFunctionOn': Evaluated;
  'Runtime.enable': object;
  'Runtime.evaluate': Evaluated;
  'Target.attachToTarget': { readonly sessionId: string };
  'Target.createBrowserContext': { readonly browserContextId: string };
  'Target.createTarget': { readonly targetId: string };
  'Target.disposeBrowserContext': object;
}

export interface AxNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly childIds?: readonly string[];
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly backendDOMNodeId?: number;
}

export interface Evaluated {
  readonly result: RemoteObject;
  readonly exceptionDetails?: ExceptionDetails;
}

export interface RemoteObject {
  readonly value?: unknown;
  readonly description?: string;
}

export interface ExceptionDetails {
  readonly text: string;
  readonly url?: string;
  readonly exception?: RemoteObject;
}

export type ProtocolEvent =
  | { readonly method: 'Inspector.targetCrashed' }
  | { readonly method: 'Log.entryAdded'; readonly params: { readonly entry: { readonly source: string; readonly level: string; readonly text: string; readonly url?: string } } }
  | { readonly method: 'Network.loadingFailed'; readonly params: { readonly requestId: string; readonly errorText: string; readonly canceled?: boolean; readonly blockedReason?: string } }
  | { readonly method: 'Network.requestWillBeSent'; readonly params: { readonly requestId: string; readonly request: { readonly url: string; readonly method: string } } }
  | { readonly method: 'Network.responseReceived'; readonly params: { readonly requestId: string; readonly response: { readonly url: string; readonly status: number } } }
  | { readonly method: 'Network.webSocketCreated'; readonly params: { readonly requestId: string; readonly url: string } }
  | { readonly method: 'Network.webSocketFrameError'; readonly params: { readonly requestId: string; readonly errorMessage: string } }
  | { readonly method: 'Page.javascriptDialogOpening'; readonly params: { readonly type: string; readonly message: string } }
  | { readonly method: 'Page.lifecycleEvent'; readonly params: { readonly frameId: string; readonly loaderId: string; readonly name: string } }
  | { readonly method: 'Runtime.consoleAPICalled'; readonly params: { readonly type: string; readonly args: readonly RemoteObject[] } }
  | { readonly method: 'Runtime.exceptionThrown'; readonly params: { readonly exceptionDetails: ExceptionDetails } };

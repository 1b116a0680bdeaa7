/** Who looks, and at which application. The link that lets somebody in carries both behind the #, which no browser sends anywhere. */
export interface Session {
  readonly app: string;
  readonly key: string;
}

const KEPT = 'patchbay portal';

let known: Session | undefined;

/** Of the link, or of this tab from before. The key does not stay in the address, where it would be shown, copied and remembered. */
export function findSession(): Session | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const [app, key] = [given.get('app') ?? '', given.get('key') ?? ''];
  if (app !== '' && key !== '') {
    keep({ app, key });
    history.replaceState(null, '', `${location.pathname}${location.search}#/endpoints`);
  }
  return (known ??= kept());
}

export function forgetSession(): void {
  known = undefined;
  stored(() => sessionStorage.removeItem(KEPT));
}

function keep(session: Session): void {
  known = session;
  stored(() => sessionStorage.setItem(KEPT, JSON.stringify(session)));
}

function kept(): Session | undefined {
  const text = stored(() => sessionStorage.getItem(KEPT)) ?? null;
  return text === null ? undefined : (JSON.parse(text) as Session); // this page wrote it
}

/** In a frame a browser may allow nothing to be kept: then it lasts until the page is loaded anew. */
function stored<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

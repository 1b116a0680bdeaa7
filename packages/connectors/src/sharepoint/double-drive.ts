/** The library behind the double: what is in it, its versions, and the log that a delta is read from. */
import type { JsonObject } from '@patchbay/sdk';

export interface Node { readonly id: string; readonly parent: string; readonly name: string; readonly bytes: Buffer | undefined; readonly version: number; readonly mediaType: string }
export interface Library {
  readonly root: string;
  get(id: string): Node | undefined;
  /** Names are the same in any case. */
  at(path: readonly string[]): Node | undefined;
  children(id: string): readonly Node[];
  put(parent: string, name: string, bytes: Buffer | undefined, mediaType?: string): Node;
  /** Folders on the way are made. */
  putAt(path: readonly string[], bytes: Buffer, mediaType: string): Node;
  change(node: Node, to: Partial<Pick<Node, 'parent' | 'name' | 'bytes' | 'mediaType'>>): Node;
  remove(node: Node): void;
  shown(node: Node): JsonObject;
  /** Each once, as it is now, after a place in the log. */
  since(place: number): readonly JsonObject[];
  readonly place: number;
}

export function library(drive: string, filesUrl: () => string): Library {
  const root: Node = { id: '01ROOT', parent: '', name: 'root', bytes: undefined, version: 1, mediaType: '' };
  const nodes = new Map<string, Node>([[root.id, root]]);
  const log: string[] = [];
  let made = 0;

  const sizeOf = (node: Node): number => node.bytes?.length ?? children(node.id).reduce((sum, each) => sum + sizeOf(each), 0);
  const children = (id: string): Node[] => [...nodes.values()].filter(({ parent }) => parent === id).sort((a, b) => (a.name < b.name ? -1 : 1));
  const child = (id: string, name: string): Node | undefined => children(id).find((each) => each.name.toLowerCase() === name.toLowerCase());
  const at = (path: readonly string[]): Node | undefined => path.reduce<Node | undefined>((found, name) => (found === undefined ? undefined : child(found.id, name)), root);
  const pathOf = (id: string): string => { const node = nodes.get(id); return node === undefined || node === root ? '' : `${pathOf(node.parent)}/${encodeURIComponent(node.name)}`; };

  function keep(node: Node): Node {
    nodes.set(node.id, node);
    log.push(node.id);
    return node;
  }

  const put = (parent: string, name: string, bytes: Buffer | undefined, mediaType = 'application/octet-stream'): Node => keep({ id: `01BYE5RZ${String(++made).padStart(8, '0')}`, parent, name, bytes, version: 1, mediaType });
  const change = (node: Node, to: Partial<Node>): Node => keep({ ...node, ...to, version: node.version + 1 });

  function putAt(path: readonly string[], bytes: Buffer, mediaType: string): Node {
    const folder = path.slice(0, -1).reduce((parent, name) => child(parent.id, name) ?? put(parent.id, name, undefined), root);
    const there = child(folder.id, path.at(-1)!);
    return there === undefined ? put(folder.id, path.at(-1)!, bytes, mediaType) : change(there, { bytes, mediaType });
  }

  function remove(node: Node): void {
    for (const each of children(node.id)) remove(each);
    nodes.delete(node.id);
    log.push(node.id);
  }

  function shown(node: Node): JsonObject {
    return {
      id: node.id, name: node.name, size: sizeOf(node), eTag: `"{${node.id}},${node.version}"`, webUrl: `https://contoso.sharepoint.com/sites/shop/Shared%20Documents${pathOf(node.id)}`,
      lastModifiedDateTime: '2026-11-20T09:30:00Z', lastModifiedBy: { user: { displayName: 'Ada' } },
      ...(node === root ? { root: {}, folder: { childCount: children(node.id).length } } : { parentReference: { driveId: drive, id: node.parent, path: `/drives/${drive}/root:${pathOf(node.parent)}` } }),
      ...(node === root || node.bytes !== undefined ? {} : { folder: { childCount: children(node.id).length } }),
      ...(node.bytes === undefined ? {} : { file: { mimeType: node.mediaType }, '@microsoft.graph.downloadUrl': `${filesUrl()}/download/${node.id}?tempauth=v1.${node.version}` }),
    };
  }

  const since = (place: number): JsonObject[] => {
    const changed = [...new Set(log.slice(place))];
    return changed.length === 0 ? [] : [shown(root), ...changed.map((id): JsonObject => { const node = nodes.get(id); return node === undefined ? { id, deleted: { state: 'deleted' }, parentReference: { driveId: drive } } : shown(node); })];
  };

  return { root: root.id, get: (id) => (id === 'root' ? root : nodes.get(id)), at, children, put, putAt, change, remove, shown, since, get place() { return log.length; } };
}

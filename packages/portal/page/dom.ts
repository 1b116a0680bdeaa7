/** Elements, put together from what is text and what is an element: text never becomes markup. */
export type Child = Node | string | number | null | undefined | false;

type Fact = string | number | boolean | null | undefined | ((event: Event) => unknown);

/** Facts are attributes; those that are functions listen. What is false, null or absent is left out. */
export function h<Name extends keyof HTMLElementTagNameMap>(name: Name, facts: Readonly<Record<string, Fact>> = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [fact, value] of Object.entries(facts)) {
    if (typeof value === 'function') element.addEventListener(fact, value);
    else if (value === true) element.setAttribute(fact, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(fact, String(value));
  }
  element.append(...present(children));
  return element;
}

export const present = (children: readonly Child[]): (Node | string)[] =>
  children.flatMap((child) => (child === null || child === undefined || child === false ? [] : [typeof child === 'number' ? String(child) : child]));

let ids = 0;
/** For what a label or a description belongs to. */
export const newId = (): string => `n${++ids}`;

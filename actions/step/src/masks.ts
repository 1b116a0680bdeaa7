/** Values that must not be seen. Most CIs mask only what was declared to them, so each line goes through here. */

export interface Masks {
  add(value: string): readonly string[];
  hide(text: string): string;
}

/** A value of several lines is masked line by line, as logs are; what is shorter than this would blank out half the log. */
const LEAST = 4;

export function createMasks(): Masks {
  let values: string[] = [];
  return {
    add(value) {
      const parts = [...new Set([value, ...value.split(/[\r\n]+/)].map((part) => part.trim()).filter((part) => part.length >= LEAST))];
      values = [...new Set([...values, ...parts])].sort((one, other) => other.length - one.length);
      return parts;
    },
    hide: (text) => values.reduce((shown, value) => shown.replaceAll(value, '***'), text),
  };
}

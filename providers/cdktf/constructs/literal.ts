/**
 * A text as it stands. To Terraform `${` and `%{` begin an expression, so JavaScript or a template of yours needs this; references of cdktn within it stay references.
 * @example
 * new Endpoint(this, 'billing', { name: 'billing', url, transform: literal('export default (event) => ({ text: `${event.type}` })') });
 */
export const literal = (text: string): string => text.replace(/\$\{(?!TfToken\[)/g, '$$${').replaceAll('%{', '%%{');

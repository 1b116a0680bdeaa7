/** What a person typed stays recognisable as that. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 500));

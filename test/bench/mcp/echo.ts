/** The trivial tool that both sides of the bench have. */
export const echoSchemas = {
  inputSchema: { type: 'object' as const, properties: { text: { type: 'string' as const, maxLength: 100 } }, required: ['text'], additionalProperties: false },
  outputSchema: { type: 'object' as const, properties: { text: { type: 'string' as const } }, required: ['text'] },
};

/** The schema as bytes, where it was encoded when the provider was built; see bundle.ts. From source it is made when it is asked for. */
export const loadSchema = async (): Promise<Uint8Array | undefined> => undefined;

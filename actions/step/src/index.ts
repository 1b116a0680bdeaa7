/** The verbs of a CI step. */
export {};

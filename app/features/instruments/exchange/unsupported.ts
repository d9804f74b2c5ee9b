/** Ends the reading of one question: it cannot be taken, and the message says why. The rest of the file goes on. */
export class Unsupported extends Error {}

/** Ends the reading of the whole file. */
export class Refused extends Error {}

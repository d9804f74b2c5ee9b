/** The whole file cannot be taken: caught by `importQti`, which returns it as a refusal. */
export class Refused extends Error {}

/** One text cannot be read: the whole of a file that is one text, or one file of a package. */
export class Unreadable extends Refused {}

/** One question cannot be taken: caught where the question is read, and told in its notes. */
export class Unsupported extends Error {}

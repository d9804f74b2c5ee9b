/** Ends the reading of the whole file, which is refused with this message. */
export class Refused extends Error {}

/** Ends the reading of one text: the whole of a file that is one text, or one file of a package. */
export class Unreadable extends Refused {}

/** Ends the reading of one question: it cannot be taken, and the message says why. The rest of the file goes on. */
export class Unsupported extends Error {}
